const MOMENTARY = ['EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'ENOMEM'];

/** Whether a file could not be read for a reason that lies in the moment, not in the file: too many are open, above all. */
export function isMomentary(error: unknown): boolean {
	return error instanceof Error && 'code' in error && MOMENTARY.includes(String(error.code));
}

export function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
