import { setMaxListeners } from 'node:events';
import type {
	Catalogue,
	Dataset,
	DiscoveryCounts,
	Label,
	Outcome,
	Reservation,
	SearchPosition,
} from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import type { Logger } from '../log.ts';
import type { SourceName } from './candidate.ts';
import type { Clock } from './clock.ts';
import { requireDiskSpace } from './disk-space.ts';
import type { CrawlEvent, CrawlProgress } from './events.ts';
import { type Examined, examine, type NsfwScore } from './examine.ts';
import { takeIn } from './intake.ts';
import { judgeRecord } from './judge-record.ts';
import type { NormalisedPhoto } from './normalise.ts';
import { queriesFor, queryKey } from './queries.ts';
import type { CrawlRules } from './rules.ts';
import { type Query, type SourceTrouble, SourceUnavailable } from './source.ts';
import type { Supply } from './supply.ts';
import { Tally } from './tally.ts';

/** A search that was followed to its end is begun anew after this long: there may be new photos by then. */
const SEARCH_AGAIN_MS = 7 * 24 * 3_600_000;

/** A search is left, for this run, after so many pages in a row with hardly anything new. */
const STALE_PAGES = 3;
const STALE_SHARE = 0.05;

/** Photos in a row that could not be fetched, after which their source counts as down. */
const DOWN_AFTER = 5;

/** How often a run shows the catalogue that it lives, while it waits for a host, say. */
const BEAT_MS = 30_000;

/** Where photos come from, what is asked of them, and where they go. */
export interface CrawlerServices {
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	/** In the order in which they are asked. */
	readonly supplies: readonly Supply[];
	readonly rules: CrawlRules;
	/** Photos on their way at once, from all hosts together. */
	readonly concurrency: number;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly nsfwScore?: NsfwScore;
}

export interface CrawlRequest {
	readonly classifier: string;
	readonly labels: readonly Label[];
	/** Photos that each label is to have, those it has included. */
	readonly wanted: number;
	/** Who asks: a user's id, `cli`, `schedule`. */
	readonly by: string;
	readonly signal?: AbortSignal;
	readonly onEvent?: (event: CrawlEvent) => void;
}

export interface CrawlResult extends CrawlProgress {
	readonly runId: number;
	readonly state: 'finished' | 'cancelled';
}

/**
 * Brings labels up to a number of photos. All that it learns is in the catalogue at once, so that a run that was
 * cancelled or killed is continued by the next one, which fetches nothing again. A source that fails is left out for
 * the rest of the run, and the others go on.
 */
export async function crawl(request: CrawlRequest, services: CrawlerServices): Promise<CrawlResult> {
	const { runs } = services.catalogue.dataset(request.classifier);
	const { id: runId } = await runs.start(request.by);
	const stop = new AbortController();
	const beating = setInterval(() => runs.beat(runId).catch((error: unknown) => stop.abort(error)), BEAT_MS);
	const signal = request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal;
	// Everything that is on its way listens to it; that is no leak.
	setMaxListeners(0, signal);
	try {
		const run = new CrawlRun(runId, { ...request, signal }, services);
		const state = await run.crawlLabels().then(
			() => 'finished' as const,
			(error: unknown) => {
				if (request.signal?.aborted) return 'cancelled' as const;
				throw error;
			},
		);
		await runs.finish(runId, state);
		return { runId, state, ...run.progress() };
	} catch (error) {
		await runs.finish(runId, 'failed').catch((cause: unknown) => {
			services.logger.error({ err: cause, runId }, 'a run that failed could not be ended');
		});
		throw error;
	} finally {
		clearInterval(beating);
		// Ends the downloads that were on their way when something else went wrong.
		stop.abort();
	}
}

class CrawlRun {
	readonly #id: number;
	readonly #request: CrawlRequest & { readonly signal: AbortSignal };
	readonly #services: CrawlerServices;
	readonly #dataset: Dataset;
	readonly #tally: Tally;
	/** Sources that have not failed in this run. */
	readonly #usable: Map<SourceName, Supply>;
	/** Photos in a row that a source failed to deliver. */
	readonly #failures = new Map<SourceName, number>();

	constructor(
		id: number,
		request: CrawlRequest & { readonly signal: AbortSignal },
		services: CrawlerServices,
	) {
		this.#id = id;
		this.#request = request;
		this.#services = services;
		this.#dataset = services.catalogue.dataset(request.classifier);
		this.#usable = new Map(services.supplies.map((supply) => [supply.source.name, supply]));
		this.#tally = new Tally({ ...request, dataset: this.#dataset, runId: id, now: services.clock.now });
	}

	progress(): CrawlProgress {
		return this.#tally.progress();
	}

	async crawlLabels(): Promise<void> {
		const { labels } = this.#request;
		const complete: Label[] = [];
		for (const label of labels) if (await this.#crawlLabel(label)) complete.push(label);
		// What came under a later label as well is in quarantine by now, and its place to be filled.
		for (const label of complete) if (!this.#isComplete(label)) await this.#crawlLabel(label);
	}

	/** Whether the label has all that it wants then. */
	async #crawlLabel(label: Label): Promise<boolean> {
		this.#tally.setState(label, 'running');
		this.#tellProgress();
		try {
			await this.#fill(label);
		} catch (error) {
			// Somebody removed the label meanwhile: nothing is left to do for it.
			if (this.#dataset.labels.get(label.id)) throw error;
			return false;
		}
		const isComplete = this.#isComplete(label);
		this.#tally.setState(label, isComplete ? 'complete' : 'short');
		this.#tellProgress();
		return isComplete;
	}

	/** First what earlier runs found and did not get to, then source by source until it is enough. */
	async #fill(label: Label): Promise<void> {
		await this.#takeInWaiting(label);
		for (const supply of this.#services.supplies) {
			for (const query of queriesFor(label)) {
				if (supply.source.canAnswer(query)) await this.#followSearch(label, supply, query);
			}
		}
	}

	async #followSearch(label: Label, supply: Supply, query: Query): Promise<void> {
		const source = supply.source.name;
		const position = { source, query: queryKey(query) };
		let cursor = await this.#startOf(label, position, supply.searchAgainMs ?? SEARCH_AGAIN_MS);
		let stalePages = 0;
		while (cursor && this.#usable.has(source) && !this.#isComplete(label) && stalePages < STALE_PAGES) {
			const page = await this.#discover(label, supply, query, cursor.next);
			if (!page) return;
			cursor = page.next === undefined ? undefined : { next: page.next };
			stalePages = isStale(page.counts) ? stalePages + 1 : 0;
			await this.#takeInWaiting(label);
		}
	}

	/** Where to go on with a search; undefined when it was followed to its end and is not worth beginning anew. */
	async #startOf(
		label: Label,
		position: SearchPosition,
		searchAgainMs: number,
	): Promise<{ readonly next?: string } | undefined> {
		const { cursors } = this.#dataset;
		const cursor = cursors.get(label.id, position);
		if (!cursor?.exhaustedAt) return { next: cursor?.next };
		const exhaustedForMs = this.#services.clock.now() - cursor.exhaustedAt.getTime();
		if (exhaustedForMs < searchAgainMs) return undefined;
		await cursors.reset(label.id, position);
		return {};
	}

	/** One page of results into the catalogue. Undefined when the source turns out unusable. */
	async #discover(
		label: Label,
		{ source, client }: Supply,
		query: Query,
		cursor: string | undefined,
	): Promise<{ readonly counts: DiscoveryCounts; readonly next: string | undefined } | undefined> {
		const { signal } = this.#request;
		signal.throwIfAborted();
		await requireDiskSpace(this.#services.photoStore.root);
		try {
			const { candidates, skipped, next } = await source.search(query, cursor, client, signal);
			const discoveries = candidates.map((candidate) => ({
				candidate,
				rejection: judgeRecord(candidate, this.#services.rules),
			}));
			const page = { source: source.name, query: queryKey(query), discoveries, next };
			const counts = await this.#dataset.candidates.discover(this.#id, label.id, page);
			this.#tally.countSkipped(label, source.name, skipped);
			this.#tellProgress();
			return { counts, next };
		} catch (error) {
			if (!(error instanceof SourceUnavailable)) throw error;
			this.#disable(source.name, error.reason);
			return undefined;
		}
	}

	#takeInWaiting(label: Label): Promise<void> {
		const { candidates } = this.#dataset;
		return takeIn<Reservation, Examined>({
			concurrency: this.#services.concurrency,
			missing: () => this.#tally.missing(label),
			next: () => {
				this.#request.signal.throwIfAborted();
				return candidates.reserve(this.#id, label.id, { sources: [...this.#usable.keys()] });
			},
			examine: (reservation) => this.#examine(reservation),
			settle: (reservation, examined) => this.#settle(reservation, examined),
		});
	}

	async #examine(reservation: Reservation): Promise<Examined> {
		const { candidate } = reservation;
		const supply = this.#usable.get(candidate.source);
		if (!supply) throw new Error(`a candidate of ${candidate.source}, which is not asked`);
		if (this.#isAuthorComplete(reservation)) return AUTHOR_COMPLETE;
		return examine(reservation, { ...this.#services, supply }, this.#request.signal);
	}

	async #settle(reservation: Reservation, examined: Examined): Promise<void> {
		const { source } = reservation.candidate;
		if (examined.kind === 'source-unavailable') {
			this.#disable(source, examined.trouble);
			await this.#dataset.candidates.release(this.#id, reservation.id);
			return;
		}
		// Again, because photos of the same author may have come in since it was fetched; and before all else, so that
		// the reason is the same when it was not fetched.
		const { outcome, photo } = this.#isAuthorComplete(reservation)
			? {
					...AUTHOR_COMPLETE,
					outcome: { ...AUTHOR_COMPLETE.outcome, downloaded: examined.outcome.downloaded },
				}
			: examined;
		if (photo) await this.#store(reservation, outcome, photo);
		else await this.#dataset.candidates.settle(this.#id, reservation.id, outcome);
		this.#tellProgress();
		this.#noticeOutage(source, outcome.kind === 'failed');
	}

	/** The file first: one without its photo is swept up some day, a photo without its file would be a hole. */
	async #store({ id }: Reservation, outcome: Outcome, { bytes, file }: NormalisedPhoto): Promise<void> {
		const { catalogue, photoStore } = this.#services;
		await photoStore.put(file.sha256, bytes);
		const settlement = await this.#dataset.candidates.settle(this.#id, id, outcome);
		if ('photo' in settlement) this.#request.onEvent?.({ kind: 'photo', photo: settlement.photo });
		else if (!catalogue.needsFile(file.sha256)) await photoStore.remove(file.sha256);
	}

	#isAuthorComplete({ labelId, candidate: { source, author } }: Reservation): boolean {
		if (author === undefined) return false;
		return this.#dataset.photos.countByAuthor(labelId, source, author) >= this.#services.rules.perAuthor;
	}

	#noticeOutage(source: SourceName, failed: boolean): void {
		const failures = failed ? (this.#failures.get(source) ?? 0) + 1 : 0;
		this.#failures.set(source, failures);
		if (failures === DOWN_AFTER) this.#disable(source, { kind: 'down' });
	}

	#disable(source: SourceName, trouble: SourceTrouble): void {
		if (!this.#usable.delete(source)) return;
		this.#services.logger.warn({ source, trouble }, 'a photo source is left out for the rest of the run');
		this.#request.onEvent?.({ kind: 'source-unavailable', source, trouble });
	}

	#isComplete(label: Label): boolean {
		return this.#tally.missing(label) === 0;
	}

	#tellProgress(): void {
		this.#request.onEvent?.({ kind: 'progress', progress: this.#tally.progress() });
	}
}

const AUTHOR_COMPLETE = {
	kind: 'examined',
	outcome: { kind: 'rejected', reason: 'author-cap', downloaded: 0 },
} as const satisfies Examined;

function isStale({ added, rejected, known, removed }: DiscoveryCounts): boolean {
	return added <= STALE_SHARE * (added + rejected + known + removed);
}
