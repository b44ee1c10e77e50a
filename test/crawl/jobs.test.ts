import { describe, expect, test } from 'vitest';
import type { CrawlResult } from '../../src/crawl/crawler.ts';
import { CrawlJobs } from '../../src/crawl/jobs.ts';
import type { CrawlerRequest } from '../../src/crawl/open-crawler.ts';

/** A crawler whose crawls end when the test says so, or when they are stopped. */
class HeldCrawler {
	readonly requests: CrawlerRequest[] = [];
	readonly #ends: ((result: CrawlResult) => void)[] = [];
	readonly #failures: ((error: unknown) => void)[] = [];

	crawl(request: CrawlerRequest): Promise<CrawlResult> {
		this.requests.push(request);
		return new Promise((resolve, reject) => {
			this.#ends.push(resolve);
			this.#failures.push(reject);
			request.signal?.addEventListener('abort', () => resolve(result('cancelled')));
		});
	}

	finish(index: number): void {
		this.#ends[index]?.(result('finished'));
	}

	fail(index: number, error: unknown): void {
		this.#failures[index]?.(error);
	}
}

function result(state: CrawlResult['state']): CrawlResult {
	return { runId: 1, state, labels: [] };
}

const label = {
	id: 1,
	name: 'crow',
	aliases: [],
	searchTerms: [],
	exclusions: [],
	createdAt: new Date(0),
};

const request = (classifier: string) => ({ classifier, labels: [label], wanted: 10, by: '1' });

function open() {
	const crawler = new HeldCrawler();
	return { crawler, jobs: new CrawlJobs(crawler) };
}

describe('crawl jobs', () => {
	test('run one at a time for a classifier, which is free again when its crawl has ended', async () => {
		const { crawler, jobs } = open();
		const job = jobs.start(request('a'));
		expect(() => jobs.start(request('a'))).toThrow('crawl-running');
		crawler.finish(0);
		expect(await job.ended).toEqual({ kind: 'finished' });
		expect(jobs.get('a')).toBeUndefined();
		jobs.start(request('a')).cancel();
	});

	test('queue across classifiers, in order', async () => {
		const { crawler, jobs } = open();
		const [first, , third, fourth] = ['a', 'b', 'c', 'd'].map((name) => jobs.start(request(name)));
		expect(crawler.requests.map(({ classifier }) => classifier)).toEqual(['a', 'b']);
		expect(first?.state().ahead).toBeUndefined();
		expect(third?.state().ahead).toBe(0);
		expect(fourth?.state().ahead).toBe(1);
		crawler.finish(0);
		await first?.ended;
		await Promise.resolve();
		expect(crawler.requests.map(({ classifier }) => classifier)).toEqual(['a', 'b', 'c']);
		expect(fourth?.state().ahead).toBe(0);
		await jobs.close();
	});

	test('that are cancelled while they wait never begin', async () => {
		const { crawler, jobs } = open();
		const [, , waiting] = ['a', 'b', 'c'].map((name) => jobs.start(request(name)));
		waiting?.cancel();
		expect(await waiting?.ended).toEqual({ kind: 'cancelled' });
		expect(crawler.requests).toHaveLength(2);
		expect(jobs.get('c')).toBeUndefined();
		await jobs.close();
	});

	test('end as cancelled when their crawl has ended, not before', async () => {
		const { crawler, jobs } = open();
		const job = jobs.start(request('a'));
		job.cancel();
		expect(crawler.requests[0]?.signal?.aborted).toBe(true);
		expect(await job.ended).toEqual({ kind: 'cancelled' });
	});

	test('keep what they heard: progress, photos, sources left out', () => {
		const { crawler, jobs } = open();
		const job = jobs.start(request('a'));
		const progress = { labels: [] };
		const trouble = { kind: 'down' } as const;
		crawler.requests[0]?.onEvent?.({ kind: 'progress', progress });
		crawler.requests[0]?.onEvent?.({ kind: 'source-unavailable', source: 'openverse', trouble });
		expect(job.state()).toEqual({ progress, troubles: [{ source: 'openverse', trouble }], photos: [] });
		job.cancel();
	});

	test('tell a failure, and do not take the others with them', async () => {
		const { crawler, jobs } = open();
		const [first, second] = ['a', 'b'].map((name) => jobs.start(request(name)));
		const error = new TypeError('x is not a function');
		crawler.fail(0, error);
		expect(await first?.ended).toEqual({ kind: 'failed', error });
		crawler.finish(1);
		expect(await second?.ended).toEqual({ kind: 'finished' });
	});

	test('are interrupted by closing, those that wait too, and none is taken afterwards', async () => {
		const { jobs } = open();
		const started = ['a', 'b', 'c'].map((name) => jobs.start(request(name)));
		await jobs.close();
		for (const job of started) expect(await job.ended).toEqual({ kind: 'interrupted' });
		expect(() => jobs.start(request('d'))).toThrow('engine-closed');
	});
});
