import type { DiscoveryCounts, Label, SearchPosition } from '../dataset/catalogue/catalogue.ts';
import { requireDiskSpace } from './disk-space.ts';
import { queryKey } from './queries.ts';
import { judgeRecord } from './rules.ts';
import type { CrawlRun } from './run.ts';
import type { Supply } from './source.ts';
import { type Query, SourceUnavailable } from './source.ts';
import { takeInWaiting } from './take-in-waiting.ts';

/** A search that was followed to its end is begun anew after this long: there may be new photos by then. */
const SEARCH_AGAIN_MS = 7 * 24 * 3_600_000;

/** A search is left, for this run, after so many pages in a row with hardly anything new. */
const STALE_PAGES = 3;
const STALE_SHARE = 0.05;

/** Goes on with a search where it was left, page by page, until the label has enough or the search has no more. */
export async function followSearch(run: CrawlRun, label: Label, supply: Supply, query: Query): Promise<void> {
	const source = supply.source.name;
	const position = { source, query: queryKey(query) };
	let cursor = await startOf(run, label, position, supply.searchAgainMs ?? SEARCH_AGAIN_MS);
	let stalePages = 0;
	while (cursor && run.usable.has(source) && stalePages < STALE_PAGES) {
		if ((await run.isComplete(label)) || (await run.isFull())) return;
		const page = await discover(run, label, supply, query, cursor.next);
		if (!page) return;
		cursor = page.next === undefined ? undefined : { next: page.next };
		stalePages = isStale(page.counts) ? stalePages + 1 : 0;
		await takeInWaiting(run, label);
	}
}

/** Where to go on with a search; undefined when it was followed to its end and is not worth beginning anew. */
async function startOf(
	run: CrawlRun,
	label: Label,
	position: SearchPosition,
	searchAgainMs: number,
): Promise<{ readonly next?: string } | undefined> {
	const { cursors } = run.dataset;
	const cursor = await cursors.get(label.id, position);
	if (!cursor?.exhaustedAt) return { next: cursor?.next };
	const exhaustedForMs = run.services.clock.now() - cursor.exhaustedAt.getTime();
	if (exhaustedForMs < searchAgainMs) return undefined;
	await cursors.reset(label.id, position);
	return {};
}

/** One page of results into the catalogue. Undefined when the source turns out unusable. */
async function discover(
	run: CrawlRun,
	label: Label,
	{ source, client }: Supply,
	query: Query,
	cursor: string | undefined,
): Promise<{ readonly counts: DiscoveryCounts; readonly next: string | undefined } | undefined> {
	const { signal } = run;
	signal.throwIfAborted();
	const { folder } = run.services.photoStore;
	if (folder !== undefined) await requireDiskSpace(folder);
	try {
		const { candidates, skipped, next } = await source.search(query, cursor, client, signal);
		const discoveries = candidates.map((candidate) => ({
			candidate,
			rejection: judgeRecord(candidate, run.services.rules),
		}));
		const page = { source: source.name, query: queryKey(query), discoveries, next };
		const counts = await run.dataset.candidates.discover(run.id, label.id, page);
		run.tally.countSkipped(label, source.name, skipped);
		await run.tellProgress();
		return { counts, next };
	} catch (error) {
		if (!(error instanceof SourceUnavailable)) throw error;
		run.disable(source.name, error.reason);
		return undefined;
	}
}

function isStale({ added, rejected, known, removed }: DiscoveryCounts): boolean {
	return added <= STALE_SHARE * (added + rejected + known + removed);
}
