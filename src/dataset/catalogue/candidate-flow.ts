import type { Candidate, SourceName } from '../candidate.ts';
import type { ArrivalVerdict } from './arrivals.ts';
import type { SearchPosition } from './cursors.ts';
import type { PhotoFile } from './photo.ts';
import type { Quarantine, Rejection } from './reasons.ts';

/** A candidate, judged by what its source says of it. */
export interface Discovery {
	readonly candidate: Candidate;
	/** Refused before a byte is fetched. */
	readonly rejection?: Rejection;
}

/** One page of results. */
export interface DiscoveredPage extends SearchPosition {
	readonly discoveries: readonly Discovery[];
	/** Where to go on; undefined at the end of the results. */
	readonly next: string | undefined;
}

/** How many of a page's results were entered, were refused, were known already, or must never be fetched again. */
export interface DiscoveryCounts {
	readonly added: number;
	readonly rejected: number;
	readonly known: number;
	readonly removed: number;
}

export interface ReserveOptions {
	/** Sources that can be used; all, when absent. */
	readonly sources?: readonly SourceName[];
	/** Photos that there may be over all labels, those that are reserved included; then there is nothing to reserve. */
	readonly most?: number;
}

export type Outcome = (
	| {
			/** Downloaded, normalised, in the photo store. */
			readonly kind: 'stored';
			readonly file: PhotoFile;
			/** 0 to 1. */
			readonly nsfwScore?: number;
			readonly quarantine?: Quarantine;
	  }
	| { readonly kind: 'rejected'; readonly reason: Rejection }
	/** A passing trouble: to be tried again, not before `retryAt`. */
	| { readonly kind: 'failed'; readonly retryAt: Date }
) & {
	/** Bytes that were downloaded, for the run's counts. */
	readonly downloaded?: number;
};

export type Settlement =
	| ArrivalVerdict
	| { readonly state: 'rejected'; readonly reason: Rejection }
	| { readonly state: 'failed'; readonly tries: number };
