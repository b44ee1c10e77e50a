import { expect, test } from 'vitest';
import { openCrawlJobs } from '../../src/crawl/jobs.ts';
import type { Crawler } from '../../src/crawl/open-crawler.ts';
import { isUserError } from '../../src/errors.ts';
import { crawlFirst } from '../../src/train/crawl-first.ts';
import { Bench, openCatalogue } from '../dataset/catalogue/support.ts';

const GUILD = '123456789012345678';

/** What a planned training wants: so many photos of each label there is by then. */
function planned(classifier: string) {
	return { classifier, by: 'schedule', reason: 'schedule' } as const;
}

test('a planned training collects no more than the host grants a server, whatever labels were added since', async () => {
	const catalogue = await openCatalogue();
	const crawled: string[] = [];
	const crawler: Pick<Crawler, 'crawl'> = {
		crawl: async ({ classifier }) => {
			crawled.push(classifier);
			return { runId: 1, state: 'finished', labels: [] };
		},
	};
	const jobs = openCrawlJobs({ crawler, catalogue });
	const quotas = { labels: 25, photos: 30, trainingsPerDay: 8 };
	const collect = crawlFirst(jobs, catalogue, quotas);
	const wish = { labels: [], wanted: 20 };
	const options = { signal: new AbortController().signal, onProgress: () => {} };
	const bench = await Bench.start(catalogue, GUILD);
	await bench.label('crow');
	await collect(planned(GUILD), wish, options);
	expect(crawled).toEqual([GUILD]);

	await bench.label('boar');
	const refusal = await collect(planned(GUILD), wish, options).catch((error: unknown) => error);
	expect(isUserError(refusal, 'photo-quota')).toBe(true);
	expect(crawled).toEqual([GUILD]);

	const host = await Bench.start(catalogue, 'default');
	for (const name of ['crow', 'boar']) await host.label(name);
	await collect(planned('default'), wish, options);
	expect(crawled).toEqual([GUILD, 'default']);
});
