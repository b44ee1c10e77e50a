import { z } from 'zod';
import type { SourceName } from '../dataset/candidate.ts';
import { SOURCES } from '../dataset/candidate.ts';
import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import { UserError } from '../errors.ts';
import type { Job, JobKind, JobState, Jobs, OpenJobs } from '../jobs/jobs.ts';
import { openLocalJobs } from '../jobs/local-jobs.ts';
import type { CrawlProgress } from './events.ts';
import type { Crawler } from './open-crawler.ts';
import type { SourceTrouble } from './source.ts';

/** What a crawl is to bring. */
export const CRAWL_DATA = z.object({
	classifier: z.string(),
	/** Ids. */
	labels: z.array(z.number().int()),
	/** Photos that each label is to have, those it has included. */
	wanted: z.number().int().positive(),
	/** Photos that the classifier may have. */
	most: z.number().int().positive().optional(),
	sources: z.array(z.enum(SOURCES)).min(1).optional(),
	/** Who asks: a user's id, `cli`, `schedule`. */
	by: z.string(),
});

export type CrawlData = z.infer<typeof CRAWL_DATA>;

export interface CrawlTrouble {
	readonly source: SourceName;
	readonly trouble: SourceTrouble;
}

/** What is known of a crawl under way, or of one that has ended. */
export interface CrawlReport {
	readonly crawl?: CrawlProgress;
	/** Sources that are left out of it. */
	readonly troubles: readonly CrawlTrouble[];
	/** Ids of the photos that came, those in quarantine not among them. */
	readonly photos: readonly number[];
}

export type CrawlState = JobState<CrawlReport>;
export type CrawlJob = Job<CrawlData, CrawlReport, void>;
export type CrawlJobs = Jobs<CrawlData, CrawlReport, void>;

export interface CrawlParts {
	/** Absent while photo services could not reach the host. */
	readonly crawler: Pick<Crawler, 'crawl'> | undefined;
	readonly catalogue: Pick<Catalogue, 'dataset'>;
}

/**
 * The crawls. They wait for services and for libvips' threads; what runs on the event loop between is a
 * few milliseconds a photo. One that is cancelled keeps what came so far. They refuse with `crawl-running` and
 * `crawls-full`, and fail with `crawler-contact-needed`, or `no-labels` where none of the labels is left.
 */
export function openCrawlJobs(parts: CrawlParts, open: OpenJobs = openLocalJobs): CrawlJobs {
	return open(crawlKind(parts));
}

function crawlKind({ crawler, catalogue }: CrawlParts): JobKind<CrawlData, CrawlReport, void> {
	return {
		name: 'crawl',
		data: CRAWL_DATA,
		// They wait for services most of the time, and services count all of them together.
		concurrency: 2,
		mayWait: 50,
		refusals: {
			running: () => new UserError('crawl-running', {}),
			full: (waiting) => new UserError('crawls-full', { waiting }),
		},
		async perform(data, { signal, onProgress, progress: before }) {
			if (!crawler) throw new UserError('crawler-contact-needed', { contact: '' });
			const dataset = catalogue.dataset(data.classifier);
			const labels = await dataset.labels.getAll(data.labels);
			if (labels.length === 0) throw new UserError('no-labels', {});
			let report: CrawlReport = { troubles: [], photos: [], ...before };
			const tell = (news: Partial<CrawlReport>) => {
				report = { ...report, ...news };
				onProgress(report);
			};
			const result = await crawler.crawl({
				...data,
				labels,
				signal,
				onEvent(event) {
					if (event.kind === 'progress') tell({ crawl: event.progress });
					else if (event.kind === 'source-unavailable')
						tell({
							troubles: [
								...report.troubles.filter(({ source }) => source !== event.source),
								{ source: event.source, trouble: event.trouble },
							],
						});
					else if (event.photo.state === 'accepted') tell({ photos: [...report.photos, event.photo.id] });
				},
			});
			tell({ crawl: result });
			if (result.state === 'cancelled') signal.throwIfAborted();
		},
	};
}
