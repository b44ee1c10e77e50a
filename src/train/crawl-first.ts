import type { CrawlJob, CrawlJobs } from '../crawl/jobs.ts';
import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import { granted, type Quotas, requirePhotoRoom } from '../dataset/quotas.ts';
import { UserError } from '../errors.ts';
import type { JobTools } from '../jobs/jobs.ts';
import type { CrawlFirst, TrainingRequest } from './training.ts';
import type { TrainingProgress } from './training-progress.ts';

export type CrawlTools = Pick<JobTools<TrainingProgress>, 'signal' | 'onProgress'>;

/**
 * Collects the photos that a training wants, through the same jobs as crawls that people start. One that somebody stops
 * there ends early, and the training goes on with what came.
 * @param quotas what the host grants servers; on the command line it is the host who asks
 * @throws {UserError} `photo-quota`, `crawl-running`, `crawls-full`, `cancelled`, and as CrawlJobs and Crawler
 */
export function crawlFirst(jobs: CrawlJobs, catalogue: Catalogue, quotas?: Quotas) {
	return async (
		{ classifier, by }: TrainingRequest,
		{ labels: ids, wanted }: CrawlFirst,
		{ signal, onProgress }: CrawlTools,
	): Promise<void> => {
		if (signal.aborted) throw new UserError('cancelled', {});
		const dataset = catalogue.dataset(classifier);
		const all = await dataset.labels.list();
		const labels = ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
		if (labels.length === 0) return;
		// Since the training was planned, labels may have been added.
		if (quotas) await requirePhotoRoom(classifier, dataset, labels, wanted, quotas);
		const most = quotas && granted(classifier, quotas)?.photos;
		const job = await jobs.start({ classifier, labels: labels.map(({ id }) => id), wanted, most, by });
		job.onProgress(({ crawl }) => onProgress({ step: 'crawl', crawl }));
		const cancel = () => job.cancel();
		signal.addEventListener('abort', cancel, { once: true });
		try {
			await ended(job, signal);
		} finally {
			signal.removeEventListener('abort', cancel);
		}
	};
}

async function ended(job: CrawlJob, signal: AbortSignal): Promise<void> {
	const end = await job.ended;
	if (end.kind === 'failed') throw end.error;
	if (signal.aborted || end.kind === 'interrupted') throw new UserError('cancelled', {});
}
