import PQueue from 'p-queue';
import { UserError } from '../errors.ts';
import type {
	TrainingEnd,
	TrainingJob,
	TrainingOutcome,
	TrainingRequest,
	TrainingState,
} from './training.ts';
import type { TrainingProgress } from './training-progress.ts';

export type {
	CrawlWish,
	LeftOutLabel,
	TrainingEnd,
	TrainingJob,
	TrainingOutcome,
	TrainingRequest,
	TrainingState,
} from './training.ts';

/** Trainings under way at once: one keeps all cores that the bot can spare busy. */
const CONCURRENCY = 1;

/** Trainings that may wait. */
const QUEUE_LIMIT = 50;

/** Why a training is stopped: the process ends. */
const CLOSING = new Error('the trainings are closing');

export interface TrainerOptions {
	readonly signal: AbortSignal;
	readonly onProgress: (progress: TrainingProgress) => void;
}

/**
 * Does the training itself. It rejects soon after `signal` is aborted, whatever it was doing, having changed no model.
 */
export type Trainer = (request: TrainingRequest, options: TrainerOptions) => Promise<TrainingOutcome>;

/** Keeps other processes from training the same classifier. @throws {UserError} `training-running` */
export type TrainingLock = (request: TrainingRequest, signal: AbortSignal) => Promise<() => Promise<void>>;

export interface TrainingJobsOptions {
	readonly train: Trainer;
	readonly lock: TrainingLock;
}

/** The trainings of this process: one for each classifier, one at a time in all, the others in a queue. */
export class TrainingJobs {
	readonly #options: TrainingJobsOptions;
	readonly #queue = new PQueue({ concurrency: CONCURRENCY });
	/** By classifier, in the order in which they came. */
	readonly #jobs = new Map<string, Job>();
	#closed = false;

	constructor(options: TrainingJobsOptions) {
		this.#options = options;
	}

	/** What `start` would refuse. @throws {UserError} as `start` */
	requireFree(classifier: string): void {
		if (this.#closed) throw new UserError('engine-closed', {});
		if (this.#jobs.has(classifier)) throw new UserError('training-running', {});
		if (this.#queue.size >= QUEUE_LIMIT) throw new UserError('trainings-full', { waiting: this.#queue.size });
	}

	/** @throws {UserError} `training-running`, `trainings-full`, `engine-closed` */
	start(request: TrainingRequest): TrainingJob {
		this.requireFree(request.classifier);
		const job = new Job(request, () => this.#ahead(job));
		this.#jobs.set(request.classifier, job);
		job.run(this.#queue, this.#options, () => this.#jobs.delete(request.classifier));
		return job;
	}

	/** The training of a classifier that is under way or waits. */
	get(classifier: string): TrainingJob | undefined {
		return this.#jobs.get(classifier);
	}

	/** Stops all trainings; the models are as they were. */
	async close(): Promise<void> {
		this.#closed = true;
		const jobs = [...this.#jobs.values()];
		for (const job of jobs) job.stop(CLOSING);
		await Promise.all(jobs.map(({ ended }) => ended));
	}

	#ahead(job: Job): number {
		return [...this.#jobs.values()].indexOf(job);
	}
}

class Job implements TrainingJob {
	readonly request: TrainingRequest;
	readonly ended: Promise<TrainingEnd>;
	#isUnderWay = false;
	readonly #stop = new AbortController();
	readonly #ahead: () => number;
	#end: (end: TrainingEnd) => void = () => {};
	#progress: TrainingProgress | undefined;

	constructor(request: TrainingRequest, ahead: () => number) {
		this.request = request;
		this.#ahead = ahead;
		this.ended = new Promise((resolve) => {
			this.#end = resolve;
		});
	}

	state(): TrainingState {
		return this.#isUnderWay ? { progress: this.#progress } : { ahead: this.#ahead() };
	}

	cancel(): void {
		this.stop(new UserError('cancelled', {}));
	}

	stop(reason: Error): void {
		this.#stop.abort(reason);
	}

	/** @param forget called before the end is told, so that whoever hears of it can start the next one */
	run(queue: PQueue, options: TrainingJobsOptions, forget: () => void): void {
		const { signal } = this.#stop;
		// Aborted only while it waits, which takes it out of the queue; a training under way ends by itself.
		const waiting = new AbortController();
		const leave = () => waiting.abort();
		signal.addEventListener('abort', leave, { once: true });
		queue
			.add(
				() => {
					signal.removeEventListener('abort', leave);
					this.#isUnderWay = true;
					return this.#train(options);
				},
				{ signal: waiting.signal },
			)
			.then(
				// What is published is published, even if somebody wanted it stopped meanwhile.
				(outcome): TrainingEnd => ({ kind: 'finished', outcome }),
				(error: unknown): TrainingEnd => (signal.aborted ? this.#stopped() : { kind: 'failed', error }),
			)
			.then((end) => {
				forget();
				this.#end(end);
			});
	}

	async #train({ train, lock }: TrainingJobsOptions): Promise<TrainingOutcome> {
		const { signal } = this.#stop;
		const unlock = await lock(this.request, signal);
		try {
			return await train(this.request, {
				signal,
				onProgress: (progress) => {
					this.#progress = progress;
				},
			});
		} finally {
			await unlock();
		}
	}

	#stopped(): TrainingEnd {
		return { kind: this.#stop.signal.reason === CLOSING ? 'interrupted' : 'cancelled' };
	}
}
