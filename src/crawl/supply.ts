import type { Candidate } from '../dataset/candidate.ts';
import type { ApiClient, Source } from './source.ts';

/** A source and the ways to reach it. */
export interface Supply {
	readonly source: Source;
	readonly client: ApiClient;
	/** How long after its end a search is worth beginning anew; a week, when absent. */
	readonly searchAgainMs?: number;
	/**
	 * The bytes of a photo as the source keeps it.
	 * @throws {PhotoRefused} for good; {@link TemporaryFailure}, {@link HostThrottled} for now; the signal's reason
	 */
	fetch(candidate: Candidate, signal?: AbortSignal): Promise<Uint8Array>;
	close?(): Promise<void>;
}
