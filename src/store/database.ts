import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import SqliteDatabase from 'libsql';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { storageRefusal } from './faults.ts';
import { LibsqlDialect } from './libsql/dialect.ts';

/** Where rows are kept. Each process opens it once: two connections of one process to SQLite would wait for each other. */
export interface Database {
	/** Typed queries; each part knows the tables that are its own. */
	readonly rows: Kysely<unknown>;
	/** Keeps a copy of how it is, in place of the one before, where that is ours to do. */
	backUp(): Promise<void>;
	/** Closes it with all that was written. */
	close(): Promise<void>;
}

export interface SqliteFile extends Database {
	/** The connection itself. */
	readonly sqlite: SqliteDatabase.Database;
}

/**
 * How long a statement may block the event loop while another process (the command line) writes. Short, because
 * the gateway's heartbeats share that loop; whoever needs patience tries again later.
 */
const BUSY_TIMEOUT_MS = 40;

const MEMORY = ':memory:';

const DATABASES = z.tuple([z.object({ file: z.string() })], z.unknown());

/**
 * Opens (creates) Hantei's SQLite file. Statements run synchronously on the calling thread, so keep each one tiny: with write-ahead logging and `synchronous = NORMAL`, one row written or read takes well under a
 * millisecond.
 * @param file a path, or `:memory:`
 * @throws {UserError} `database-damaged`, `not-a-file`, `file-unreadable`, `storage-full`
 */
export function openDatabase(file: string): SqliteFile {
	const found = file === MEMORY ? undefined : statSync(file, { throwIfNoEntry: false });
	if (found?.isDirectory()) throw new UserError('not-a-file', { path: file });
	// SQLite takes a file of no length for a new database; where one was saved before, it has been cut off.
	if (found?.size === 0 && backupOf(file)) throw damaged(file);
	try {
		if (file !== MEMORY) mkdirSync(dirname(file), { recursive: true });
		const sqlite = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
		sqlite.exec(
			'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; SELECT count(*) FROM sqlite_master;',
		);
		return {
			rows: new Kysely({ dialect: new LibsqlDialect(sqlite) }),
			sqlite,
			backUp: async () => backUp(sqlite),
			close: async () => close(sqlite),
		};
	} catch (error) {
		if (isDamage(error)) throw damaged(file, error);
		const refusal = storageRefusal(error);
		if (refusal !== error) throw refusal;
		const reason = error instanceof Error ? error.message : String(error);
		throw new UserError('file-unreadable', { path: file, reason }, { cause: error });
	}
}

/** All that was written is in its one file then, not in the write-ahead log beside it. */
function close(sqlite: SqliteDatabase.Database): void {
	try {
		if (fileOf(sqlite)) sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	} catch {
		// Another process writes, or the disk is full: nothing is lost, the next to close, or to open, does it.
	} finally {
		sqlite.close();
	}
}

/** Beside the file. Takes as long as copying it does. */
function backUp(sqlite: SqliteDatabase.Database): void {
	const file = fileOf(sqlite);
	if (!file) return;
	const temporary = `${backupPath(file)}.tmp`;
	rmSync(temporary, { force: true });
	sqlite.prepare('VACUUM INTO ?').run([temporary]);
	renameSync(temporary, backupPath(file));
}

/** Empty for one in memory. */
function fileOf(sqlite: SqliteDatabase.Database): string {
	const [main] = DATABASES.parse(sqlite.prepare('PRAGMA database_list').all([]));
	return main.file;
}

function backupPath(file: string): string {
	return `${file}.backup`;
}

function backupOf(file: string): string | undefined {
	return existsSync(backupPath(file)) ? backupPath(file) : undefined;
}

function damaged(path: string, cause?: unknown): UserError {
	return new UserError('database-damaged', { path, backup: backupOf(path) ?? null }, { cause });
}

/** Whether a file is no database of SQLite's, or only a part of one. */
function isDamage(error: unknown): boolean {
	return error instanceof SqliteDatabase.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code);
}
