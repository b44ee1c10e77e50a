/**
 * Crawls a label from a stand-in until it has enough, and exits. Started by the crash test, which kills it:
 * `crawl-process.ts <folder> <origin> <wanted>`.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../../src/crawl/clock.ts';
import { crawl } from '../../../src/crawl/crawler.ts';
import { PhotoDownloader } from '../../../src/crawl/download/download.ts';
import { createApiClient } from '../../../src/crawl/http/api-client.ts';
import { createGuardedAgent } from '../../../src/crawl/http/guarded-agent.ts';
import { HostTurns } from '../../../src/crawl/politeness/host-turns.ts';
import { DEFAULT_RULES } from '../../../src/crawl/rules.ts';
import { LICENCES } from '../../../src/dataset/candidate.ts';
import { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../../src/dataset/photo-store.ts';
import { openDatabase } from '../../../src/store/database.ts';

const [folder, origin, wanted] = process.argv.slice(2);
const PAGE = z.object({
	candidates: z.array(
		z.object({
			sourceId: z.string(),
			url: z.string(),
			pageUrl: z.string(),
			author: z.string(),
			licence: z.enum(LICENCES),
		}),
	),
	next: z.string().optional(),
});

const catalogue = await Catalogue.open(openDatabase(join(folder, 'catalogue.sqlite')));
await catalogue.recover();
const { labels } = catalogue.dataset('default');
const label = (await labels.find('crow')) ?? (await labels.add({ name: 'crow' }, 'cli'));

const localOrigins = [origin];
const http = {
	agent: createGuardedAgent({ localOrigins }),
	userAgent: 'hantei/test',
	turns: new HostTurns({ hosts: catalogue.hosts, clock: systemClock, localOrigins }),
	clock: systemClock,
	random: Math.random,
};
const downloader = new PhotoDownloader(http, localOrigins);
const client = createApiClient(http, 'commons');
const hosts = [new URL(origin).host];

await crawl(
	{ classifier: 'default', labels: [label], wanted: Number(wanted), by: 'cli' },
	{
		catalogue,
		photoStore: new PhotoStore(join(folder, 'photos')),
		supplies: [
			{
				source: {
					name: 'commons',
					photoHosts: hosts,
					canAnswer: () => true,
					async search(_query, cursor, _client, signal) {
						const url = new URL('/search', origin);
						if (cursor !== undefined) url.searchParams.set('cursor', cursor);
						const { candidates, next } = await client.getJson(url, PAGE, { signal });
						return {
							candidates: candidates.map((candidate) => ({ ...candidate, source: 'commons' as const })),
							skipped: {},
							next,
						};
					},
				},
				client,
				fetch: ({ url }, signal) => downloader.download(url, { hosts, signal }),
			},
		],
		rules: { ...DEFAULT_RULES, perAuthor: 6 },
		concurrency: 8,
		clock: systemClock,
		logger: { debug() {}, info() {}, warn() {}, error() {} },
	},
);
process.exit(0);
