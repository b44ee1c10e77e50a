import type { Agent, Response } from 'undici';
import { fetch } from 'undici';
import type { Clock } from '../clock.ts';
import { isTemporary, type RetryOptions, TemporaryFailure, withRetries } from '../politeness/retry.ts';
import { parseRetryAfter } from '../politeness/retry-after.ts';
import type { Turns } from '../politeness/turns.ts';
import { AddressRefused } from './guarded-agent.ts';

/** What every request of the crawler has in common. */
export interface Http {
	readonly agent: Agent;
	readonly userAgent: string;
	readonly turns: Turns;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
}

export interface RequestOptions {
	readonly accept: string;
	/** For one attempt, from connecting to the last byte. */
	readonly deadlineMs: number;
	readonly signal?: AbortSignal;
}

/**
 * Asks for something politely, again after temporary failures, and reads the answer. Redirects are handed over like any
 * other answer.
 * @param read what to make of an answer; may throw {@link TemporaryFailure}
 * @throws {TemporaryFailure} {@link HostThrottled} {@link AddressRefused}; what `read` throws; the signal's reason
 */
export function request<Result>(
	http: Http,
	url: URL,
	options: RequestOptions,
	read: (response: Response) => Promise<Result>,
): Promise<Result> {
	const retries: RetryOptions = { ...http, signal: options.signal };
	return withRetries(url, () => attempt(http, url, options, read), retries);
}

async function attempt<Result>(
	http: Http,
	url: URL,
	{ accept, deadlineMs, signal }: RequestOptions,
	read: (response: Response) => Promise<Result>,
): Promise<Result> {
	const deadline = AbortSignal.timeout(deadlineMs);
	try {
		const response = await fetch(url, {
			dispatcher: http.agent,
			redirect: 'manual',
			headers: { 'user-agent': http.userAgent, accept },
			signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
		});
		if (isTemporary(response.status)) {
			await response.body?.cancel();
			throw temporaryFailure(response, http.clock);
		}
		return await read(response);
	} catch (error) {
		signal?.throwIfAborted();
		if (deadline.aborted) throw new TemporaryFailure({}, { cause: error });
		// What `fetch` itself throws, for whatever reason: before the answer, or in the middle of its body.
		if (!(error instanceof TypeError)) throw error;
		if (error.cause instanceof AddressRefused) throw error.cause;
		throw new TemporaryFailure({}, { cause: error });
	}
}

/** The failure that a temporary answer stands for, with what it asks to wait. */
export function temporaryFailure(response: Response, clock: Clock): TemporaryFailure {
	const retryAfter = response.headers.get('retry-after') ?? undefined;
	return new TemporaryFailure({
		status: response.status,
		retryAfterMs: parseRetryAfter(retryAfter, clock.now()),
	});
}
