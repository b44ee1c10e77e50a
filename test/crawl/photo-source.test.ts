import { join } from 'node:path';
import type { Fault } from 'photo-services';
import { startPhotoSource } from 'photo-services';
import { afterEach, describe, expect, it } from 'vitest';
import type { CrawlEvent } from '../../src/crawl/events.ts';
import { type CrawlerOptions, openCrawler } from '../../src/crawl/open-crawler.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { temporaryFolder } from './crawling.ts';
import { FakeClock } from './fake-clock.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

/** A crawler and all four services, on this machine. */
async function openWorld(faults: readonly Fault[] = [], options: Partial<CrawlerOptions> = {}) {
	const clock = new FakeClock();
	const service = await startPhotoSource({ faults, photosPerLabel: 12 });
	closing.unshift(() => service.close());
	const folder = await temporaryFolder();
	const database = openDatabase(join(folder, 'catalogue.sqlite'));
	closing.unshift(() => database.close());
	const catalogue = await Catalogue.open(database, { now: () => new Date(clock.now()) });
	const dataset = catalogue.dataset('default');
	const [name] = service.labels;
	const crawler = await openCrawler({
		catalogue,
		photoStore: new PhotoStore(join(folder, 'photos')),
		logger: { debug() {}, info() {}, warn() {}, error() {} },
		rules: { ...DEFAULT_RULES, perAuthor: 100 },
		version: '1.0.0',
		standIn: service.url,
		flickrKey: '0123456789abcdef0123456789abcdef',
		clock,
		random: () => 0.5,
		...options,
	});
	closing.unshift(() => crawler.close());
	const [taxon] = await crawler.searchTaxa(name);
	const entity = taxon && { taxonId: taxon.id, name: taxon.name };
	const label = await dataset.labels.add({ name, entity }, 'cli');
	const events: CrawlEvent[] = [];
	return {
		service,
		dataset,
		label,
		clock,
		unavailable: () =>
			events.flatMap((event) =>
				event.kind === 'source-unavailable' ? [{ [event.source]: event.trouble.kind }] : [],
			),
		photoRequests: () => service.requests.filter((request) => request.service === 'photos'),
		crawl: (wanted: number, { signal, onPhoto }: { signal?: AbortSignal; onPhoto?: () => void } = {}) =>
			crawler.crawl({
				classifier: 'default',
				labels: [label],
				wanted,
				by: 'cli',
				signal,
				onEvent: (event) => {
					events.push(event);
					if (event.kind === 'photo') onPhoto?.();
				},
			}),
	};
}

describe('a crawl of all four services', () => {
	it('exhausts them one after the other; only free photos come, each once', async () => {
		const world = await openWorld();
		const { labels } = await world.crawl(10_000);
		expect(labels[0].state).toBe('short');
		expect(Object.keys(labels[0].sources)).toEqual(
			expect.arrayContaining(['inaturalist', 'commons', 'openverse', 'flickr']),
		);
		const photos = await world.dataset.photos.list({ labelId: world.label.id });
		expect(photos.length).toBeGreaterThan(5);
		for (const { provenance } of photos) {
			expect(DEFAULT_RULES.licences).toContain(provenance.licence);
			expect(provenance.pageUrl).toMatch(/^https?:/);
		}
		expect(new Set(photos.map(({ file }) => file.sha256)).size).toBe(photos.length);
		expect(world.unavailable()).toEqual([]);

		const asked = world.photoRequests().length;
		await world.crawl(10_000);
		expect(world.photoRequests()).toHaveLength(asked);
	});

	it('continues after it was cancelled, and comes to the same photos', async () => {
		const calm = await openWorld();
		await calm.crawl(8);
		const world = await openWorld();
		const stop = new AbortController();
		let photos = 0;
		const onPhoto = () => {
			if (++photos === 3) stop.abort();
		};
		expect((await world.crawl(8, { signal: stop.signal, onPhoto })).state).toBe('cancelled');
		await world.crawl(8);
		const ids = async (from: typeof world) =>
			(await from.dataset.photos.list({ labelId: from.label.id })).map(
				({ provenance }) => provenance.sourceId,
			);
		expect(await ids(world)).toEqual(await ids(calm));
		// What was on its way when it was cancelled is all that may be asked for again.
		const paths = world.photoRequests().map(({ path }) => path);
		expect(paths.length - new Set(paths).size).toBeLessThanOrEqual(8 - 3);
	});
});

// All services of the stand-in are one host: one cool-down holds for all of them.
describe('what befalls a service', () => {
	it.each<[string, Fault, Record<string, string>[]]>([
		[
			'is waited out when it is throttling',
			{ kind: 'throttle', retryAfter: 60, service: 'commons', times: 2 },
			[],
		],
		[
			'is waited out when it is lag',
			{ kind: 'maxlag', lag: 7, retryAfter: 5, service: 'commons', times: 2 },
			[],
		],
		['is tried again when a connection drops', { kind: 'drop', service: 'commons', times: 1 }, []],
		[
			'is told when it asks for a day',
			{ kind: 'throttle', retryAfter: 86_400, service: 'commons' },
			[{ commons: 'throttled' }, { openverse: 'throttled' }, { flickr: 'throttled' }],
		],
		[
			'is told when it is down',
			{ kind: 'status', status: 503, service: 'openverse' },
			[{ openverse: 'down' }],
		],
		[
			'is told when the key is bad',
			{ kind: 'flickr-fail', code: 100, service: 'flickr' },
			[{ flickr: 'key' }],
		],
		[
			'is told when it refuses',
			{ kind: 'status', status: 403, service: 'inaturalist', path: '/v1/observations' },
			[{ inaturalist: 'refused' }],
		],
		[
			'is told when it talks nonsense',
			{ kind: 'malformed-json', service: 'commons' },
			[{ commons: 'unexpected' }],
		],
		['is survived when records are strange', { kind: 'strange-records', every: 2, service: 'commons' }, []],
	])('%s', async (_, fault, told) => {
		const world = await openWorld([fault]);
		const { labels } = await world.crawl(10_000);
		expect(world.unavailable()).toEqual(told);
		expect(labels[0].accepted).toBeGreaterThan(0);
	});
});

describe('what befalls a photo', () => {
	it.each<[Fault, string]>([
		[{ kind: 'gone' }, 'gone'],
		[{ kind: 'endless-body' }, 'too-large'],
		[{ kind: 'body', body: '<html>Sorry</html>', contentType: 'text/html' }, 'unreadable'],
		[{ kind: 'body', body: '<html>Sorry</html>', contentType: 'image/jpeg' }, 'unreadable'],
		[{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, 'host'],
		[{ kind: 'redirect', location: 'http://169.254.169.254/latest/meta-data/' }, 'host'],
		[{ kind: 'placeholder' }, 'placeholder'],
		[{ kind: 'headers', headers: { 'x-robots-tag': 'noai' } }, 'opt-out'],
	])('$kind is counted as %s', async (fault, reason) => {
		const { crawl, dataset, label } = await openWorld([{ ...fault, service: 'photos' }], {
			sources: ['commons'],
		});
		const { labels } = await crawl(3);
		expect(labels[0].accepted).toBe(0);
		expect(Object.keys(labels[0].sources.commons?.rejected ?? {})).toContain(reason);
		expect(await dataset.photos.count(label.id)).toBe(0);
	});
});
