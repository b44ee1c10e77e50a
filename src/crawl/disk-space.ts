import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/** What is left to the database, the models and everything else on the disk. */
const LEAST_FREE_BYTES = 1e9;

/**
 * Makes sure that photos do not take the last room on a disk.
 * @param folder that they go to; need not be there yet
 * @throws {UserError} `disk-full`
 */
export async function requireDiskSpace(folder: string, least = LEAST_FREE_BYTES): Promise<void> {
	const { bavail, bsize } = await statOf(folder);
	const free = bavail * bsize;
	if (free < least) throw new UserError('disk-full', { free, needed: least });
}

async function statOf(folder: string): Promise<StatsFs> {
	try {
		return await statfs(folder);
	} catch (error) {
		const parent = dirname(folder);
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error;
		return statOf(parent);
	}
}
