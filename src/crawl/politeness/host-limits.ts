import type { UsageLimits } from '../../dataset/catalogue/catalogue.ts';

/** How much one service bears, by its own rules or less. */
export interface HostLimits {
	/** What the limits count together: a host, or part of one. */
	readonly name: string;
	readonly perMinute: number;
	/** How many may follow each other at once after a quiet time. */
	readonly burst: number;
	readonly inFlight: number;
	/** Counted by all processes together. */
	readonly most?: UsageLimits;
}

/** For a host nobody told us about. */
const MODEST = { perMinute: 60, burst: 2, inFlight: 2 };

/** Below what iNaturalist blocks for, for good. */
const INATURALIST_BYTES = { most: { hour: { bytes: 4e9 }, day: { bytes: 20e9 } } };

/**
 * Published or measured limits, with room to spare where they are shared.
 * Wikimedia: 200 requests a minute for those who name a contact, few at a time (mediawiki.org, Wikimedia APIs/Rate limits).
 * iNaturalist: 60 a minute, 10,000 a day; photos 5 GB an hour and 24 GB a day (api.inaturalist.org/v1/docs; pyinaturalist's burst of 5).
 * Openverse without a key: searches 20 a minute and 200 a day, thumbnails 150 a minute (its X-RateLimit headers).
 * Flickr: 3,600 an hour for each key.
 */
const HOSTS: Readonly<Record<string, Omit<HostLimits, 'name'>>> = {
	'commons.wikimedia.org': { perMinute: 100, burst: 2, inFlight: 1 },
	'www.wikidata.org': { perMinute: 100, burst: 2, inFlight: 1 },
	'upload.wikimedia.org': { perMinute: 180, burst: 4, inFlight: 2 },
	'thumb.wikimedia.org': { perMinute: 180, burst: 4, inFlight: 2 },
	'api.inaturalist.org': { perMinute: 60, burst: 5, inFlight: 1, most: { day: { requests: 10_000 } } },
	'inaturalist-open-data.s3.amazonaws.com': { perMinute: 240, burst: 8, inFlight: 2, ...INATURALIST_BYTES },
	'static.inaturalist.org': { perMinute: 240, burst: 8, inFlight: 2, ...INATURALIST_BYTES },
	'api.openverse.org': { perMinute: 18, burst: 1, inFlight: 1, most: { day: { requests: 200 } } },
	'api.openverse.org/thumb': { perMinute: 120, burst: 4, inFlight: 2 },
	'api.flickr.com': { perMinute: 60, burst: 2, inFlight: 1 },
	'live.staticflickr.com': { perMinute: 240, burst: 8, inFlight: 2 },
};

/** A server on this machine, which nobody shares with us. */
const LOCAL = { perMinute: Number.POSITIVE_INFINITY, burst: 1, inFlight: 8 };

/** @param localOrigins origins of servers on this machine, such as `http://127.0.0.1:8019` */
export function limitsOf(url: URL, localOrigins: readonly string[]): HostLimits {
	if (localOrigins.includes(url.origin)) return { name: url.host, ...LOCAL };
	const isOpenverseThumbnail = url.host === 'api.openverse.org' && /\/thumb\/?$/.test(url.pathname);
	const name = isOpenverseThumbnail ? 'api.openverse.org/thumb' : url.host;
	return { name, ...(HOSTS[name] ?? MODEST) };
}
