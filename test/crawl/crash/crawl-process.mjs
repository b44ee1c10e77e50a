/**
 * Crawls a label from a stand-in until it has enough, and exits. Started by the crash test, which kills it:
 * `crawl-process.mjs <folder> <origin> <wanted>`. Compiled sources and plain JavaScript, which start fast.
 */
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { systemClock } from '../../../dist/src/crawl/clock.js';
import { crawl } from '../../../dist/src/crawl/crawler.js';
import { PhotoDownloader } from '../../../dist/src/crawl/download/download.js';
import { createApiClient } from '../../../dist/src/crawl/http/api-client.js';
import { createGuardedAgent } from '../../../dist/src/crawl/http/guarded-agent.js';
import { HostTurns } from '../../../dist/src/crawl/politeness/host-turns.js';
import { DEFAULT_RULES } from '../../../dist/src/crawl/rules.js';
import { LICENCES } from '../../../dist/src/dataset/candidate.js';
import { Catalogue } from '../../../dist/src/dataset/catalogue/catalogue.js';
import { PhotoStore } from '../../../dist/src/dataset/photo-store.js';
import { openDatabase } from '../../../dist/src/store/database.js';

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
							candidates: candidates.map((candidate) => ({ ...candidate, source: 'commons' })),
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
