import { UserError } from '../errors.ts';

/**
 * Writes what a command was asked to write somewhere.
 * @throws {UserError} `file-unwritable`
 */
export async function writeTo<Result>(
	path: string,
	write: (path: string) => Promise<Result>,
): Promise<Result> {
	try {
		return await write(path);
	} catch (error) {
		if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
		throw new UserError('file-unwritable', { path, reason: String(error.code) }, { cause: error });
	}
}
