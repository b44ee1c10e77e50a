import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'libsql';
import { storing } from './faults.ts';

/** Waits between the attempts of a write while another process holds the file; about a second in all. */
const BUSY_DELAYS_MS = [20, 50, 100, 200, 400];

/**
 * Runs a write, again a little later when another process is writing.
 * @throws {UserError} `storage-full`
 */
export function patiently<Result>(write: () => Result | Promise<Result>): Promise<Result> {
	return storing(() => again(write));
}

async function again<Result>(write: () => Result | Promise<Result>): Promise<Result> {
	for (const delayMs of BUSY_DELAYS_MS) {
		try {
			return await write();
		} catch (error) {
			if (!(error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error;
		}
		await delay(delayMs);
	}
	return write();
}
