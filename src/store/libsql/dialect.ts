import { type Dialect, type Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type SqliteDatabase from 'libsql';
import { LibsqlDriver } from './driver.ts';

/** Kysely over libsql, the SQLite that installs without a compiler. */
export class LibsqlDialect implements Dialect {
	readonly #database: SqliteDatabase.Database;

	constructor(database: SqliteDatabase.Database) {
		this.#database = database;
	}

	createAdapter() {
		return new SqliteAdapter();
	}

	createDriver() {
		return new LibsqlDriver(this.#database);
	}

	createIntrospector(rows: Kysely<unknown>) {
		return new SqliteIntrospector(rows);
	}

	createQueryCompiler() {
		return new SqliteQueryCompiler();
	}
}
