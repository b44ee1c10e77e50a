import { describe, expect, test } from 'vitest';
import type { CrawlResult } from '../../src/crawl/crawler.ts';
import { openCrawlJobs } from '../../src/crawl/jobs.ts';
import type { CrawlerRequest } from '../../src/crawl/open-crawler.ts';
import { Bench, openCatalogue } from '../dataset/catalogue/support.ts';

/** A crawler whose crawls end when the test says so, or when they are stopped. */
class HeldCrawler {
	readonly requests: CrawlerRequest[] = [];
	/** Once a crawl is under way. */
	readonly begun: Promise<void>;
	#begin = () => {};
	readonly #ends: ((result: CrawlResult) => void)[] = [];

	constructor() {
		this.begun = new Promise((resolve) => {
			this.#begin = resolve;
		});
	}

	crawl(request: CrawlerRequest): Promise<CrawlResult> {
		this.requests.push(request);
		this.#begin();
		return new Promise((resolve) => {
			this.#ends.push(resolve);
			if (request.signal?.aborted) resolve(result('cancelled'));
			request.signal?.addEventListener('abort', () => resolve(result('cancelled')));
		});
	}

	finish(index: number): void {
		this.#ends[index]?.(result('finished'));
	}
}

function result(state: CrawlResult['state']): CrawlResult {
	return { runId: 1, state, labels: [] };
}

async function open() {
	const catalogue = await openCatalogue();
	const bench = await Bench.start(catalogue, 'a');
	const { id } = await bench.label('crow');
	const crawler = new HeldCrawler();
	const data = { classifier: 'a', labels: [id], wanted: 10, by: '1' };
	return { crawler, catalogue, jobs: openCrawlJobs({ crawler, catalogue }), data };
}

describe('crawl jobs', () => {
	test('ask the crawler for the labels that there still are', async () => {
		const { crawler, jobs, data } = await open();
		await jobs.start({ ...data, labels: [...data.labels, 99], sources: ['commons'] });
		await crawler.begun;
		const { labels, ...request } = crawler.requests[0] ?? { labels: [] };
		expect(labels.map(({ name }) => name)).toEqual(['crow']);
		expect(request).toMatchObject({ classifier: 'a', wanted: 10, by: '1', sources: ['commons'] });
		await jobs.close();
	});

	test('fail where there is none left, and where nothing can be asked', async () => {
		const { catalogue, jobs, data } = await open();
		const without = await jobs.start({ ...data, labels: [99] });
		expect(await without.ended).toMatchObject({ kind: 'failed', error: { code: 'no-labels' } });
		const unreachable = await openCrawlJobs({ crawler: undefined, catalogue }).start(data);
		expect(await unreachable.ended).toMatchObject({
			kind: 'failed',
			error: { code: 'crawler-contact-needed' },
		});
	});

	test('end as cancelled when their crawl has ended, not before', async () => {
		const { crawler, jobs, data } = await open();
		const job = await jobs.start(data);
		await crawler.begun;
		job.cancel();
		expect(crawler.requests[0]?.signal?.aborted).toBe(true);
		expect(await job.ended).toEqual({ kind: 'cancelled' });
	});

	test('keep what they heard: progress, photos, sources left out', async () => {
		const { crawler, jobs, data } = await open();
		const job = await jobs.start(data);
		await crawler.begun;
		const progress = { labels: [] };
		const trouble = { kind: 'down' } as const;
		crawler.requests[0]?.onEvent?.({ kind: 'progress', progress });
		crawler.requests[0]?.onEvent?.({ kind: 'source-unavailable', source: 'openverse', trouble });
		expect(job.state().progress).toEqual({
			crawl: progress,
			troubles: [{ source: 'openverse', trouble }],
			photos: [],
		});
		crawler.finish(0);
		expect(await job.ended).toEqual({ kind: 'finished', result: undefined });
	});

	test('are one at a time for a classifier', async () => {
		const { jobs, data } = await open();
		await jobs.start(data);
		await expect(jobs.start(data)).rejects.toMatchObject({ code: 'crawl-running' });
		await jobs.close();
	});
});
