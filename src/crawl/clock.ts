import { setTimeout as delay } from 'node:timers/promises';

/** Time as the crawler sees it, so that tests need not wait for it. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Rejects with the signal's reason as soon as it aborts. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
	now: Date.now,
	async sleep(ms, signal) {
		try {
			await delay(ms, undefined, { signal });
		} catch (error) {
			signal?.throwIfAborted();
			throw error;
		}
	},
};
