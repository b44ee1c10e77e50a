import type { Job, JobData, JobEnd, JobState } from './jobs.ts';

/** What this process knows of a job that any process may be doing, by the events of its queue. */
export class SharedJob<Data extends JobData, Progress, Result> implements Job<Data, Progress, Result> {
	/** BullMQ's. */
	readonly id: string;
	readonly data: Data;
	readonly ended: Promise<JobEnd<Result>>;
	readonly cancel: () => void;
	readonly #listeners: ((progress: Progress) => void)[] = [];
	#ahead: number | undefined = 0;
	#progress: Progress | undefined;
	#resolve: (end: JobEnd<Result>) => void = () => {};

	constructor(id: string, data: Data, cancel: () => void) {
		this.id = id;
		this.data = data;
		this.cancel = cancel;
		this.ended = new Promise((resolve) => {
			this.#resolve = resolve;
		});
	}

	get isWaiting(): boolean {
		return this.#ahead !== undefined;
	}

	state(): JobState<Progress> {
		return {
			...(this.#ahead !== undefined && { ahead: this.#ahead }),
			...(this.#progress !== undefined && { progress: this.#progress }),
		};
	}

	onProgress(listener: (progress: Progress) => void): void {
		this.#listeners.push(listener);
	}

	begin(): void {
		this.#ahead = undefined;
	}

	wait(ahead: number): void {
		this.#ahead = ahead;
	}

	tell(progress: Progress): void {
		this.#progress = progress;
		for (const listener of this.#listeners) listener(progress);
	}

	end(end: JobEnd<Result>): void {
		this.#ahead = undefined;
		this.#resolve(end);
	}
}
