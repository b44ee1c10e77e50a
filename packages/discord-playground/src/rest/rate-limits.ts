import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';

interface Limit {
	readonly requests: number;
	readonly perMs: number;
}

/** Of the routes with a limit of their own that bots meet; the rest have a generous one. */
const ROUTE_LIMITS: Readonly<Record<string, Limit>> = {
	'POST /channels/:id/messages': { requests: 5, perMs: 5_000 },
	'PATCH /channels/:id/messages/:id': { requests: 5, perMs: 5_000 },
	'DELETE /channels/:id/messages/:id': { requests: 5, perMs: 1_000 },
	'POST /channels/:id/typing': { requests: 5, perMs: 5_000 },
	'PUT /channels/:id/messages/:id/reactions/:reaction': { requests: 1, perMs: 250 },
	'POST /webhooks/:id/:token': { requests: 5, perMs: 2_000 },
	'PATCH /webhooks/:id/:token/messages/:id': { requests: 5, perMs: 2_000 },
};
const DEFAULT_LIMIT: Limit = { requests: 50, perMs: 1_000 };
const GLOBAL_LIMIT: Limit = { requests: 50, perMs: 1_000 };

interface Window {
	startedAt: number;
	used: number;
}

interface Allowance {
	readonly headers: Readonly<Record<string, string>>;
	/** The answer to a request that is not let through. */
	readonly refusal?: Response;
}

/** Discord's buckets: one for each route and top-level resource, and one for everything. */
export class RateLimits {
	readonly #clock: Clock;
	readonly #isEnforced: boolean;
	readonly #windows = new Map<string, Window>();

	constructor(clock: Clock, { enforced }: { readonly enforced: boolean }) {
		this.#clock = clock;
		this.#isEnforced = enforced;
	}

	/** Counts a request. */
	take(method: string, path: string): Allowance {
		const { route, resource } = routeOf(method, path);
		const limit = ROUTE_LIMITS[route] ?? DEFAULT_LIMIT;
		const bucket = createHash('sha1').update(route).digest('hex').slice(0, 32);
		if (!this.#isEnforced) {
			// Never exhausted: clients that hold back at 0 remaining are not to be slowed down.
			return { headers: this.#headers(limit, bucket, limit.requests - 1, limit.perMs) };
		}
		// Interactions are outside the global limit.
		if (!/^\/(interactions|webhooks)\//.test(path)) {
			const overall = this.#use('global', GLOBAL_LIMIT);
			if (overall.retryAfterMs !== null)
				return { headers: {}, refusal: rateLimited(overall.retryAfterMs, 'global') };
		}
		const { remaining, resetMs, retryAfterMs } = this.#use(`${bucket}:${resource}`, limit);
		const headers = this.#headers(limit, bucket, remaining, resetMs);
		return retryAfterMs === null
			? { headers }
			: { headers, refusal: rateLimited(retryAfterMs, 'user', headers) };
	}

	#use(key: string, limit: Limit) {
		const now = this.#clock.now();
		let window = this.#windows.get(key);
		if (!window || now - window.startedAt >= limit.perMs) {
			window = { startedAt: now, used: 0 };
			this.#windows.set(key, window);
		}
		const resetMs = window.startedAt + limit.perMs - now;
		if (window.used >= limit.requests) return { remaining: 0, resetMs, retryAfterMs: resetMs };
		window.used += 1;
		return { remaining: limit.requests - window.used, resetMs, retryAfterMs: null };
	}

	#headers(limit: Limit, bucket: string, remaining: number, resetMs: number): Record<string, string> {
		return {
			'X-RateLimit-Limit': String(limit.requests),
			'X-RateLimit-Remaining': String(remaining),
			'X-RateLimit-Reset': ((this.#clock.now() + resetMs) / 1000).toFixed(3),
			'X-RateLimit-Reset-After': (resetMs / 1000).toFixed(3),
			'X-RateLimit-Bucket': bucket,
		};
	}
}

/** The route with its ids taken out, and the top-level resource (channel, guild or webhook) it is about. */
function routeOf(method: string, path: string): { route: string; resource: string } {
	const resource = /^\/(?:channels|guilds|webhooks)\/(\d+(?:\/[A-Za-z0-9_-]{60,})?)/.exec(path)?.[1] ?? '';
	const route = path
		.replace(/\/reactions\/.*/, '/reactions/:reaction')
		.replace(/\/\d{15,}/g, '/:id')
		.replace(/\/[A-Za-z0-9_-]{60,}/, '/:token')
		.replace('/@original', '/:id');
	return { route: `${method} ${route}`, resource };
}

/** Discord's 429, by whatever limit. `Retry-After` keeps its fraction, or every test of a limit would last a second. */
export function rateLimited(
	retryAfterMs: number,
	scope: 'user' | 'global' | 'shared',
	headers: Readonly<Record<string, string>> = {},
): Response {
	const seconds = retryAfterMs / 1000;
	return Response.json(
		{
			message: scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
			retry_after: seconds,
			global: scope === 'global',
		},
		{
			status: 429,
			headers: {
				...headers,
				'Retry-After': String(seconds),
				'X-RateLimit-Scope': scope,
				'X-RateLimit-Reset-After': seconds.toFixed(3),
				...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
				Via: '1.1 google',
			},
		},
	);
}
