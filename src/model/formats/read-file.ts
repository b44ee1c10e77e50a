import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { UserError } from '../../errors.ts';

/** More than any network that judges photos beside a chat; less than takes a process down. */
export const MAX_NETWORK_BYTES = 512e6;

/**
 * The bytes of a file of a network. A link may lead to a device without an end, or to a pipe that nobody writes to:
 * only an ordinary file is read.
 *
 * @throws {UserError} `file-not-found`, `file-unreadable`, `network-too-large`
 */
export function readRegularFile(path: string): Uint8Array {
	let file: number | undefined;
	try {
		// Without O_NONBLOCK opening a pipe waits for a writer. Windows knows neither.
		file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		const stat = fstatSync(file);
		if (!stat.isFile()) throw new UserError('file-unreadable', { path, reason: 'not an ordinary file' });
		if (stat.size > MAX_NETWORK_BYTES)
			throw new UserError('network-too-large', { path, bytes: stat.size, limit: MAX_NETWORK_BYTES });
		// No Buffer, whose `slice` gives a view and no copy.
		const { buffer, byteOffset, byteLength } = readFileSync(file);
		return new Uint8Array(buffer, byteOffset, byteLength);
	} catch (error) {
		if (error instanceof UserError) throw error;
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
		throw code === 'ENOENT'
			? new UserError('file-not-found', { path }, { cause: error })
			: new UserError('file-unreadable', { path, reason: code }, { cause: error });
	} finally {
		if (file !== undefined) closeSync(file);
	}
}
