import type { SourceName } from '../dataset/candidate.ts';
import type { Catalogue, Dataset, Label } from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import type { Logger } from '../log.ts';
import type { Clock } from './clock.ts';
import type { CrawlEvent, CrawlProgress } from './events.ts';
import type { NsfwScore } from './examine.ts';
import type { CrawlRules } from './rules.ts';
import type { SourceTrouble, Supply } from './source.ts';
import { RunTally } from './tally.ts';

/** Photos in a row that could not be fetched, after which their source counts as down. */
const DOWN_AFTER = 5;

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
	/** Photos that the classifier may have. */
	readonly most?: number;
	/** Who asks: a user's id, `cli`, `schedule`. */
	readonly by: string;
	readonly signal?: AbortSignal;
	readonly onEvent?: (event: CrawlEvent) => void;
}

/** What the parts of one crawl share: how far it is, and which sources are still asked. */
export class CrawlRun {
	readonly id: number;
	readonly services: CrawlerServices;
	readonly signal: AbortSignal;
	readonly labels: readonly Label[];
	readonly dataset: Dataset;
	readonly tally: RunTally;
	readonly most: number | undefined;
	readonly #usable: Map<SourceName, Supply>;
	readonly #onEvent: CrawlRequest['onEvent'];
	/** Photos in a row that a source failed to deliver. */
	readonly #failures = new Map<SourceName, number>();

	static async begin(
		id: number,
		request: CrawlRequest & { readonly signal: AbortSignal },
		services: CrawlerServices,
	): Promise<CrawlRun> {
		const dataset = services.catalogue.dataset(request.classifier);
		const tally = await RunTally.begin({ ...request, dataset, runId: id, now: services.clock.now });
		return new CrawlRun(id, request, services, tally);
	}

	private constructor(
		id: number,
		request: CrawlRequest & { readonly signal: AbortSignal },
		services: CrawlerServices,
		tally: RunTally,
	) {
		this.id = id;
		this.services = services;
		this.signal = request.signal;
		this.labels = request.labels;
		this.dataset = services.catalogue.dataset(request.classifier);
		this.#usable = new Map(services.supplies.map((supply) => [supply.source.name, supply]));
		this.tally = tally;
		this.most = request.most;
		this.#onEvent = request.onEvent;
	}

	/** Sources that have not failed in this run. */
	get usable(): ReadonlyMap<SourceName, Supply> {
		return this.#usable;
	}

	progress(): Promise<CrawlProgress> {
		return this.tally.progress();
	}

	async isComplete(label: Label): Promise<boolean> {
		return (await this.tally.missing(label)) === 0;
	}

	/** Whether the classifier has as many photos as it may have. */
	async isFull(): Promise<boolean> {
		return this.most !== undefined && (await this.dataset.photos.countAll('accepted')) >= this.most;
	}

	/** Counts the photos in a row that a source failed to deliver. */
	noticeOutage(source: SourceName, failed: boolean): void {
		const failures = failed ? (this.#failures.get(source) ?? 0) + 1 : 0;
		this.#failures.set(source, failures);
		if (failures === DOWN_AFTER) this.disable(source, { kind: 'down' });
	}

	/** Asks a source no more in this run. */
	disable(source: SourceName, trouble: SourceTrouble): void {
		if (!this.#usable.delete(source)) return;
		this.services.logger.warn({ source, trouble }, 'a photo source is left out for the rest of the run');
		this.tell({ kind: 'source-unavailable', source, trouble });
	}

	tell(event: CrawlEvent): void {
		this.#onEvent?.(event);
	}

	async tellProgress(): Promise<void> {
		this.tell({ kind: 'progress', progress: await this.progress() });
	}
}
