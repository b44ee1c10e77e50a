import type { SourceTrouble } from '../source.ts';

/**
 * What each failure that flickr.photos.search documents means for a crawl
 * (https://www.flickr.com/services/api/flickr.photos.search.html). `end`: there is nothing further on.
 */
const MEANINGS: Readonly<Record<number, 'temporary' | 'end' | 'key' | 'refused'>> = {
	/** Too many tags in ALL query. */
	1: 'refused',
	/** Unknown user. */
	2: 'refused',
	/** Parameterless searches have been disabled. */
	3: 'refused',
	/** You don't have permission to view this pool. */
	4: 'refused',
	/** User deleted. */
	5: 'refused',
	/** Sorry, the Flickr search API is not currently available. */
	10: 'temporary',
	/** No valid machine tags. */
	11: 'refused',
	/** Exceeded maximum allowable machine tags. */
	12: 'refused',
	/** You can only search within your own contacts. */
	17: 'refused',
	/** Illogical arguments. */
	18: 'refused',
	/** Excessive photo offset in search. */
	20: 'end',
	/** Invalid API Key: mistyped, expired, or taken away for over-use. */
	100: 'key',
	/** Service currently unavailable. */
	105: 'temporary',
	/** Write operation failed: their servers had a temporary problem. */
	106: 'temporary',
	/** Format not found. */
	111: 'refused',
	/** Method not found. */
	112: 'refused',
	/** Invalid SOAP envelope. */
	114: 'refused',
	/** Invalid XML-RPC method call. */
	115: 'refused',
	/** Bad URL found. */
	116: 'refused',
};

/** The trouble behind a failure; undefined for the one that only means that the results have ended. */
export function flickrTrouble(code: number, message: string): SourceTrouble | 'temporary' | undefined {
	switch (MEANINGS[code]) {
		case 'temporary':
			return 'temporary';
		case 'end':
			return undefined;
		case 'key':
			return { kind: 'key', code };
		case 'refused':
		case undefined:
			return { kind: 'refused', status: 200, code, message };
	}
}
