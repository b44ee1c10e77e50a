import type { z } from 'zod';
import type { Candidate, Licence, SourceName } from '../dataset/candidate.ts';

/** What is looked for. */
export interface Query {
	/** What a person would type: `carrion crow`. */
	readonly text: string;
	/** Words that must not occur: `crow bar`. */
	readonly exclude: readonly string[];
	/** The label's name and aliases, for sources that keep photos by label. */
	readonly names?: readonly string[];
	/** iNaturalist taxon, where the label was resolved to one. */
	readonly taxonId?: number;
}

/** One page of results. */
export interface CandidatePage {
	readonly candidates: readonly Candidate[];
	/** What the source left out itself, counted by reason. */
	readonly skipped: SkippedRecords;
	/** Where to continue; undefined at the end. Opaque, kept in the catalogue between nights. */
	readonly next?: string;
}

export type SkippedRecords = Readonly<Partial<Record<SkipReason, number>>>;

/** Why a record of an answer is no candidate. */
export type SkipReason =
	/** Not of the shape that the service documents. */
	| 'malformed'
	/** Members or moderators of the service objected to it. */
	| 'flagged'
	/** Not safe for work, as the service marks it. */
	| 'sensitive'
	/** Shows tracks, bones, feathers or a dead animal instead of a living one. */
	| 'evidence-only'
	/** A drawing, map, scan or video. */
	| 'not-a-photo'
	/** Later photos of one observation, which often show the habitat. */
	| 'series-full'
	/** Rights besides copyright weigh on it: a recognisable person, a trademark. */
	| 'restricted'
	/** A word of the query's exclusions is in its title or tags. */
	| 'excluded-word'
	/** The service has it in no size of use. */
	| 'no-fitting-size';

/** How a source talks to its service: politely, within its limits, answers checked. */
export interface ApiClient {
	/**
	 * Fetches and parses JSON. Waits for the host's limits, retries what is temporary, honours Retry-After in full.
	 * @throws {SourceUnavailable} when the service is down, refuses, or answers something that is not of the schema
	 */
	getJson<Schema extends z.ZodType>(
		url: URL,
		schema: Schema,
		options?: JsonOptions<z.infer<Schema>>,
	): Promise<z.infer<Schema>>;
}

export interface JsonOptions<Answer> {
	readonly signal?: AbortSignal;
	/**
	 * What an answer says has gone wrong although it came with status 200, as MediaWiki's and Flickr's do. A temporary
	 * trouble is retried like a 503, its Retry-After honoured; any other is thrown as SourceUnavailable.
	 */
	readonly troubleOf?: (answer: Answer) => SourceTrouble | 'temporary' | undefined;
}

/** A service that offers photos. */
export interface Source {
	readonly name: SourceName;
	/** Hosts (as `URL.host`: with the port, where it is not the usual one) its photos may be fetched from. */
	readonly photoHosts: readonly string[];
	/** Whether it can answer at all (iNaturalist needs a taxon). */
	canAnswer(query: Query): boolean;
	/** @throws {SourceUnavailable} */
	search(
		query: Query,
		cursor: string | undefined,
		client: ApiClient,
		signal?: AbortSignal,
	): Promise<CandidatePage>;
}

/** A service that cannot be used for the rest of a run, and why; its reason is told once. */
export class SourceUnavailable extends Error {
	override readonly name = 'SourceUnavailable';
	readonly source: string;
	readonly reason: SourceTrouble;

	constructor(source: string, reason: SourceTrouble, options?: ErrorOptions) {
		super(`${source}: ${reason.kind}`, options);
		this.source = source;
		this.reason = reason;
	}
}

export type SourceTrouble =
	/** No connection, 5xx, or a time-out, after retries. */
	| { readonly kind: 'down'; readonly status?: number }
	/** Asked to wait longer than a run lasts; until when in ISO 8601, since it crosses processes. */
	| { readonly kind: 'throttled'; readonly until: string }
	/** The key is wrong, expired or missing. */
	| { readonly kind: 'key'; readonly code?: number }
	/** The service refused the request itself. */
	| { readonly kind: 'refused'; readonly status?: number; readonly code?: number; readonly message?: string }
	/** The answer is not what the service documents. */
	| { readonly kind: 'unexpected'; readonly detail: string };

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

/** What every source can be told. */
export interface SourceOptions {
	/** Licences to ask for; each photo is judged by its own all the same. */
	readonly licences: readonly Licence[];
	/** Where the service is, for a stand-in. */
	readonly baseUrl?: string;
	/** Where its photos are, for a stand-in. */
	readonly photoHosts?: readonly string[];
}
