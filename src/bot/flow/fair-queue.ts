import { UserError } from '../../errors.ts';

export interface FairQueueLimits {
	/** Tasks that run at once. */
	readonly concurrency: number;
	/** Tasks that may wait, of one key and of all. */
	readonly waitingPerKey: number;
	readonly waiting: number;
}

interface Entry {
	readonly start: () => void;
}

/**
 * Runs tasks a few at a time, taking turns between keys (guilds): one that posts a thousand photos delays another's
 * single one by no more than the tasks that run already. Of one key, tasks start in the order they came.
 */
export class FairQueue {
	readonly #limits: FairQueueLimits;
	/** Waiting tasks by key. The keys' order is the order of turns: whoever had one goes to the end. */
	readonly #waiting = new Map<string, Entry[]>();
	#waitingCount = 0;
	#running = 0;

	constructor(limits: FairQueueLimits) {
		this.#limits = limits;
	}

	get waiting(): number {
		return this.#waitingCount;
	}

	get running(): number {
		return this.#running;
	}

	/** Whether so many more tasks of a key may wait. */
	hasRoom(key: string, tasks = 1): boolean {
		const ofKey = this.#waiting.get(key)?.length ?? 0;
		return ofKey + tasks <= this.#limits.waitingPerKey && this.#waitingCount + tasks <= this.#limits.waiting;
	}

	/**
	 * Resolves as the task does.
	 * @param signal takes the task out of the queue; one that runs already minds the signal itself
	 * @throws {UserError} `engine-busy` when there is no room; the signal's reason when it aborts first.
	 */
	run<Result>(key: string, task: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
		if (signal?.aborted) return Promise.reject(signal.reason);
		if (this.#running >= this.#limits.concurrency && !this.hasRoom(key)) {
			return Promise.reject(new UserError('engine-busy', { waiting: this.#waitingCount }));
		}
		return new Promise((resolve, reject) => {
			const entry: Entry = {
				start: () => {
					signal?.removeEventListener('abort', leave);
					this.#running += 1;
					task()
						.then(resolve, reject)
						.finally(() => {
							this.#running -= 1;
							this.#startNext();
						});
				},
			};
			const leave = () => {
				this.#remove(key, entry);
				reject(signal?.reason);
			};
			signal?.addEventListener('abort', leave, { once: true });
			this.#add(key, entry);
			this.#startNext();
		});
	}

	#add(key: string, entry: Entry): void {
		const entries = this.#waiting.get(key);
		if (entries) entries.push(entry);
		else this.#waiting.set(key, [entry]);
		this.#waitingCount += 1;
	}

	#remove(key: string, entry: Entry): void {
		const entries = this.#waiting.get(key) ?? [];
		const position = entries.indexOf(entry);
		if (position < 0) return;
		entries.splice(position, 1);
		this.#waitingCount -= 1;
		if (entries.length === 0) this.#waiting.delete(key);
	}

	#startNext(): void {
		while (this.#running < this.#limits.concurrency) {
			const next = this.#waiting.entries().next();
			if (next.done) return;
			const [key, entries] = next.value;
			const entry = entries.shift();
			this.#waiting.delete(key);
			if (entries.length > 0) this.#waiting.set(key, entries);
			this.#waitingCount -= 1;
			entry?.start();
		}
	}
}
