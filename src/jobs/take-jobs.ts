import type * as BullMq from 'bullmq';
import type { Job as BullJob } from 'bullmq';
import { UserError } from '../errors.ts';
import type { RedisServer } from '../store/redis.ts';
import { nextNumber } from '../store/rising-number.ts';
import { type Cancellations, PREFIX } from './cancellations.ts';
import type { JobData, JobKind } from './jobs.ts';
import { toWire, type WireError } from './wire-error.ts';

/** How often a job may lose its worker; more, and the job is what kills them. */
const MAX_DEATHS = 2;

/** Why a job is stopped, besides that somebody wants it. */
const CLOSING = new Error('the worker is closing');
const LOST = new Error('the job was given to another worker');

/** What BullMQ says of a job that has told nothing. */
export const NO_PROGRESS = 0;

/** Of all kinds. */
const FENCING_TOKENS = `${PREFIX}:fencing-tokens`;

/** How a job ended without a result, as it is written down. */
export type Failure = { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly error: WireError };

export interface TakeOptions {
	readonly redis: RedisServer;
	readonly bullmq: typeof BullMq;
	readonly cancellations: Cancellations;
	/** Jobs taken at once. */
	readonly concurrency: number;
	/** A worker that gives no sign of life for so long has lost its jobs; others look for such jobs thrice in that time. */
	readonly lockMs: number;
	readonly onError: (error: unknown) => void;
}

export interface Takers {
	/** Begins to take jobs, or leaves them to others; those that it has are done all the same. */
	turn(isOn: boolean): void;
	/** Gives back what it has. */
	close(): Promise<void>;
}

/** Does jobs of a kind from their queue. */
export function takeJobs<Data extends JobData, Progress, Result>(
	kind: JobKind<Data, Progress, Result>,
	{ redis, bullmq, cancellations, concurrency, lockMs, onError }: TakeOptions,
): Takers {
	const running = new Map<string, AbortController>();
	let isClosing = false;

	const perform = async (job: BullJob, token = '') => {
		const { id = '' } = job;
		const stop = new AbortController();
		running.set(id, stop);
		const { signal } = stop;
		try {
			if (await cancellations.has(id)) throw new UserError('cancelled', {});
			// BullMQ may give out one more while it closes, such as one that was just given back.
			if (isClosing) stop.abort(CLOSING);
			const fencingToken = await nextNumber(redis, FENCING_TOKENS);
			signal.throwIfAborted();
			return await kind.perform(kind.data.parse(job.data), {
				signal,
				fencingToken,
				...(job.progress !== NO_PROGRESS && { progress: job.progress as Progress }),
				onProgress: (progress) => void job.updateProgress(progress as object).catch(onError),
				requireHeld: async () => {
					signal.throwIfAborted();
					if ((await job.extendLock(token, lockMs)) !== 1) throw LOST;
				},
			});
		} catch (error) {
			if (signal.reason === CLOSING) {
				await job.moveToWait(token);
				throw new bullmq.WaitingError();
			}
			const failure: Failure =
				signal.aborted || (error instanceof UserError && error.code === 'cancelled')
					? { kind: 'cancelled' }
					: { kind: 'failed', error: toWire(error) };
			throw new bullmq.UnrecoverableError(JSON.stringify(failure));
		} finally {
			running.delete(id);
		}
	};

	const worker = new bullmq.Worker(kind.name, perform, {
		connection: redis.client,
		prefix: PREFIX,
		autorun: false,
		concurrency,
		lockDuration: lockMs,
		// Redis takes whole milliseconds alone.
		stalledInterval: Math.ceil(lockMs / 3),
		maxStalledCount: MAX_DEATHS,
	});
	worker.on('error', onError);
	worker.on('lockRenewalFailed', (ids) => {
		for (const id of ids) running.get(id)?.abort(LOST);
	});
	const unhear = cancellations.hear((id) => running.get(id)?.abort(new UserError('cancelled', {})));

	return {
		turn(isOn) {
			if (!isOn) worker.pause(true).catch(onError);
			else if (worker.isPaused()) worker.resume();
			else if (!worker.isRunning()) worker.run().catch(onError);
		},
		async close() {
			unhear();
			isClosing = true;
			const closed = worker.close();
			for (const stop of running.values()) stop.abort(CLOSING);
			await closed;
		},
	};
}
