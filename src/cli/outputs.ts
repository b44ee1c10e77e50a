import { UserError } from '../errors.ts';
import { storageRefusal } from '../store/faults.ts';

/**
 * Writes what a command was asked to write somewhere.
 * @throws {UserError} `file-unwritable`, `storage-full`
 */
export async function writeTo<Result>(
	path: string,
	write: (path: string) => Promise<Result>,
): Promise<Result> {
	try {
		return await write(path);
	} catch (thrown) {
		const error = storageRefusal(thrown);
		if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
		throw new UserError('file-unwritable', { path, reason: String(error.code) }, { cause: error });
	}
}
