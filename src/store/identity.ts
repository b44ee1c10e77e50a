import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { columnTypes, execute, hasTable, lockSchema } from './differences.ts';
import { inTransaction } from './transaction.ts';

export const identitySchema = z.object({
	/** The same in all that belongs to one Hantei, and in copies of it. */
	installation: z.uuid(),
	/** Another one in each copy. */
	place: z.string().min(1),
});

/** Whose rows or files these are: written beside them once. */
export type Identity = Readonly<z.infer<typeof identitySchema>>;

type Tables = { installation: { one: number; installation: string; place: string } };

/** @param installation that it is a part of; of one that is new, when absent */
export function newIdentity(installation: string = randomUUID()): Identity {
	return { installation, place: randomUUID() };
}

/** A file that somebody copied is another file, though it says the same. */
export function placeOfFile({ place }: Identity, path: string): string {
	return `${place}-${statSync(path).ino}`;
}

/**
 * Whose rows these are, which whoever asks first decides.
 * @param installation whose copy they are from now on
 */
export async function identityOfRows(rows: Kysely<unknown>, installation?: string): Promise<Identity> {
	const tables = rows.withTables<Tables>();
	if (!(await hasTable(tables, 'installation'))) await inTransaction(tables, createTable);
	await tables
		.insertInto('installation')
		.values({ one: 1, ...newIdentity(installation) })
		.onConflict((conflict) => {
			const known = conflict.column('one');
			return installation === undefined ? known.doNothing() : known.doUpdateSet({ installation });
		})
		.execute();
	return identitySchema.parse(await tables.selectFrom('installation').selectAll().executeTakeFirstOrThrow());
}

async function createTable(rows: Kysely<Tables>): Promise<void> {
	await lockSchema(rows);
	const { text, integer, strict } = columnTypes(rows);
	await execute(
		rows,
		`CREATE TABLE IF NOT EXISTS installation (one ${integer} PRIMARY KEY CHECK (one = 1), installation ${text} NOT NULL, place ${text} NOT NULL)${strict};`,
	);
}
