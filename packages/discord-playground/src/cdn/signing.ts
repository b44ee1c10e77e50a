import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** Signs attachment addresses as Discord's CDN does: expiry, issue and signature in `ex`, `is` and `hm`. */
export interface UrlSigner {
	/** Where the playground listens; known once it does. */
	origin: string;
	/** `salt` is signed along: changing it makes addresses given out so far invalid. */
	sign(path: string, salt: string): string;
	verify(path: string, salt: string, query: URLSearchParams): boolean;
}

export function createSigner(options: {
	readonly clock: Clock;
	readonly secret: string;
	readonly lifetimeMs: number;
}): UrlSigner {
	function signature(path: string, salt: string, expires: string, issued: string): string {
		return createHmac('sha256', options.secret)
			.update([path, salt, expires, issued].join('\n'))
			.digest('hex');
	}

	return {
		origin: '',
		sign(path, salt) {
			const now = options.clock.now();
			const issued = Math.floor(now / 1000).toString(16);
			const expires = Math.ceil((now + options.lifetimeMs) / 1000).toString(16);
			return `${this.origin}${path}?ex=${expires}&is=${issued}&hm=${signature(path, salt, expires, issued)}&`;
		},
		verify(path, salt, query) {
			const expires = query.get('ex') ?? '';
			const issued = query.get('is') ?? '';
			const expected = Buffer.from(signature(path, salt, expires, issued));
			const given = Buffer.from(query.get('hm') ?? '');
			if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
			return options.clock.now() < Number.parseInt(expires, 16) * 1000;
		},
	};
}
