import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { TrainingLock } from './jobs.ts';

/** A holder that gives no sign of life for so long is dead, wherever it lived. */
const STALE_MS = 10_000;

/** Between two looks at the lock of a holder that is certainly dead, until it counts as stale. */
const LOOK_AGAIN_MS = 500;

const holderSchema = z.object({ processId: z.int(), host: z.string() });
type Holder = z.infer<typeof holderSchema>;

/**
 * Lets one process at a time train a classifier: `<data>/training/<classifier>.lock`, with a file beside it that says
 * who holds it. The lock of a process that was killed is free again after some seconds.
 */
export function trainingLock(dataFolder: string): TrainingLock {
	return async ({ classifier }, signal) => {
		const folder = join(dataFolder, 'training');
		const file = join(folder, `${classifier}.json`);
		await mkdir(folder, { recursive: true });
		const release = await acquire(file, join(folder, `${classifier}.lock`), signal);
		await writeFile(file, JSON.stringify({ processId: process.pid, host: hostname() } satisfies Holder));
		return async () => {
			await rm(file, { force: true });
			await release().catch(() => {});
		};
	};
}

/** @throws {UserError} `training-running` */
async function acquire(
	file: string,
	lockfilePath: string,
	signal: AbortSignal,
): Promise<() => Promise<void>> {
	for (;;) {
		if (signal.aborted) throw new UserError('cancelled', {});
		try {
			return await lock(file, {
				lockfilePath,
				realpath: false,
				stale: STALE_MS,
				// Taken over by another process, after this one was asleep for long: the registry bears two writers.
				onCompromised: () => {},
			});
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error;
			const holder = await readHolder(file);
			if (holder && !isDead(holder))
				throw new UserError('training-running', { process: `${holder.processId} on ${holder.host}` });
		}
		await delay(LOOK_AGAIN_MS);
	}
}

/** Undefined for an instant after a lock is taken, or when the holder died in that instant. */
async function readHolder(file: string): Promise<Holder | undefined> {
	try {
		return holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
	} catch {
		return undefined;
	}
}

function isDead({ processId, host }: Holder): boolean {
	if (host !== hostname()) return false;
	// A process of this number that is not us: in a container, every one is number 1.
	if (processId === process.pid) return true;
	try {
		process.kill(processId, 0);
		return false;
	} catch (error) {
		return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
	}
}
