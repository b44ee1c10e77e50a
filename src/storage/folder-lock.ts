import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a killed process held is free again after so long; a change takes milliseconds. */
const STALE_MS = 5_000;

/** Long enough to outlast a lock that a killed process left. */
const RETRIES = { retries: 60, factor: 1.3, minTimeout: 15, maxTimeout: 500, randomize: true };

/**
 * Does something to a folder that no other process may do at the same time. Whoever only reads need not wait.
 * @param work is given a check to make right before it changes anything: it throws when the lock was lost, as happens to
 * a process that stood still for long
 */
export async function withFolderLock<Result>(
	folder: string,
	work: (assertHeld: () => void) => Promise<Result>,
): Promise<Result> {
	await mkdir(folder, { recursive: true });
	let lost: Error | undefined;
	const { lock } = await import('proper-lockfile');
	const release = await lock(folder, {
		lockfilePath: join(folder, '.lock'),
		realpath: false,
		stale: STALE_MS,
		retries: RETRIES,
		onCompromised: (error) => {
			lost = error;
		},
	});
	try {
		return await work(() => {
			if (lost) throw lost;
		});
	} finally {
		// A lock that was lost has been released; one that cannot be taken away grows stale.
		await release().catch(() => {});
	}
}
