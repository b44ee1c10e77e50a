import type { z } from 'zod';
import type { Database } from '../../store/database.ts';
import { patiently } from '../../store/patiently.ts';

/** What a statement may be given. Booleans are not among it: libsql 0.5 aborts the process on one. */
export type SqlValue = string | number | bigint | null;

/** SQLite with statements prepared once, rows checked, and transactions that have patience. */
export class DatabaseConnection {
	readonly #database: Database;
	readonly #statements = new Map<string, ReturnType<Database['prepare']>>();

	constructor(database: Database) {
		this.#database = database;
	}

	/** All rows of a query, as the schema says they are: libsql adds a `_metadata` member, which parsing drops. */
	all<Row extends z.ZodType>(row: Row, sql: string, ...values: readonly SqlValue[]): z.infer<Row>[] {
		return this.#prepare(sql)
			.all(values)
			.map((found) => row.parse(found));
	}

	/**
	 * The row of a query that finds at most one. Not by the statement's own `get`: in libsql 0.5 it finds the row of
	 * the last `all` again.
	 */
	get<Row extends z.ZodType>(
		row: Row,
		sql: string,
		...values: readonly SqlValue[]
	): z.infer<Row> | undefined {
		return this.all(row, sql, ...values)[0];
	}

	/** Runs a statement; how many rows it changed. */
	run(sql: string, ...values: readonly SqlValue[]): number {
		return this.#prepare(sql).run(values).changes;
	}

	/** Inserts a row; its id. */
	insert(sql: string, ...values: readonly SqlValue[]): number {
		return Number(this.#prepare(sql).run(values).lastInsertRowid);
	}

	/** Several statements that return nothing. */
	execute(sql: string): void {
		this.#database.exec(sql);
	}

	/**
	 * Runs `work` as one transaction, again a little later when another process is writing. It holds the event loop
	 * and the file for as long as it runs: keep it to a few milliseconds.
	 */
	async write<Result>(work: () => Result): Promise<Result> {
		return patiently(() => this.transaction(work));
	}

	/** Runs `work` as one transaction, now. */
	transaction<Result>(work: () => Result): Result {
		// Immediate: a transaction that starts by reading and writes later could not wait for its turn.
		this.#database.exec('BEGIN IMMEDIATE');
		try {
			const result = work();
			this.#database.exec('COMMIT');
			return result;
		} catch (error) {
			if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
			throw error;
		}
	}

	#prepare(sql: string) {
		const known = this.#statements.get(sql);
		if (known) return known;
		const statement = this.#database.prepare(sql);
		this.#statements.set(sql, statement);
		return statement;
	}
}
