import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'libsql';

export type Database = SqliteDatabase.Database;

/**
 * How long a statement may block the event loop while another process (the command line) writes. Short, because
 * the gateway's heartbeats share that loop; whoever needs patience tries again later.
 */
const BUSY_TIMEOUT_MS = 40;

/**
 * Opens (creates) Hantei's SQLite file. Statements run synchronously on the calling thread, so keep each one tiny:
 * with write-ahead logging and `synchronous = NORMAL`, one row written or read takes well under a millisecond.
 * @param file a path, or `:memory:`
 */
export function openDatabase(file: string): Database {
	if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
	const database = new SqliteDatabase(file, { timeout: BUSY_TIMEOUT_MS });
	database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
	return database;
}
