import type { Clock } from '../clock.ts';
import type { HostTurns } from './host-turns.ts';

const MAX_TRIES = 4;

/** Statuses that may be gone the next time; 522 and 524 are Cloudflare's time-outs. */
const TEMPORARY_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504, 522, 524]);

export function isTemporary(status: number): boolean {
	return TEMPORARY_STATUSES.has(status);
}

/** Something that may work when tried again: no connection, a time-out, a busy server. */
export class TemporaryFailure extends Error {
	override readonly name = 'TemporaryFailure';
	readonly status: number | undefined;
	/** What the server asked to wait. */
	readonly retryAfterMs: number | undefined;

	constructor(details: { readonly status?: number; readonly retryAfterMs?: number }, options?: ErrorOptions) {
		super(details.status === undefined ? 'no answer' : `status ${details.status}`, options);
		this.status = details.status;
		this.retryAfterMs = details.retryAfterMs;
	}
}

export interface HttpRetryOptions {
	readonly turns: HostTurns;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly signal?: AbortSignal;
}

/**
 * Asks a host when its turn comes, and again after a temporary failure: at least as long after as the server asked
 * (which then holds for everyone who asks that host), and never at once.
 * @throws {TemporaryFailure} the last one; {@link HostThrottled}; whatever else the attempt throws
 */
export async function withRetries<Result>(
	url: URL,
	attempt: () => Promise<Result>,
	{ turns, clock, random, signal }: HttpRetryOptions,
): Promise<Result> {
	for (let failures = 1; ; failures++) {
		try {
			return await turns.run(url, attempt, signal);
		} catch (error) {
			if (!(error instanceof TemporaryFailure)) throw error;
			if (error.retryAfterMs !== undefined) await turns.coolDown(url, error.retryAfterMs);
			if (failures === MAX_TRIES) throw error;
		}
		await clock.sleep(backoffMs(failures, random), signal);
	}
}

const BASE_MS = 1_000;
const CEILING_MS = 60_000;

/**
 * How long to wait before trying again: exponential, with full jitter, so that many waiting at once do not return at
 * once (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 * @param failures so far, from 1
 * @param random uniform in [0, 1)
 */
export function backoffMs(failures: number, random: () => number): number {
	return random() * Math.min(CEILING_MS, BASE_MS * 2 ** failures);
}
