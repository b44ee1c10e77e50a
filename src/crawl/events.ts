import type { SourceName } from '../dataset/candidate.ts';
import type { DisplayNames, Photo, Rejection } from '../dataset/catalogue/catalogue.ts';
import type { SkipReason, SourceTrouble } from './source.ts';

/** What one source has brought to one label in this run. */
export interface SourceProgress {
	/** New candidates. */
	readonly found: number;
	/** Results that were known before. */
	readonly known: number;
	readonly accepted: number;
	readonly quarantined: number;
	/** To be tried again another day. */
	readonly failed: number;
	/** By reason: ours, and the source's own. */
	readonly rejected: Readonly<Partial<Record<Rejection | SkipReason, number>>>;
	/** Downloaded. */
	readonly bytes: number;
}

export interface LabelProgress {
	readonly labelId: number;
	readonly name: string;
	/** What it is called in other languages. */
	readonly names?: DisplayNames;
	/** Photos that the label is to have. */
	readonly wanted: number;
	/** Photos that it has. */
	readonly accepted: number;
	/** What sources were asked for, besides its living thing. */
	readonly words: readonly string[];
	/** `short`: no source has more. */
	readonly state: 'waiting' | 'running' | 'complete' | 'short';
	readonly sources: Readonly<Partial<Record<SourceName, SourceProgress>>>;
}

export interface CrawlProgress {
	readonly labels: readonly LabelProgress[];
	/** Until every label has what it wants, at the pace so far; undefined while there is none. */
	readonly remainingMs?: number;
}

export type CrawlEvent =
	| { readonly kind: 'progress'; readonly progress: CrawlProgress }
	/** A photo came into the dataset; quarantined ones wait for a person. */
	| { readonly kind: 'photo'; readonly photo: Photo }
	/** Told once a run for each source. */
	| { readonly kind: 'source-unavailable'; readonly source: SourceName; readonly trouble: SourceTrouble };
