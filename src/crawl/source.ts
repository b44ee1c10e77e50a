import type { z } from 'zod';
import type { Candidate, SourceName } from './candidate.ts';

/** What is looked for. */
export interface Query {
	/** What a person would type: `carrion crow`. */
	readonly text: string;
	/** Words that must not occur: `crow bar`. */
	readonly exclude: readonly string[];
	/** iNaturalist taxon, where the label was resolved to one. */
	readonly taxonId?: number;
}

/** One page of results. */
export interface CandidatePage {
	readonly candidates: readonly Candidate[];
	/** Where to continue; undefined at the end. Opaque, kept in the catalogue between nights. */
	readonly next?: string;
}

/** How a source talks to its service: politely, within its limits, answers checked. */
export interface ApiClient {
	/**
	 * Fetches and parses JSON. Waits for the host's limits, retries what is temporary, honours Retry-After in full.
	 * @throws {SourceUnavailable} when the service is down, refuses, or answers something that is not of the schema
	 */
	getJson<Schema extends z.ZodType>(url: URL, schema: Schema, signal?: AbortSignal): Promise<z.infer<Schema>>;
}

/** A service that offers photos. */
export interface Source {
	readonly name: SourceName;
	/** Hosts its photos may be fetched from; anything else is refused. */
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
	/** Asked to wait longer than a run lasts. */
	| { readonly kind: 'throttled'; readonly until: Date }
	/** The key is wrong, expired or missing. */
	| { readonly kind: 'key'; readonly code?: number }
	/** The service refused the request itself. */
	| { readonly kind: 'refused'; readonly status?: number; readonly code?: number; readonly message?: string }
	/** The answer is not what the service documents. */
	| { readonly kind: 'unexpected'; readonly detail: string };
