import { isUserError, UserError } from '../errors.ts';

/**
 * What the disk refuses, as a refusal that a person can act on; anything else as it is.
 * @param error from the file system or a database
 */
export function storageRefusal(error: unknown): unknown {
	if (isUserError(error) || !(error instanceof Error)) return error;
	const { code, path } = error as NodeJS.ErrnoException;
	switch (code) {
		case 'ENOSPC':
		case 'EDQUOT':
		case 'SQLITE_FULL':
		// PostgreSQL's
		case '53100':
			return new UserError('storage-full', {}, { cause: error });
		case 'EROFS':
			return new UserError('file-unwritable', { path: path ?? '', reason: error.message }, { cause: error });
		default:
			return error;
	}
}

/** Does what writes to the disk. @throws {UserError} `storage-full`, `file-unwritable`; else what `work` throws */
export async function storing<Result>(work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw storageRefusal(error);
	}
}
