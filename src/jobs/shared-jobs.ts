import { randomUUID } from 'node:crypto';
import type * as BullMq from 'bullmq';
import type { Job as BullJob, Queue, QueueEvents } from 'bullmq';
import { UserError } from '../errors.ts';
import type { RedisServer } from '../store/redis.ts';
import { type Cancellations, openCancellations, PREFIX } from './cancellations.ts';
import type { Job, JobData, JobKind, Jobs, OpenJobs } from './jobs.ts';
import { SharedJob } from './shared-job.ts';
import { type Failure, NO_PROGRESS, type Takers, takeJobs } from './take-jobs.ts';
import { fromWire } from './wire-error.ts';

/** Between two looks at what events may have been missed, as while the server was away. */
const LOOK_MS = 2_000;

/** A worker that gives no sign of life for so long has lost its jobs; BullMQ gives one twice in that time. */
const LOCK_MS = 10_000;

/** How long the server may not know a job before it is handed in again: whoever had it has noticed the loss by then. */
const GONE_LOCKS = 4 / 3;

/** Events that were told before a process listened, as far as clocks may differ. */
const LISTEN_BACK_MS = 10_000;

/** How long, in seconds, and of how many jobs the end can be asked for. */
const REMEMBERED = { age: 600, count: 1_000 };

export interface ShareOptions {
	readonly redis: RedisServer;
	/** Jobs of a kind that this process does at once. */
	readonly concurrencyOf: (kind: string) => number;
	/** Asked again and again: whether this process is to take such jobs now. */
	readonly isNeeded?: (kind: string) => boolean;
	/** For tests: how long a worker keeps a job without a sign of life. */
	readonly lockMs?: number;
	readonly onError: (error: unknown) => void;
}

type Shared = Required<ShareOptions> & {
	readonly bullmq: typeof BullMq;
	readonly cancellations: Cancellations;
};

/** Opens queues that all processes with the same Redis server share. */
export async function shareJobs({
	isNeeded = () => true,
	lockMs = LOCK_MS,
	...options
}: ShareOptions): Promise<OpenJobs> {
	const bullmq = await import('bullmq');
	const cancellations = openCancellations(options.redis, options.onError);
	return (kind) => new SharedJobs(kind, { ...options, isNeeded, lockMs, bullmq, cancellations });
}

/**
 * Jobs in a queue on a Redis server, by BullMQ: every process hands them in and hears of them, and those that take them
 * do them. A classifier's job is one for all processes. What a dead worker had begun is begun again by another.
 */
class SharedJobs<Data extends JobData, Progress, Result> implements Jobs<Data, Progress, Result> {
	readonly #kind: JobKind<Data, Progress, Result>;
	readonly #shared: Shared;
	readonly #queue: Queue;
	readonly #events: QueueEvents;
	readonly #takers: Takers | undefined;
	/** That this process follows, by BullMQ's id. */
	readonly #jobs = new Map<string, SharedJob<Data, Progress, Result>>();
	/** Since when the server does not know them. */
	readonly #goneSince = new Map<string, number>();
	readonly #looking: NodeJS.Timeout;
	#isClosed = false;

	constructor(kind: JobKind<Data, Progress, Result>, shared: Shared) {
		this.#kind = kind;
		this.#shared = shared;
		const { redis, bullmq, concurrencyOf, onError } = shared;
		this.#queue = new bullmq.Queue(kind.name, { connection: redis.client, prefix: PREFIX });
		this.#queue.on('error', onError);
		this.#events = new bullmq.QueueEvents(kind.name, {
			connection: redis.connect(),
			prefix: PREFIX,
			lastEventId: `${Date.now() - LISTEN_BACK_MS}-0`,
		});
		this.#events.on('error', onError);
		this.#listen();
		const concurrency = concurrencyOf(kind.name);
		this.#takers = concurrency > 0 ? takeJobs(kind, { ...shared, concurrency }) : undefined;
		this.#look();
		this.#looking = setInterval(() => this.#look(), LOOK_MS).unref();
	}

	async requireFree(classifier: string): Promise<void> {
		const { mayWait, concurrency, refusals } = this.#kind;
		if (this.#isClosed) throw new UserError('engine-closed', {});
		this.#requireServer();
		if (await this.#queue.getDeduplicationJobId(classifier)) throw refusals.running();
		const { waiting = 0, active = 0 } = await this.#queue.getJobCounts('waiting', 'active');
		// Those that a free worker is about to take do not wait.
		const waits = waiting + active - Math.max(active, concurrency);
		if (waits >= mayWait) throw refusals.full(waits);
	}

	async start(data: Data): Promise<Job<Data, Progress, Result>> {
		await this.requireFree(data.classifier);
		const job = this.#follow(randomUUID(), data);
		const added = await this.#add(job);
		if (added.id !== job.id) {
			// Somebody was quicker.
			this.#jobs.delete(job.id);
			throw this.#kind.refusals.running();
		}
		await this.#lookAtWaiting();
		return job;
	}

	async get(classifier: string): Promise<Job<Data, Progress, Result> | undefined> {
		this.#requireServer();
		const id = await this.#queue.getDeduplicationJobId(classifier);
		if (!id) return undefined;
		const known = this.#jobs.get(id);
		if (known) return known;
		const found = await this.#queue.getJob(id);
		if (!found) return undefined;
		const job = this.#follow(id, this.#kind.data.parse(found.data));
		await this.#lookAt(job);
		return this.#jobs.get(id);
	}

	/** What this process was doing goes back into the queue, for others or its next start. */
	async close(): Promise<void> {
		this.#isClosed = true;
		clearInterval(this.#looking);
		await this.#takers?.close();
		for (const job of this.#jobs.values()) job.end({ kind: 'interrupted' });
		this.#jobs.clear();
		await Promise.allSettled([this.#events.close(), this.#queue.close()]);
	}

	/** Nobody waits for a server that is away. */
	#requireServer(): void {
		if (this.#shared.redis.client.status !== 'ready') throw new UserError('queue-unreachable', {});
	}

	#follow(id: string, data: Data): SharedJob<Data, Progress, Result> {
		const cancel = () => void this.#cancel(id).catch(this.#shared.onError);
		const job = new SharedJob<Data, Progress, Result>(id, data, cancel);
		this.#jobs.set(id, job);
		return job;
	}

	#add({ id, data }: SharedJob<Data, Progress, Result>): Promise<BullJob> {
		return this.#queue.add(this.#kind.name, data, {
			jobId: id,
			deduplication: { id: data.classifier },
			removeOnComplete: REMEMBERED,
			removeOnFail: REMEMBERED,
		});
	}

	/** One that waits is taken out; whoever is at it is told. */
	async #cancel(id: string): Promise<void> {
		await this.#shared.cancellations.cancel(id);
		await this.#queue.remove(id);
	}

	#listen(): void {
		const { onError } = this.#shared;
		const moved = () => void this.#lookAtWaiting().catch(onError);
		this.#events.on('active', ({ jobId }) => {
			this.#jobs.get(jobId)?.begin();
			moved();
		});
		this.#events.on('waiting', ({ jobId }) => this.#jobs.has(jobId) && moved());
		this.#events.on('progress', ({ jobId, data }) => this.#jobs.get(jobId)?.tell(data as Progress));
		this.#events.on('completed', ({ jobId, returnvalue }) => this.#finished(jobId, returnvalue));
		this.#events.on('failed', ({ jobId, failedReason }) => this.#failed(jobId, failedReason));
		this.#events.on('removed', ({ jobId }) => {
			this.#forget(jobId)?.end({ kind: 'cancelled' });
			moved();
		});
	}

	#finished(id: string, result: unknown): void {
		// JSON has no undefined.
		this.#forget(id)?.end({ kind: 'finished', result: (result ?? undefined) as Result });
	}

	#failed(id: string, reason: string): void {
		const failure = readFailure(reason);
		const job = this.#forget(id);
		if (failure.kind === 'cancelled') job?.end(failure);
		else job?.end({ kind: 'failed', error: fromWire(failure.error) });
	}

	/** Before the end is told, so that whoever hears of it can start the next one. */
	#forget(id: string): SharedJob<Data, Progress, Result> | undefined {
		const job = this.#jobs.get(id);
		this.#jobs.delete(id);
		this.#goneSince.delete(id);
		return job;
	}

	#look(): void {
		const { isNeeded, onError, redis } = this.#shared;
		this.#takers?.turn(isNeeded(this.#kind.name));
		if (redis.client.status !== 'ready') return;
		for (const job of this.#jobs.values()) this.#lookAt(job).catch(onError);
	}

	/** Makes good what events have not told. */
	async #lookAt(job: SharedJob<Data, Progress, Result>): Promise<void> {
		const { id } = job;
		const found = await this.#queue.getJob(id);
		if (!found) return this.#handInAgain(job);
		this.#goneSince.delete(id);
		switch (await found.getState()) {
			case 'completed':
				return this.#finished(id, (await this.#queue.getJob(id))?.returnvalue);
			case 'failed':
				return this.#failed(id, (await this.#queue.getJob(id))?.failedReason ?? '');
			case 'active':
				job.begin();
				if (job.state().progress === undefined && found.progress !== NO_PROGRESS)
					job.tell(found.progress as Progress);
				return;
			default:
				return this.#lookAtWaiting();
		}
	}

	/** A server that lost its data knows no jobs. */
	async #handInAgain(job: SharedJob<Data, Progress, Result>): Promise<void> {
		const since = this.#goneSince.get(job.id) ?? performance.now();
		this.#goneSince.set(job.id, since);
		if (performance.now() - since < GONE_LOCKS * this.#shared.lockMs || !this.#jobs.has(job.id)) return;
		this.#goneSince.delete(job.id);
		await this.#add(job);
	}

	/** How many are ahead of those that wait. */
	async #lookAtWaiting(): Promise<void> {
		const waiting = await this.#queue.getRanges(['waiting'], 0, -1, true);
		for (const [ahead, id] of waiting.entries()) this.#jobs.get(id)?.wait(ahead);
	}
}

/** What is not ours is BullMQ's: a job that lost its worker too often. */
function readFailure(reason: string): Failure {
	try {
		return JSON.parse(reason) as Failure;
	} catch {
		return { kind: 'failed', error: { message: reason } };
	}
}
