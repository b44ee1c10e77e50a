import { EventEmitter } from 'node:events';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { KeyvStoreAdapter } from 'keyv';
import { z } from 'zod';
import type { Database } from './database.ts';
import { patiently } from './patiently.ts';

const ROW = z.object({ value: z.string() });
const ENTRY = z.object({ key: z.string(), value: z.string() });

/** Entries read at once: a millisecond. */
const PAGE = 100;

/** A Keyv store in one table of a SQLite file. Keyv itself prefixes keys with its namespace and checks expiry. */
export class SqliteKeyv extends EventEmitter implements KeyvStoreAdapter {
	readonly opts: Readonly<Record<string, unknown>> = { dialect: 'sqlite' };
	namespace?: string | undefined;
	readonly #select;
	readonly #upsert;
	readonly #delete;
	readonly #clear;
	readonly #page;

	constructor(database: Database) {
		super();
		database.exec(
			'CREATE TABLE IF NOT EXISTS keyv (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) WITHOUT ROWID;' +
				'CREATE INDEX IF NOT EXISTS keyv_expires ON keyv (expires) WHERE expires IS NOT NULL;',
		);
		database.prepare('DELETE FROM keyv WHERE expires <= ?').run(Date.now());
		this.#select = database.prepare('SELECT value FROM keyv WHERE key = ?');
		this.#upsert = database.prepare(
			'INSERT INTO keyv (key, value, expires) VALUES (?, ?, ?) ' +
				'ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires',
		);
		this.#delete = database.prepare('DELETE FROM keyv WHERE key = ?');
		this.#clear = database.prepare("DELETE FROM keyv WHERE key LIKE ? ESCAPE '\\'");
		this.#page = database.prepare(
			'SELECT key, value FROM keyv WHERE key > ? AND key < ? ORDER BY key LIMIT ?',
		);
	}

	async get<Value>(key: string): Promise<Value | undefined> {
		const row = this.#select.get(key);
		// libsql adds a `_metadata` member to every row; parsing keeps what we asked for and drops the rest.
		// The cast is Keyv's contract: it takes the serialised text back and deserialises it itself.
		return row === undefined ? undefined : (ROW.parse(row).value as Value);
	}

	async set(key: string, value: string, ttl?: number): Promise<void> {
		await patiently(() => this.#upsert.run(key, value, ttl ? Date.now() + ttl : null));
	}

	async delete(key: string): Promise<boolean> {
		return (await patiently(() => this.#delete.run(key))).changes > 0;
	}

	/** All entries of a namespace by key, in small pages that let other work through. */
	async *iterator(namespace?: string): AsyncGenerator<[key: string, value: string]> {
		const [prefix, end] = namespace === undefined ? ['', '\u{10ffff}'] : [`${namespace}:`, `${namespace};`];
		let after = prefix;
		for (;;) {
			const page = z.array(ENTRY).parse(this.#page.all([after, end, PAGE]));
			for (const { key, value } of page) yield [key, value];
			if (page.length < PAGE) return;
			after = page[page.length - 1].key;
			await letOthersRun();
		}
	}

	async clear(): Promise<void> {
		const prefix = this.namespace === undefined ? '' : `${this.namespace}:`;
		await patiently(() => this.#clear.run(`${prefix.replace(/[\\%_]/g, '\\$&')}%`));
	}
}
