import { type Kysely, sql } from 'kysely';
import { lastId, setLastId } from './differences.ts';
import { inTransaction } from './transaction.ts';

/** A table, and how to go through it. */
export interface CopiedTable {
	readonly name: string;
	/** The columns that tell its rows apart. */
	readonly key: readonly string[];
	/** The key is a number that the database gives, never twice: not even that of a row that is gone. */
	readonly isNumbered?: boolean;
	/** Its rows refer to later ones, which must be there first. */
	readonly isBackwards?: boolean;
}

export interface CopyRowsOptions {
	/** Those that others refer to come before them. */
	readonly tables: readonly CopiedTable[];
	readonly from: Kysely<unknown>;
	readonly to: Kysely<unknown>;
	readonly signal?: AbortSignal;
	readonly onProgress?: (done: number, total: number) => void;
}

/** The target has rows of a table that the source has not, or has otherwise. */
export class OtherRows extends Error {
	override readonly name = 'OtherRows';
}

type AnyTables = Record<string, Record<string, unknown>>;
type AnyRow = Readonly<Record<string, unknown>>;

/** Rows read, written and compared at once: 34 columns of each stay below what a statement may hold. */
const PAGE = 500;

/**
 * Copies rows, page by page in the order of their keys, and compares each with what the target has then. Pages that are
 * there already are compared only, so that a copy that was cut short goes on where it was. Returns how many rows.
 * @throws {OtherRows} it changes none of them
 */
export async function copyRows({
	tables,
	signal,
	onProgress,
	...databases
}: CopyRowsOptions): Promise<number> {
	const from = databases.from.withTables<AnyTables>();
	const to = databases.to.withTables<AnyTables>();
	let total = 0;
	for (const { name } of tables) total += await countRows(from, name);
	let done = 0;
	for (const table of tables) {
		let last: AnyRow | undefined;
		for (;;) {
			signal?.throwIfAborted();
			const page = await readPage(from, table, last);
			const end = page.length < PAGE ? undefined : page[page.length - 1];
			await copyPage(to, table, page, { after: last, upTo: end });
			done += page.length;
			onProgress?.(done, total);
			if (!end) break;
			last = end;
		}
		if (table.isNumbered)
			await setLastId(to, table.name, table.key[0], await lastId(from, table.name, table.key[0]));
	}
	return total;
}

interface Range {
	readonly after: AnyRow | undefined;
	/** The end of the table, when absent. */
	readonly upTo: AnyRow | undefined;
}

async function copyPage(
	to: Kysely<AnyTables>,
	table: CopiedTable,
	page: readonly AnyRow[],
	range: Range,
): Promise<void> {
	const wanted = new Map(page.map((row) => [keyOf(row, table), canonical(row)]));
	await inTransaction(to, async (inside) => {
		const there = await readRange(inside, table, range);
		requireSame(there, wanted, table);
		const known = new Set(there.map((row) => keyOf(row, table)));
		const missing = page.filter((row) => !known.has(keyOf(row, table)));
		if (missing.length > 0) await inside.insertInto(table.name).values(missing).execute();
	});
	const written = await readRange(to, table, range);
	requireSame(written, wanted, table);
	if (written.length !== page.length) throw new OtherRows(table.name);
}

function requireSame(rows: readonly AnyRow[], wanted: ReadonlyMap<string, string>, table: CopiedTable): void {
	for (const row of rows)
		if (wanted.get(keyOf(row, table)) !== canonical(row)) throw new OtherRows(table.name);
}

async function readPage(
	rows: Kysely<AnyTables>,
	table: CopiedTable,
	after: AnyRow | undefined,
): Promise<readonly AnyRow[]> {
	return ordered(rows, table, { after, upTo: undefined }).limit(PAGE).execute();
}

/** One row more than a page tells that there are others. */
async function readRange(
	rows: Kysely<AnyTables>,
	table: CopiedTable,
	range: Range,
): Promise<readonly AnyRow[]> {
	return ordered(rows, table, range)
		.limit(PAGE + 1)
		.execute();
}

function ordered(rows: Kysely<AnyTables>, { name, key, isBackwards }: CopiedTable, { after, upTo }: Range) {
	const columns = sql.join(key.map((column) => sql.ref(column)));
	const valuesOf = (row: AnyRow) => sql.join(key.map((column) => row[column]));
	const [beyond, within] = isBackwards ? [sql`<`, sql`>=`] : [sql`>`, sql`<=`];
	let query = rows.selectFrom(name).selectAll();
	if (after) query = query.where(sql<boolean>`(${columns}) ${beyond} (${valuesOf(after)})`);
	if (upTo) query = query.where(sql<boolean>`(${columns}) ${within} (${valuesOf(upTo)})`);
	for (const column of key) query = query.orderBy(column, isBackwards ? 'desc' : 'asc');
	return query;
}

async function countRows(rows: Kysely<AnyTables>, name: string): Promise<number> {
	const { count } = await rows
		.selectFrom(name)
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

function keyOf(row: AnyRow, { key }: CopiedTable): string {
	return JSON.stringify(key.map((column) => row[column]));
}

/** As it is in every database, whatever the order of the columns; PostgreSQL keeps no NUL in a text. */
function canonical(row: AnyRow): string {
	const columns = Object.keys(row).sort();
	return JSON.stringify(
		columns.map((column) => {
			const value = row[column];
			return [column, typeof value === 'string' ? value.replaceAll('\0', '') : value];
		}),
	);
}
