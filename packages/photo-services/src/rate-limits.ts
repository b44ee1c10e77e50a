import type { ServiceName } from './faults.ts';

interface Limit {
	readonly requests: number;
	readonly seconds: number;
}

/** What services allow to those who name a contact and have no account. */
const DOCUMENTED: Readonly<Record<ServiceName, readonly Limit[]>> = {
	inaturalist: [{ requests: 100, seconds: 60 }],
	commons: [{ requests: 200, seconds: 60 }],
	openverse: [
		{ requests: 20, seconds: 60 },
		{ requests: 200, seconds: 86_400 },
	],
	flickr: [{ requests: 3_600, seconds: 3_600 }],
	photos: [],
};

/** Counts requests in windows that begin with the first of them. */
export class RateLimits {
	readonly #now: () => number;
	readonly #windows = new Map<string, { readonly ends: number; count: number }>();

	constructor(now: () => number) {
		this.#now = now;
	}

	/** Seconds to wait before a request is let through; 0 when it is. */
	count(service: ServiceName): number {
		const now = this.#now();
		const waits = DOCUMENTED[service].map(({ requests, seconds }) => {
			const name = `${service} ${seconds}`;
			let window = this.#windows.get(name);
			if (!window || window.ends <= now) {
				window = { ends: now + seconds * 1000, count: 0 };
				this.#windows.set(name, window);
			}
			window.count += 1;
			return window.count > requests ? Math.ceil((window.ends - now) / 1000) : 0;
		});
		return Math.max(0, ...waits);
	}
}
