import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../errors.ts';
import { DamagedNetwork } from '../refusal.ts';

/** @throws {UserError} `file-not-found`, `file-unreadable` */
export function readNetworkFile(folder: string, name: string): Uint8Array {
	const path = join(folder, name);
	try {
		return readFileSync(path);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
		throw code === 'ENOENT'
			? new UserError('file-not-found', { path }, { cause: error })
			: new UserError('file-unreadable', { path, reason: code }, { cause: error });
	}
}

/** @throws {UserError | DamagedNetwork} */
export function readNetworkJson(folder: string, name: string): unknown {
	const text = Buffer.from(readNetworkFile(folder, name)).toString('utf8');
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new DamagedNetwork(`${name} is not JSON`, { cause: error });
	}
}
