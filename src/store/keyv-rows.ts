import { EventEmitter } from 'node:events';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { KeyvStoreAdapter } from 'keyv';
import type { Kysely } from 'kysely';
import { columnTypes, execute, hasTable, lockSchema } from './differences.ts';
import { patiently } from './patiently.ts';
import { inTransaction } from './transaction.ts';

type Tables = { keyv: { key: string; value: string; expires: number | null } };

/** Entries read at once: a millisecond. */
const PAGE = 100;

/** A Keyv store in one table of the database. Keyv itself prefixes keys with its namespace and checks expiry. */
export class KeyvRows extends EventEmitter implements KeyvStoreAdapter {
	/** Whatever the database is: Keyv iterates over the dialects that it knows. */
	readonly opts = { dialect: 'sqlite' };
	namespace?: string | undefined;
	readonly #database: Kysely<Tables>;
	#ready: Promise<Kysely<Tables>> | undefined;

	constructor(rows: Kysely<unknown>) {
		super();
		this.#database = rows.withTables<Tables>();
	}

	async get<Value>(key: string): Promise<Value | undefined> {
		const rows = await this.#rows();
		const row = await rows.selectFrom('keyv').select('value').where('key', '=', key).executeTakeFirst();
		// The cast is Keyv's contract: it takes the serialised text back and deserialises it itself.
		return row?.value as Value | undefined;
	}

	async set(key: string, value: string, ttl?: number): Promise<void> {
		const rows = await this.#rows();
		const entry = { value, expires: ttl ? Date.now() + ttl : null };
		const upsert = rows
			.insertInto('keyv')
			.values({ key, ...entry })
			.onConflict((conflict) => conflict.column('key').doUpdateSet(entry));
		await patiently(() => upsert.execute());
	}

	/**
	 * Writes a value unless it is another by now.
	 * @param before undefined for one that is not there
	 * @param ttl milliseconds after which a start may clear it away
	 */
	async swap(key: string, before: string | undefined, after: string, ttl?: number): Promise<boolean> {
		const rows = await this.#rows();
		const entry = { value: after, expires: ttl ? Date.now() + ttl : null };
		if (before === undefined) {
			const insertion = rows
				.insertInto('keyv')
				.values({ key, ...entry })
				.onConflict((conflict) => conflict.column('key').doNothing());
			const { numInsertedOrUpdatedRows = 0n } = await patiently(() => insertion.executeTakeFirst());
			return numInsertedOrUpdatedRows > 0n;
		}
		const update = rows.updateTable('keyv').set(entry).where('key', '=', key).where('value', '=', before);
		return (await patiently(() => update.executeTakeFirst())).numUpdatedRows > 0n;
	}

	async delete(key: string): Promise<boolean> {
		const deletion = (await this.#rows()).deleteFrom('keyv').where('key', '=', key);
		return (await patiently(() => deletion.executeTakeFirst())).numDeletedRows > 0n;
	}

	/** All entries of a namespace by key, in small pages that let other work through. */
	async *iterator(namespace?: string): AsyncGenerator<[key: string, value: string]> {
		const rows = await this.#rows();
		const { prefix, end } = rangeOf(namespace);
		let after = prefix;
		for (;;) {
			const page = await rows
				.selectFrom('keyv')
				.select(['key', 'value'])
				.where('key', '>', after)
				.where('key', '<', end)
				.orderBy('key')
				.limit(PAGE)
				.execute();
			for (const { key, value } of page) yield [key, value];
			if (page.length < PAGE) return;
			after = page[page.length - 1].key;
			await letOthersRun();
		}
	}

	async clear(): Promise<void> {
		const { prefix, end } = rangeOf(this.namespace);
		const deletion = (await this.#rows())
			.deleteFrom('keyv')
			.where('key', '>=', prefix)
			.where('key', '<', end);
		await patiently(() => deletion.execute());
	}

	/** With the table in it, and without what has expired since the last start. */
	#rows(): Promise<Kysely<Tables>> {
		this.#ready ??= patiently(() => prepareKeyv(this.#database)).catch((error: unknown) => {
			this.#ready = undefined;
			throw error;
		});
		return this.#ready;
	}
}

/** Makes the table if it is not there; what has expired goes. */
export async function prepareKeyv(rows: Kysely<Tables>): Promise<Kysely<Tables>> {
	if (!(await hasTable(rows, 'keyv'))) await inTransaction(rows, createTable);
	await rows.deleteFrom('keyv').where('expires', '<=', Date.now()).execute();
	return rows;
}

async function createTable(rows: Kysely<Tables>): Promise<void> {
	await lockSchema(rows);
	const { text, integer, keyed } = columnTypes(rows);
	await execute(
		rows,
		`CREATE TABLE IF NOT EXISTS keyv (key ${text} PRIMARY KEY, value ${text} NOT NULL, expires ${integer})${keyed};
		CREATE INDEX IF NOT EXISTS keyv_expires ON keyv (expires) WHERE expires IS NOT NULL;`,
	);
}

/** The keys of a namespace: `;` follows `:`. */
function rangeOf(namespace: string | undefined): { prefix: string; end: string } {
	return namespace === undefined
		? { prefix: '', end: '\u{10ffff}' }
		: { prefix: `${namespace}:`, end: `${namespace};` };
}
