import { type Agent, fetch, type Response } from 'undici';
import type { Clock } from '../clock.ts';
import type { HostTurns } from '../politeness/host-turns.ts';
import { type HttpRetryOptions, isTemporary, TemporaryFailure, withRetries } from '../politeness/retry.ts';
import { AddressRefused } from './guarded-agent.ts';

/** What every request of the crawler has in common. */
export interface Http {
	readonly agent: Agent;
	readonly userAgent: string;
	readonly turns: HostTurns;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
}

export interface RequestOptions {
	readonly accept: string;
	/** Further ones, asked for anew with each attempt. */
	readonly headers?: () => Promise<Readonly<Record<string, string>>>;
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
	const retries: HttpRetryOptions = { ...http, signal: options.signal };
	return withRetries(url, () => attempt(http, url, options, read), retries);
}

async function attempt<Result>(
	http: Http,
	url: URL,
	{ accept, headers, deadlineMs, signal }: RequestOptions,
	read: (response: Response) => Promise<Result>,
): Promise<Result> {
	const deadline = AbortSignal.timeout(deadlineMs);
	try {
		const response = await fetch(url, {
			dispatcher: http.agent,
			redirect: 'manual',
			headers: { ...(await headers?.()), 'user-agent': http.userAgent, accept },
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

/** An IMF-fixdate or one of the two obsolete forms that RFC 9110, 5.6.7, wants understood; never `Date`'s own guesses. */
const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i;

/**
 * How long a `Retry-After` header (RFC 9110, 10.2.3) asks to wait, in milliseconds from now: whole seconds, or a date.
 * Undefined when there is none or it makes no sense.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
	const text = value?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	if (!HTTP_DATE.test(text)) return undefined;
	// Of the three forms only asctime's states no zone; all three mean GMT.
	const date = Date.parse(/gmt$/i.test(text) ? text : `${text} GMT`);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
