import { join } from 'node:path';
import { readRegularFile } from '../read-file.ts';
import { DamagedNetwork } from '../refusal.ts';

/** @throws {UserError} `file-not-found`, `file-unreadable`, `network-too-large` */
export function readNetworkFile(folder: string, name: string): Uint8Array {
	return readRegularFile(join(folder, name));
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
