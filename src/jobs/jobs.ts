import type { z } from 'zod';
import type { UserError } from '../errors.ts';

/** What a job is about: plain JSON, so that it can be written down, and done by another process. */
export interface JobData {
	readonly classifier: string;
}

/** How far a job is. */
export interface JobState<Progress> {
	/** Jobs that wait before it; undefined once it is under way. */
	readonly ahead?: number;
	/** What it told last. */
	readonly progress?: Progress;
}

/** `interrupted`: the process ends; what was done is kept, and another job of the same data goes on from there. */
export type JobEnd<Result> =
	| { readonly kind: 'finished'; readonly result: Result }
	| { readonly kind: 'cancelled' | 'interrupted' }
	| { readonly kind: 'failed'; readonly error: unknown };

export interface Job<Data extends JobData, Progress, Result> {
	readonly data: Data;
	state(): JobState<Progress>;
	/** Hears how far it is, from now on. */
	onProgress(listener: (progress: Progress) => void): void;
	/** Never rejects. */
	readonly ended: Promise<JobEnd<Result>>;
	/** Asks it to stop; `ended` tells when it has. */
	cancel(): void;
}

/**
 * Jobs of one kind: one at a time for each classifier, few at a time in all, the others in a queue. Everything a caller
 * learns of a job comes as an event or a promise, so that the work may be done elsewhere: `LocalJobs` does it in this
 * process, `SharedJobs` in those that share a Redis server; whatever else is to stand in passes the tests in `test/jobs/contract.ts`.
 */
export interface Jobs<Data extends JobData, Progress, Result> {
	/** What `start` would refuse. @throws {UserError} as `start` */
	requireFree(classifier: string): Promise<void>;
	/** @throws {UserError} `engine-closed`, `queue-unreachable`, and as the kind refuses */
	start(data: Data): Promise<Job<Data, Progress, Result>>;
	/** The job of a classifier that is under way or waits. @throws {UserError} `queue-unreachable` */
	get(classifier: string): Promise<Job<Data, Progress, Result> | undefined>;
	/** Interrupts all jobs, and takes no more. */
	close(): Promise<void>;
}

export interface JobTools<Progress> {
	readonly signal: AbortSignal;
	readonly onProgress: (progress: Progress) => void;
	/** What was told last before another worker lost the job. */
	readonly progress?: Progress;
	/**
	 * To be asked right before something is changed for good: rejects when the job has been given to another worker since,
	 * as happens to a process that stood still for long.
	 */
	readonly requireHeld: () => Promise<void>;
	/**
	 * Larger than that of any worker that had the job before, to be written with what is changed and compared with what
	 * is written there; absent where no other process could have it.
	 */
	readonly fencingToken?: number;
}

/** What is done, and how much of it at once. */
export interface JobKind<Data extends JobData, Progress, Result> {
	readonly name: string;
	/** Progress and result are plain JSON, too. */
	readonly data: z.ZodType<Data>;
	/** Jobs under way at once. */
	readonly concurrency: number;
	/** Jobs that may wait. */
	readonly mayWait: number;
	/** Why a job is not taken. */
	readonly refusals: {
		/** There is one for this classifier. */
		readonly running: () => UserError;
		readonly full: (waiting: number) => UserError;
	};
	/**
	 * May be done once more where a worker died in the middle of it. Rejects soon after the signal is aborted,
	 * unless it is done all the same.
	 */
	perform(data: Data, tools: JobTools<Progress>): Promise<Result>;
}

/** Opens the queue of a kind of jobs. */
export type OpenJobs = <Data extends JobData, Progress, Result>(
	kind: JobKind<Data, Progress, Result>,
) => Jobs<Data, Progress, Result>;
