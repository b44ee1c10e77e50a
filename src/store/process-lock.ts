import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** A holder that gives no sign of life for so long is dead, wherever it lived. */
const STALE_MS = 10_000;

/** The same of one that is certainly dead: the least that proper-lockfile takes. */
const STALE_DEAD_MS = 2_000;

/** Between two looks at the lock of a holder that is certainly dead, until it counts as stale. */
const LOOK_AGAIN_MS = 500;

const holderSchema = z.object({ processId: z.int(), host: z.string() });
export type Holder = Readonly<z.infer<typeof holderSchema>>;

export interface ProcessLockOptions {
	/** Made if it is not there. */
	readonly folder: string;
	/** Of the lock, `<name>.lock`, and of the file beside it that says who holds it, `<name>.json`. */
	readonly name: string;
	/** What to throw while another process holds it; `process` is `1234 on host`. */
	readonly refusal: (process: string) => Error;
	/** Its reason is thrown. */
	readonly signal?: AbortSignal;
	/** A holder on another machine may have died a moment ago, which shows after a while: wait for that. */
	readonly waitForStrangers?: boolean;
}

/**
 * Makes sure that one process at a time does something. The lock of a process that was killed here is free again after two
 * seconds, of one that may live on another machine after ten.
 * @returns frees it
 */
export async function lockForProcess(options: ProcessLockOptions): Promise<() => Promise<void>> {
	const file = join(options.folder, `${options.name}.json`);
	await mkdir(options.folder, { recursive: true });
	const release = await acquire(file, join(options.folder, `${options.name}.lock`), options);
	await writeFile(file, JSON.stringify({ processId: process.pid, host: hostname() } satisfies Holder));
	return async () => {
		await rm(file, { force: true });
		await release().catch(() => {});
	};
}

async function acquire(
	file: string,
	lockfilePath: string,
	{ refusal, signal, waitForStrangers = false }: ProcessLockOptions,
): Promise<() => Promise<void>> {
	const { lock } = await import('proper-lockfile');
	const started = performance.now();
	let stale = STALE_MS;
	for (;;) {
		signal?.throwIfAborted();
		try {
			return await lock(file, {
				lockfilePath,
				realpath: false,
				stale,
				// Taken over by another process, after this one was asleep for long: what is locked bears two writers.
				onCompromised: () => {},
			});
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error;
			const holder = await readHolder(file);
			const isCertainlyDead = holder !== undefined && isDead(holder);
			const waits = waitForStrangers && performance.now() - started < STALE_MS;
			if (holder && !isCertainlyDead && !(waits && holder.host !== hostname()))
				throw refusal(`${holder.processId} on ${holder.host}`);
			const wasStale = stale;
			stale = isCertainlyDead ? STALE_DEAD_MS : STALE_MS;
			if (stale < wasStale) continue;
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

/** Whether a process is certainly no more: one that lived here, and is not there. */
export function isDead({ processId, host }: Holder): boolean {
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
