import { setTimeout as delay } from 'node:timers/promises';
import type { RedisServer } from './redis.ts';

/** So that those who wait for the same turn do not all ask at once. */
const JITTER_MS = 100;

/** Resolves when it is the caller's turn; rejects with the signal's reason. */
export type Turns = (name: string, signal: AbortSignal) => Promise<void>;

/** Turns that all processes take together: one of each name within so many milliseconds. While Redis is away nobody has one. */
export function takeTurns({ client }: RedisServer, prefix: string, everyMs: number): Turns {
	return async (name, signal) => {
		const key = `${prefix}:${name}`;
		for (;;) {
			signal.throwIfAborted();
			if (await unlessAborted(client.set(key, process.pid, 'PX', everyMs, 'NX'), signal)) return;
			const left = await unlessAborted(client.pttl(key), signal);
			await delay(Math.max(0, left) + Math.random() * JITTER_MS, undefined, { signal });
		}
	};
}

/** What is asked of a server that is away is answered only when it is back. */
async function unlessAborted<Result>(answer: Promise<Result>, signal: AbortSignal): Promise<Result> {
	let abort = () => {};
	const aborted = new Promise<never>((_, reject) => {
		abort = () => reject(signal.reason);
		signal.addEventListener('abort', abort, { once: true });
	});
	try {
		return await Promise.race([answer, aborted]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}
