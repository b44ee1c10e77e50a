import PQueue from 'p-queue';
import { UserError } from '../errors.ts';
import type { SourceName } from './candidate.ts';
import type { CrawlEvent, CrawlProgress } from './events.ts';
import type { Crawler, CrawlerRequest } from './open-crawler.ts';
import type { SourceTrouble } from './source.ts';

/** Crawls under way at once: they wait for services most of the time, and services count all of them together. */
const CONCURRENCY = 2;

/** Crawls that may wait. */
const QUEUE_LIMIT = 50;

/** Why a crawl is stopped: the process ends, and it is to go on at the next start. */
const CLOSING = new Error('the crawls are closing');

export type CrawlJobRequest = Pick<CrawlerRequest, 'classifier' | 'labels' | 'wanted' | 'by' | 'sources'>;

export interface CrawlTrouble {
	readonly source: SourceName;
	readonly trouble: SourceTrouble;
}

/** How far a crawl is. */
export interface CrawlState {
	/** Crawls that come first; undefined once it is under way. */
	readonly ahead?: number;
	readonly progress?: CrawlProgress;
	/** Sources that are left out of it. */
	readonly troubles: readonly CrawlTrouble[];
	/** Ids of the photos that came, those in quarantine not among them. */
	readonly photos: readonly number[];
}

/** `interrupted`: the process ends, all that came is kept, and another crawl goes on from there. */
export type CrawlEnd =
	| { readonly kind: 'finished' | 'cancelled' | 'interrupted' }
	| { readonly kind: 'failed'; readonly error: unknown };

export interface CrawlJob {
	readonly request: CrawlJobRequest;
	state(): CrawlState;
	/** Never rejects. */
	readonly ended: Promise<CrawlEnd>;
	/** Keeps what came so far. */
	cancel(): void;
}

/**
 * The crawls of this process: one at a time for each classifier, few at a time in all, the others in a queue. They
 * wait for services and for libvips' threads; what runs on the event loop between is a few milliseconds a photo.
 */
export class CrawlJobs {
	readonly #crawler: Pick<Crawler, 'crawl'>;
	readonly #queue = new PQueue({ concurrency: CONCURRENCY });
	/** By classifier, in the order in which they came. */
	readonly #jobs = new Map<string, Job>();
	#closed = false;

	constructor(crawler: Pick<Crawler, 'crawl'>) {
		this.#crawler = crawler;
	}

	/** What `start` would refuse. @throws {UserError} as `start` */
	requireFree(classifier: string): void {
		if (this.#closed) throw new UserError('engine-closed', {});
		if (this.#jobs.has(classifier)) throw new UserError('crawl-running', {});
		if (this.#queue.size >= QUEUE_LIMIT) throw new UserError('crawls-full', { waiting: this.#queue.size });
	}

	/** @throws {UserError} `crawl-running`, `crawls-full`, `engine-closed` */
	start(request: CrawlJobRequest): CrawlJob {
		this.requireFree(request.classifier);
		const job = new Job(request, () => this.#ahead(job));
		this.#jobs.set(request.classifier, job);
		job.run(this.#queue, this.#crawler, () => this.#jobs.delete(request.classifier));
		return job;
	}

	/** The crawl of a classifier that is under way or waits. */
	get(classifier: string): CrawlJob | undefined {
		return this.#jobs.get(classifier);
	}

	/** Stops all crawls; the catalogue has all that came until then. */
	async close(): Promise<void> {
		this.#closed = true;
		const jobs = [...this.#jobs.values()];
		for (const job of jobs) job.stop(CLOSING);
		await Promise.all(jobs.map(({ ended }) => ended));
	}

	#ahead(job: Job): number {
		const waiting = [...this.#jobs.values()].filter((other) => !other.isUnderWay);
		return Math.max(0, waiting.indexOf(job));
	}
}

class Job implements CrawlJob {
	readonly request: CrawlJobRequest;
	readonly ended: Promise<CrawlEnd>;
	isUnderWay = false;
	readonly #stop = new AbortController();
	readonly #ahead: () => number;
	readonly #photos: number[] = [];
	readonly #troubles: CrawlTrouble[] = [];
	#end: (end: CrawlEnd) => void = () => {};
	#progress: CrawlProgress | undefined;

	constructor(request: CrawlJobRequest, ahead: () => number) {
		this.request = request;
		this.#ahead = ahead;
		this.ended = new Promise((resolve) => {
			this.#end = resolve;
		});
	}

	state(): CrawlState {
		return {
			...(!this.isUnderWay && { ahead: this.#ahead() }),
			progress: this.#progress,
			troubles: [...this.#troubles],
			photos: [...this.#photos],
		};
	}

	cancel(): void {
		this.stop(new UserError('cancelled', {}));
	}

	stop(reason: Error): void {
		this.#stop.abort(reason);
	}

	/** @param forget called before the end is told, so that whoever hears of it can start the next one */
	run(queue: PQueue, crawler: Pick<Crawler, 'crawl'>, forget: () => void): void {
		const { signal } = this.#stop;
		// Aborted only while it waits, which takes it out of the queue; a crawl under way ends by itself.
		const waiting = new AbortController();
		const leave = () => waiting.abort();
		signal.addEventListener('abort', leave, { once: true });
		const crawl = () => {
			signal.removeEventListener('abort', leave);
			this.isUnderWay = true;
			return crawler.crawl({ ...this.request, signal, onEvent: (event) => this.#hear(event) });
		};
		queue
			.add(crawl, { signal: waiting.signal })
			.then(
				(result): CrawlEnd => {
					this.#progress = result;
					return result.state === 'cancelled' ? this.#stopped() : { kind: 'finished' };
				},
				(error: unknown): CrawlEnd => (signal.aborted ? this.#stopped() : { kind: 'failed', error }),
			)
			.then((end) => {
				forget();
				this.#end(end);
			});
	}

	#stopped(): CrawlEnd {
		return { kind: this.#stop.signal.reason === CLOSING ? 'interrupted' : 'cancelled' };
	}

	#hear(event: CrawlEvent): void {
		switch (event.kind) {
			case 'progress':
				this.#progress = event.progress;
				return;
			case 'photo':
				if (event.photo.state === 'accepted') this.#photos.push(event.photo.id);
				return;
			case 'source-unavailable':
				this.#troubles.push({ source: event.source, trouble: event.trouble });
				return;
		}
	}
}
