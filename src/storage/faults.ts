import { isUserError } from '../errors.ts';

const MOMENTARY = ['EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'ENOMEM'];

/** Whether files could not be had for a reason that lies in the way to them, and not in the files: it may be over in a moment. */
export function isStorageFault(error: unknown): boolean {
	return isUserError(
		error,
		'storage-unreachable',
		'storage-forbidden',
		'storage-keys-refused',
		'storage-bucket-missing',
		'storage-region-wrong',
	);
}

/** Whether a file could not be read for a reason that lies in the moment, not in the file: too many are open, above all. */
export function isMomentary(error: unknown): boolean {
	return error instanceof Error && 'code' in error && MOMENTARY.includes(String(error.code));
}

export function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
