import PQueue from 'p-queue';
import { UserError } from '../errors.ts';
import type { Job, JobData, JobEnd, JobKind, JobState, Jobs, OpenJobs } from './jobs.ts';

/** Why a job is stopped: the process ends. */
const CLOSING = new Error('the jobs are closing');

/** No other process takes them over. */
const HELD = async () => {};

export const openLocalJobs: OpenJobs = (kind) => new LocalJobs(kind);

/** Jobs that are done in this process. */
export class LocalJobs<Data extends JobData, Progress, Result> implements Jobs<Data, Progress, Result> {
	readonly #kind: JobKind<Data, Progress, Result>;
	readonly #queue: PQueue;
	/** By classifier, in the order in which they came. */
	readonly #jobs = new Map<string, LocalJob<Data, Progress, Result>>();
	#isClosed = false;

	constructor(kind: JobKind<Data, Progress, Result>) {
		this.#kind = kind;
		this.#queue = new PQueue({ concurrency: kind.concurrency });
	}

	async requireFree(classifier: string): Promise<void> {
		this.#requireFree(classifier);
	}

	async start(data: Data): Promise<Job<Data, Progress, Result>> {
		const { classifier } = data;
		this.#requireFree(classifier);
		const job: LocalJob<Data, Progress, Result> = new LocalJob(data, this.#kind, this.#queue, {
			ahead: () => [...this.#jobs.values()].filter(({ isUnderWay }) => !isUnderWay).indexOf(job),
			// Before the end is told, so that whoever hears of it can start the next one.
			forget: () => this.#jobs.delete(classifier),
		});
		this.#jobs.set(classifier, job);
		return job;
	}

	async get(classifier: string): Promise<Job<Data, Progress, Result> | undefined> {
		return this.#jobs.get(classifier);
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		const jobs = [...this.#jobs.values()];
		for (const job of jobs) job.stop(CLOSING);
		await Promise.all(jobs.map(({ ended }) => ended));
	}

	#requireFree(classifier: string): void {
		const { mayWait, refusals } = this.#kind;
		if (this.#isClosed) throw new UserError('engine-closed', {});
		if (this.#jobs.has(classifier)) throw refusals.running();
		if (this.#queue.size >= mayWait) throw refusals.full(this.#queue.size);
	}
}

interface Line {
	/** How many wait before it. */
	readonly ahead: () => number;
	readonly forget: () => void;
}

class LocalJob<Data extends JobData, Progress, Result> implements Job<Data, Progress, Result> {
	readonly data: Data;
	readonly ended: Promise<JobEnd<Result>>;
	isUnderWay = false;
	readonly #ahead: () => number;
	readonly #stop = new AbortController();
	readonly #listeners: ((progress: Progress) => void)[] = [];
	#progress: Progress | undefined;

	constructor(data: Data, kind: JobKind<Data, Progress, Result>, queue: PQueue, { ahead, forget }: Line) {
		this.data = data;
		this.#ahead = ahead;
		this.ended = this.#run(kind, queue).finally(forget);
	}

	state(): JobState<Progress> {
		return {
			...(!this.isUnderWay && { ahead: Math.max(0, this.#ahead()) }),
			...(this.#progress !== undefined && { progress: this.#progress }),
		};
	}

	onProgress(listener: (progress: Progress) => void): void {
		this.#listeners.push(listener);
	}

	cancel(): void {
		this.stop(new UserError('cancelled', {}));
	}

	stop(reason: Error): void {
		this.#stop.abort(reason);
	}

	async #run(kind: JobKind<Data, Progress, Result>, queue: PQueue): Promise<JobEnd<Result>> {
		const { signal } = this.#stop;
		// Aborted only while it waits, which takes it out of the queue; one under way ends by itself.
		const waiting = new AbortController();
		const leave = () => waiting.abort();
		signal.addEventListener('abort', leave, { once: true });
		const perform = () => {
			signal.removeEventListener('abort', leave);
			this.isUnderWay = true;
			return kind.perform(this.data, {
				signal,
				onProgress: (progress) => this.#tell(progress),
				requireHeld: HELD,
			});
		};
		try {
			// What is done is done, even if somebody wanted it stopped meanwhile.
			return { kind: 'finished', result: await queue.add(perform, { signal: waiting.signal }) };
		} catch (error) {
			if (!signal.aborted) return { kind: 'failed', error };
			return { kind: signal.reason === CLOSING ? 'interrupted' : 'cancelled' };
		}
	}

	#tell(progress: Progress): void {
		this.#progress = progress;
		for (const listener of this.#listeners) listener(progress);
	}
}
