import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'libsql';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { storageRefusal } from './faults.ts';

export type Database = SqliteDatabase.Database;

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
export function openDatabase(file: string): Database {
	const found = file === MEMORY ? undefined : statSync(file, { throwIfNoEntry: false });
	if (found?.isDirectory()) throw new UserError('not-a-file', { path: file });
	// SQLite takes a file of no length for a new database; where one was saved before, it has been cut off.
	if (found?.size === 0 && backupOf(file)) throw damaged(file);
	try {
		if (file !== MEMORY) mkdirSync(dirname(file), { recursive: true });
		const database = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
		database.exec(
			'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; SELECT count(*) FROM sqlite_master;',
		);
		return database;
	} catch (error) {
		if (isDamage(error)) throw damaged(file, error);
		const refusal = storageRefusal(error);
		if (refusal !== error) throw refusal;
		const reason = error instanceof Error ? error.message : String(error);
		throw new UserError('file-unreadable', { path: file, reason }, { cause: error });
	}
}

/** Closes a database with all that was written in its one file, not in the write-ahead log beside it. */
export function closeDatabase(database: Database): void {
	try {
		if (fileOf(database)) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	} catch {
		// Another process writes, or the disk is full: nothing is lost, the next to close, or to open, does it.
	} finally {
		database.close();
	}
}

/** Saves a copy beside the file, in place of the one before. Takes as long as copying it does. */
export function backUp(database: Database): void {
	const file = fileOf(database);
	if (!file) return;
	const temporary = `${backupPath(file)}.tmp`;
	rmSync(temporary, { force: true });
	database.prepare('VACUUM INTO ?').run([temporary]);
	renameSync(temporary, backupPath(file));
}

/** Empty for one in memory. */
function fileOf(database: Database): string {
	const [main] = DATABASES.parse(database.prepare('PRAGMA database_list').all([]));
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
