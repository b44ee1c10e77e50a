import type { Candidate, SourceName } from '../dataset/candidate.ts';
import type { Dataset, Label, Rejection } from '../dataset/catalogue/catalogue.ts';
import { queriesFor, queryKey } from './queries.ts';
import type { CrawlRules } from './rules.ts';
import { judgeRecord } from './rules.ts';
import type { Supply } from './source.ts';
import { type SourceTrouble, SourceUnavailable } from './source.ts';

/** A crawl must not search for ever for what it then does not fetch. */
const MAX_PAGES = 5;

export interface LabelPreview {
	readonly label: Label;
	/** Photos that it has, and candidates that wait from earlier runs. */
	readonly accepted: number;
	readonly waiting: number;
	/** What would be fetched next, in this order. */
	readonly candidates: readonly Candidate[];
	readonly rejected: readonly { readonly candidate: Candidate; readonly reason: Rejection }[];
	readonly troubles: readonly { readonly source: SourceName; readonly trouble: SourceTrouble }[];
}

export interface PreviewOptions {
	readonly dataset: Dataset;
	readonly supplies: readonly Supply[];
	readonly rules: CrawlRules;
	readonly wanted: number;
	readonly signal?: AbortSignal;
}

/** What a crawl would look at for a label: it searches from where the last one stopped, fetches nothing, keeps nothing. */
export async function previewLabel(label: Label, options: PreviewOptions): Promise<LabelPreview> {
	const { dataset, supplies, rules, wanted, signal } = options;
	const accepted = await dataset.photos.count(label.id);
	const waiting = await dataset.candidates.waiting(label.id);
	const missing = Math.max(0, wanted - accepted - waiting);
	const candidates: Candidate[] = [];
	const rejected: { candidate: Candidate; reason: Rejection }[] = [];
	const troubles: { source: SourceName; trouble: SourceTrouble }[] = [];

	for (const { source, client } of supplies) {
		try {
			for (const query of queriesFor(label)) {
				if (!source.canAnswer(query)) continue;
				const known = await dataset.cursors.get(label.id, { source: source.name, query: queryKey(query) });
				if (known?.exhaustedAt) continue;
				let cursor = known?.next;
				for (let page = 0; page < MAX_PAGES && candidates.length < missing; page++) {
					const results = await source.search(query, cursor, client, signal);
					for (const candidate of results.candidates) {
						const reason = judgeRecord(candidate, rules);
						if (reason) rejected.push({ candidate, reason });
						else if (candidates.length < missing) candidates.push(candidate);
					}
					cursor = results.next;
					if (cursor === undefined) break;
				}
			}
		} catch (error) {
			if (!(error instanceof SourceUnavailable)) throw error;
			troubles.push({ source: source.name, trouble: error.reason });
		}
	}
	return { label, accepted, waiting, candidates, rejected, troubles };
}
