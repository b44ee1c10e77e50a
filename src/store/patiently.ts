import { setTimeout as delay } from 'node:timers/promises';
import SqliteDatabase from 'libsql';
import { storing } from './faults.ts';

/** Waits between the attempts of a write while another process is in its way; about a second in all. */
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
			if (!isPassing(error)) throw error;
		}
		await delay(delayMs);
	}
	return write();
}

/**
 * PostgreSQL's codes for what another attempt can bring: conflicts of two transactions, a server that has no connection
 * left or is just starting; and no server at all, as while it is started anew.
 */
const PASSING = ['40001', '40P01', '53300', '57P03', 'ECONNREFUSED'];

/** Whether nothing was written, and will be if it is tried again. */
function isPassing(error: unknown): boolean {
	if (error instanceof SqliteDatabase.SqliteError) return error.code.startsWith('SQLITE_BUSY');
	return error instanceof Error && 'code' in error && PASSING.includes(String(error.code));
}
