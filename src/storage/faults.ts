import { isUserError } from '../errors.ts';

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
