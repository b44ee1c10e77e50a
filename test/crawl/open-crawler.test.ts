import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CrawlEvent } from '../../src/crawl/events.ts';
import { type Crawler, type CrawlerOptions, openCrawler } from '../../src/crawl/open-crawler.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { Catalogue, type Label } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { numbers, temporaryFolder } from './crawling.ts';
import { FakeClock } from './fake-clock.ts';
import { serve } from './local-server.ts';
import { drawPicture } from './pictures.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

async function open(
	options: Partial<CrawlerOptions>,
): Promise<{ crawler: Crawler; label: Label; catalogue: Catalogue; clock: FakeClock }> {
	const folder = await temporaryFolder();
	const clock = new FakeClock();
	const database = openDatabase(join(folder, 'catalogue.sqlite'));
	closing.unshift(() => database.close());
	const catalogue = await Catalogue.open(database, { now: () => new Date(clock.now()) });
	const label = await catalogue.dataset('default').labels.add({ name: 'crow' }, 'cli');
	const crawler = await openCrawler({
		catalogue,
		photoStore: new PhotoStore(join(folder, 'photos')),
		logger: { debug() {}, info() {}, warn() {}, error() {} },
		rules: DEFAULT_RULES,
		version: '1.0.0',
		clock,
		random: () => 0.5,
		...options,
	});
	closing.unshift(() => crawler.close());
	return { crawler, label, catalogue, clock };
}

/** Wikimedia Commons with twenty photos, ten a page; `trouble` may answer first. */
function commons(
	trouble: (url: URL) => { status: number; headers?: Record<string, string> } | undefined = () => undefined,
) {
	const asked: { path: string; userAgent?: string }[] = [];
	const listener: RequestListener = async (request, response) => {
		const url = new URL(request.url ?? '', `http://${request.headers.host}`);
		asked.push({ path: url.pathname, userAgent: request.headers['user-agent'] });
		const refusal = trouble(url);
		if (refusal) {
			response.writeHead(refusal.status, refusal.headers).end();
			return;
		}
		if (url.pathname !== '/w/api.php') {
			const bytes = await drawPicture(Number(url.pathname.match(/\d+/)?.[0]), 500, 375);
			response.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes);
			return;
		}
		const from = Number(url.searchParams.get('gsroffset') ?? 0) + 1;
		const pages = numbers(from, from + 9).map((id) => ({
			pageid: id,
			title: `File:Crow ${id}.jpg`,
			index: id,
			imageinfo: [
				{
					mime: 'image/jpeg',
					mediatype: 'BITMAP',
					width: 4000,
					height: 3000,
					user: `user ${id}`,
					thumburl: `${url.origin}/photo/${id}.jpg`,
					descriptionurl: `${url.origin}/wiki/${id}`,
					extmetadata: { License: { value: id % 4 === 0 ? 'all rights reserved' : 'cc-by-4.0' } },
				},
			],
		}));
		const next = from === 1 ? { continue: { gsroffset: 10, continue: 'gsroffset||' } } : {};
		response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...next, query: { pages } }));
	};
	return { asked, listener };
}

describe('opening a crawler', () => {
	it('needs a contact before anybody is asked', async () => {
		await expect(open({})).rejects.toMatchObject({ code: 'crawler-contact-needed' });
		await expect(open({ contact: 'nobody' })).rejects.toMatchObject({ code: 'crawler-contact-needed' });
		const { crawler } = await open({ contact: 'op@example.org' });
		expect(crawler).toMatchObject({ isLocal: false, sources: ['inaturalist', 'commons', 'openverse'] });
	});

	it('has Flickr only with a key, and sources in the order that is asked for', async () => {
		const contact = 'https://example.org';
		const { crawler } = await open({ contact, flickrKey: 'key', sources: ['flickr', 'commons'] });
		expect(crawler.sources).toEqual(['flickr', 'commons']);
		await expect(open({ contact, sources: ['flickr'] })).rejects.toMatchObject({
			code: 'source-not-available',
		});
	});

	it('says when its folder is not there', async () => {
		const missing = open({ folder: '/nowhere', sources: ['folder'] });
		await expect(missing).rejects.toMatchObject({ code: 'file-not-found' });
	});
});

describe('a crawl of a stand-in, over HTTP', () => {
	const crawl = async (trouble?: Parameters<typeof commons>[0], options: Partial<CrawlerOptions> = {}) => {
		const { asked, listener } = commons(trouble);
		const opened = await open({ standIn: await serve(listener), sources: ['commons'], ...options });
		const events: CrawlEvent[] = [];
		const run = () =>
			opened.crawler.crawl({
				classifier: 'default',
				labels: [opened.label],
				wanted: 12,
				by: 'cli',
				onEvent: (event) => events.push(event),
			});
		return { ...opened, asked, events, run, result: await run() };
	};
	const troubles = (events: readonly CrawlEvent[]) =>
		events.filter(({ kind }) => kind === 'source-unavailable');

	it('brings photos with their credits, and leaves out what is not free', async () => {
		const { result, catalogue, label, asked } = await crawl();
		expect(result.labels[0]).toMatchObject({
			accepted: 12,
			state: 'complete',
			sources: { commons: { accepted: 12, rejected: { licence: 5 } } },
		});
		const [photo] = await catalogue.dataset('default').photos.list({ labelId: label.id });
		expect(photo.provenance).toMatchObject({
			title: 'Crow 1',
			author: 'user 1',
			licence: 'by',
			licenceVersion: '4.0',
		});
		expect(asked.every(({ userAgent }) => userAgent === 'hantei/1.0.0')).toBe(true);
	});

	it('fetches nothing twice', async () => {
		const { run, asked } = await crawl();
		const before = asked.length;
		await run();
		expect(asked).toHaveLength(before);
	});

	it('waits as long as it is told to when it is throttled', async () => {
		let refusals = 2;
		const { result, clock, events } = await crawl(() =>
			refusals-- > 0 ? { status: 429, headers: { 'retry-after': '60' } } : undefined,
		);
		expect(result.labels[0].accepted).toBe(12);
		expect(clock.now() - Date.parse('2026-11-24T12:00:00Z')).toBeGreaterThanOrEqual(120_000);
		expect(troubles(events)).toEqual([]);
	});

	it('stays away as long as it is told to, over several runs', async () => {
		let searches = 0;
		const { result, run, asked, events, clock } = await crawl((url) =>
			url.pathname === '/w/api.php' && searches++ === 0
				? { status: 429, headers: { 'retry-after': 'Tue, 24 Nov 2026 15:00:00 GMT' } }
				: undefined,
		);
		expect(result.labels[0]).toMatchObject({ accepted: 0, state: 'short' });
		expect(troubles(events)).toMatchObject([
			{ source: 'commons', trouble: { kind: 'throttled', until: '2026-11-24T15:00:00.000Z' } },
		]);
		clock.advance(2 * 3_600_000);
		await run();
		expect(asked).toHaveLength(1);
		clock.advance(3_600_000);
		expect((await run()).labels[0].accepted).toBe(12);
	});

	it('says once that a service is down', async () => {
		const { result, events } = await crawl(() => ({ status: 503 }));
		expect(result.labels[0].accepted).toBe(0);
		expect(troubles(events)).toEqual([
			{ kind: 'source-unavailable', source: 'commons', trouble: { kind: 'down', status: 503 } },
		]);
	});

	it('can be looked at before, with nothing fetched or kept', async () => {
		const { asked, listener } = commons();
		const { crawler, label, catalogue } = await open({
			standIn: await serve(listener),
			sources: ['commons'],
		});
		const request = { classifier: 'default', labels: [label], wanted: 12, by: 'cli' };
		const [preview] = await crawler.preview(request);
		expect(preview).toMatchObject({ accepted: 0, waiting: 0, troubles: [] });
		expect(preview.candidates).toHaveLength(12);
		expect(preview.rejected.map(({ reason }) => reason)).toEqual(Array(5).fill('licence'));
		expect(asked.map(({ path }) => path)).toEqual(['/w/api.php', '/w/api.php']);
		const { photos, candidates, runs } = catalogue.dataset('default');
		expect([await photos.count(label.id), await candidates.waiting(label.id), await runs.list()]).toEqual([
			0,
			0,
			[],
		]);
	});
});
