import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type SqliteDatabase from 'libsql';
import { LRUCache } from 'lru-cache';
import { giveWay } from './give-way.ts';

/** Statements kept prepared: more than the parts of Hantei have. */
const STATEMENTS = 500;

/**
 * One connection, which one caller has at a time: a transaction for as long as it runs, and a query of its own for a
 * moment. The others wait in line.
 */
export class LibsqlDriver implements Driver {
	readonly #connection: LibsqlConnection;
	#last: Promise<void> = Promise.resolve();
	#release = () => {};

	constructor(database: SqliteDatabase.Database) {
		this.#connection = new LibsqlConnection(database);
	}

	async init(): Promise<void> {}

	async acquireConnection(): Promise<LibsqlConnection> {
		const before = this.#last;
		let release = () => {};
		this.#last = new Promise((resolve) => {
			release = resolve;
		});
		await before;
		this.#release = release;
		return this.#connection;
	}

	async releaseConnection(): Promise<void> {
		this.#release();
	}

	/** Immediate: a transaction that starts by reading and writes later could not wait for its turn. */
	async beginTransaction(connection: LibsqlConnection): Promise<void> {
		connection.execute('BEGIN IMMEDIATE');
	}

	async commitTransaction(connection: LibsqlConnection): Promise<void> {
		connection.execute('COMMIT');
	}

	async rollbackTransaction(connection: LibsqlConnection): Promise<void> {
		if (connection.isInTransaction) connection.execute('ROLLBACK');
	}

	async destroy(): Promise<void> {}
}

class LibsqlConnection implements DatabaseConnection {
	readonly #database: SqliteDatabase.Database;
	readonly #statements = new LRUCache<string, Prepared>({ max: STATEMENTS });

	constructor(database: SqliteDatabase.Database) {
		this.#database = database;
	}

	get isInTransaction(): boolean {
		return this.#database.inTransaction;
	}

	execute(sql: string): void {
		this.#database.exec(sql);
	}

	async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
		await giveWay();
		const { statement, columns } = this.#prepare(sql);
		const values = parameters.map(toSqlite);
		if (!columns) {
			const { changes, lastInsertRowid } = statement.run(values);
			return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
		}
		// Not by the statement's own `get`: in libsql 0.5 it finds the row of the last `all` again.
		return { rows: statement.all(values).map((row) => named(columns, row as unknown[]) as Row) };
	}

	// biome-ignore lint/correctness/useYield: nothing is streamed
	async *streamQuery(): AsyncIterableIterator<never> {
		throw new Error('libsql reads a result at once');
	}

	#prepare(sql: string): Prepared {
		const known = this.#statements.get(sql);
		if (known) return known;
		const statement = this.#database.prepare(sql);
		// Raw: libsql builds objects slowly, and adds a member of its own.
		const prepared = statement.reader
			? { statement: statement.raw(), columns: statement.columns().map(({ name }) => name) }
			: { statement };
		this.#statements.set(sql, prepared);
		return prepared;
	}
}

interface Prepared {
	readonly statement: ReturnType<SqliteDatabase.Database['prepare']>;
	/** Their names, where it returns rows; asking for them takes as long as the query itself. */
	readonly columns?: readonly string[];
}

/** libsql 0.5 aborts the process on a boolean. */
function toSqlite(value: unknown): unknown {
	return typeof value === 'boolean' ? Number(value) : value;
}

function named(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
	const row: Record<string, unknown> = {};
	for (const [n, name] of names.entries()) row[name] = values[n];
	return row;
}
