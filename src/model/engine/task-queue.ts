import PQueue from 'p-queue';
import { UserError } from '../../errors.ts';

/** Work that has begun. */
export interface Turn<Result> {
	readonly result: Promise<Result>;
	/** Resolved when the next may begin, which may be later than the result. */
	readonly free: Promise<void>;
}

export interface TurnOptions {
	readonly signal?: AbortSignal;
	/** Those with more go first. */
	readonly priority: number;
}

/** Lets work begin in turn, so many at a time. */
export class TaskQueue {
	readonly #queue: PQueue;

	constructor(concurrency: number) {
		this.#queue = new PQueue({ concurrency });
	}

	get running(): number {
		return this.#queue.pending;
	}

	waiting(priority?: number): number {
		return priority === undefined ? this.#queue.size : this.#queue.sizeBy({ priority });
	}

	/**
	 * Begins when there is room. The place is taken until it is free again, whoever waits for the result.
	 * @throws {UserError} `cancelled`, at once; what waits then leaves the queue, and what has begun is let finish
	 */
	take<Result>(begin: () => Turn<Result>, { signal, priority }: TurnOptions): Promise<Result> {
		return new Promise<Result>((resolve, reject) => {
			const waiting = new AbortController();
			const leave = () => waiting.abort();
			const cancel = () => reject(new UserError('cancelled', {}));
			signal?.addEventListener('abort', leave, { once: true });
			signal?.addEventListener('abort', cancel, { once: true });
			const work = async () => {
				signal?.removeEventListener('abort', leave);
				const { result, free } = begin();
				result.then(resolve, reject);
				await free;
				signal?.removeEventListener('abort', cancel);
			};
			this.#queue.add(work, { signal: waiting.signal, priority }).catch(reject);
		});
	}

	onIdle(): Promise<void> {
		return this.#queue.onIdle();
	}
}
