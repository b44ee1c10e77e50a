import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { Feed } from './event-feed.ts';
import type { RestCall } from './rest/call-recorder.ts';

/** Which calls are meant; what is left out does not matter. */
export interface CallPattern {
	readonly method?: string;
	/** All of it, without `/api/v10`, or what it matches. */
	readonly path?: string | RegExp;
	readonly status?: number;
	/** Part of the JSON body: these fields with these values, to any depth; lists as they are. */
	readonly body?: object;
}

/** Invalid forms, empty messages, files and requests that are too large, invalid JSON. */
const VIOLATIONS: readonly unknown[] = [50035, 50006, 50045, 40005, 50109];

/** What the bot calls from now on, and what a test has to say about it. */
export function startRecord(feed: Feed) {
	const calls: RestCall[] = [];
	const keep = (call: RestCall) => void calls.push(call);
	feed.on('call', keep);
	const matching = (pattern: CallPattern) => calls.filter((call) => fits(call, pattern));
	return {
		calls: calls as readonly RestCall[],
		/** Calls whose body breaks a limit that Discord documents; faults that were injected are none. */
		get violations() {
			return calls.filter(({ fault, response }) => fault === null && VIOLATIONS.includes(codeOf(response)));
		},
		matching,
		/** The first such call. @throws {AssertionError} that lists what the bot called instead */
		expectCall(pattern: CallPattern): RestCall {
			const [found] = matching(pattern);
			return found ?? fail(`the bot did not call ${describe(pattern)}, but`, calls);
		},
		/** @throws {AssertionError} when there was one */
		expectNoCall(pattern: CallPattern): void {
			const found = matching(pattern);
			if (found.length > 0) fail(`the bot called ${describe(pattern)}:`, found);
		},
		/** @throws {AssertionError} with the bodies, and with what is wrong in them */
		expectNoViolation(): void {
			if (this.violations.length === 0) return;
			const details = this.violations.map(({ body, response }) => JSON.stringify({ body, response }));
			fail(`the bot broke limits of Discord's:\n${details.join('\n')}`, this.violations);
		},
		/** Forgets what was called so far. */
		clear() {
			calls.length = 0;
		},
		stop: () => void feed.off('call', keep),
	};
}
export type BotRecord = Readonly<ReturnType<typeof startRecord>>;

function fits(call: RestCall, { method, path, status, body }: CallPattern): boolean {
	if (method !== undefined && method !== call.method) return false;
	if (typeof path === 'string' && path !== call.path) return false;
	if (path instanceof RegExp && !path.test(call.path)) return false;
	if (status !== undefined && status !== call.status) return false;
	return body === undefined || includes(call.body, body);
}

function includes(actual: unknown, part: unknown): boolean {
	if (typeof part !== 'object' || part === null || Array.isArray(part))
		return isDeepStrictEqual(actual, part);
	if (typeof actual !== 'object' || actual === null) return false;
	return Object.entries(part).every(([name, value]) => includes(Reflect.get(actual, name), value));
}

function codeOf(response: unknown): unknown {
	return typeof response === 'object' && response !== null ? Reflect.get(response, 'code') : undefined;
}

function describe(pattern: CallPattern): string {
	return Object.values(pattern)
		.map((value) => (value instanceof RegExp ? String(value) : JSON.stringify(value)))
		.join(' ');
}

function fail(message: string, calls: readonly RestCall[]): never {
	const lines = calls.map(({ method, path, status }) => `  ${method} ${path} → ${status}`);
	throw new AssertionError({ message: [message, ...(lines.length > 0 ? lines : ['  nothing'])].join('\n') });
}
