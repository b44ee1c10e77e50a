import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isUserError, UserError } from '../errors.ts';
import { storageRefusal } from './faults.ts';
import { lockForProcess } from './process-lock.ts';

const SETTING = 'HANTEI_DATA';

/** Room that opening the database takes at least: its first pages and its log. */
const PROBE_BYTES = 64 * 1024;

/**
 * Refuses a folder setting that names a file; a folder that is not there yet is fine.
 * @throws {UserError} `not-a-folder`
 */
export function requireFolder(setting: string, path: string): void {
	if (existsSync(path) && !statSync(path).isDirectory())
		throw new UserError('not-a-folder', { setting, path });
}

/**
 * Makes the folder that all data goes to.
 * @throws {UserError} `not-a-folder`, `folder-unusable`, `storage-full`
 */
export function makeDataFolder(path: string): void {
	requireFolder(SETTING, path);
	explaining(path, () => {
		const missing: string[] = [];
		for (let at = path; !existsSync(at); at = dirname(at)) missing.unshift(at);
		// Not by `recursive`: Node tries for ever where the system denies a folder below one that is there (`/proc`).
		for (const folder of missing) {
			// Another process may have made it meanwhile.
			if (!existsSync(folder)) mkdirSync(folder);
		}
	});
}

/**
 * Makes the folder that all data goes to, and makes sure that it can be written to: before anything is opened in it,
 * because what SQLite and others say of such a disk helps nobody.
 * @throws {UserError} `not-a-folder`, `folder-unusable`, `storage-full`
 */
export function openDataFolder(path: string): void {
	makeDataFolder(path);
	const probe = join(path, `.${randomUUID()}.tmp`);
	explaining(path, () => {
		try {
			writeFileSync(probe, Buffer.alloc(PROBE_BYTES), { flush: true });
		} finally {
			rmSync(probe, { force: true });
		}
	});
}

/**
 * Keeps other processes from running the bot on the same data: both would answer each photo, and each would undo what
 * the other does. The command line beside it is fine.
 * @returns lets it go
 * @throws {UserError} `data-in-use`
 */
export function lockDataFolder(path: string): Promise<() => Promise<void>> {
	return lockForProcess({
		folder: path,
		name: 'hantei',
		refusal: (process) => new UserError('data-in-use', { path, process }),
		waitForStrangers: true,
	});
}

function explaining(path: string, work: () => void): void {
	try {
		work();
	} catch (error) {
		const refusal = storageRefusal(error);
		if (isUserError(refusal, 'storage-full')) throw refusal;
		const reason = error instanceof Error ? error.message : String(error);
		throw new UserError('folder-unusable', { setting: SETTING, path, reason }, { cause: error });
	}
}
