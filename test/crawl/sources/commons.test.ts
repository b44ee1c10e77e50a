import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LICENCES } from '../../../src/crawl/licence.ts';
import { createCommons } from '../../../src/crawl/sources/commons.ts';
import { candidatesOf, openSource, pagesOf, plainClient, query, troubleOf } from './support.ts';

const service = setupServer();
beforeAll(() => service.listen({ onUnhandledRequest: 'bypass' }));
afterEach(() => service.resetHandlers());
afterAll(() => service.close());

const source = createCommons({ licences: DEFAULT_LICENCES });
const boars = query('wild boar', { exclude: ['hat', 'boar war'] });

const METADATA = {
	License: { value: 'cc-by-sa-4.0' },
	LicenseShortName: { value: 'CC BY-SA 4.0' },
	LicenseUrl: { value: 'https://creativecommons.org/licenses/by-sa/4.0' },
	Artist: { value: '<a href="//commons.wikimedia.org/wiki/User:Foo">Foo &amp; <b>Bar</b></a>' },
	AttributionRequired: { value: 'true' },
	Restrictions: { value: '' },
};
const INFO = {
	size: 3_456_789,
	width: 4000,
	height: 3000,
	mime: 'image/jpeg',
	mediatype: 'BITMAP',
	user: 'Uploader',
	thumburl: 'https://thumb.wikimedia.org/wikipedia/commons/thumb/a/ab/Wild_boar.jpg/500px-Wild_boar.jpg',
	thumbwidth: 500,
	thumbheight: 375,
	url: 'https://upload.wikimedia.org/wikipedia/commons/a/ab/Wild_boar.jpg',
	descriptionurl: 'https://commons.wikimedia.org/wiki/File:Wild_boar.jpg',
	extmetadata: METADATA as object,
};
const page = (info: object = {}, more: object = {}) => ({
	pageid: 123,
	ns: 6,
	title: 'File:Wild boar.jpg',
	index: 1,
	imageinfo: [{ ...INFO, ...info }],
	...more,
});

async function search(answer: object) {
	let asked: URL | undefined;
	service.use(
		http.get('https://commons.wikimedia.org/w/api.php', ({ request }) => {
			asked = new URL(request.url);
			return HttpResponse.json(answer);
		}),
	);
	return { ...(await source.search(boars, undefined, plainClient)), asked: asked?.searchParams };
}

const searchPages = (...pages: object[]) => search({ batchcomplete: true, query: { pages } });

describe('Wikimedia Commons', () => {
	it('reads a page as it is documented', async () => {
		const { candidates, skipped, next } = await searchPages(page());
		expect(candidates).toEqual([
			{
				source: 'commons',
				sourceId: '123',
				url: INFO.thumburl,
				pageUrl: INFO.descriptionurl,
				title: 'Wild boar',
				author: 'Foo & Bar',
				authorUrl: 'https://commons.wikimedia.org/wiki/User:Foo',
				licence: 'by-sa',
				licenceVersion: '4.0',
				licenceUrl: 'https://creativecommons.org/licenses/by-sa/4.0/',
				attribution: undefined,
				width: 4000,
				height: 3000,
			},
		]);
		expect(skipped).toEqual({});
		expect(next).toBeUndefined();
	});

	it('asks for photos of the phrase, in a size that Wikimedia keeps, and gives way to people', async () => {
		const { asked } = await searchPages();
		const text = asked?.get('gsrsearch') ?? '';
		expect(text).toContain('"wild boar" -hat -"boar war" -painting');
		expect(text).toContain('filetype:bitmap filemime:image/jpeg');
		expect(Object.fromEntries(asked ?? [])).toMatchObject({
			generator: 'search',
			gsrnamespace: '6',
			gsrlimit: '50',
			iiurlwidth: '500',
			maxlag: '5',
			formatversion: '2',
		});
	});

	it('sorts by rank, since pages come by their ids', async () => {
		const { candidates } = await searchPages(
			page({}, { pageid: 5, index: 2 }),
			page({}, { pageid: 9, index: 1 }),
		);
		expect(candidates.map(({ sourceId }) => sourceId)).toEqual(['9', '5']);
	});

	it('sends back all that it is given to continue with', async () => {
		const more = { continue: { gsroffset: 50, iicontinue: 'a|b', continue: 'gsroffset||' } };
		const { next } = await search({ ...more, query: { pages: [page()] } });
		let asked: URL | undefined;
		service.use(
			http.get('https://commons.wikimedia.org/w/api.php', ({ request }) => {
				asked = new URL(request.url);
				return HttpResponse.json({ batchcomplete: true });
			}),
		);
		const last = await source.search(boars, next, plainClient);
		expect(Object.fromEntries(asked?.searchParams ?? [])).toMatchObject({
			gsroffset: '50',
			iicontinue: 'a|b',
			continue: 'gsroffset||',
			generator: 'search',
		});
		expect(last).toEqual({ candidates: [], skipped: {}, next: undefined });
	});

	it('ends where the search does, at ten thousand', async () => {
		const more = { continue: { gsroffset: 10_000, continue: 'gsroffset||' } };
		expect((await search({ ...more, query: { pages: [page()] } })).next).toBeUndefined();
	});

	it('waits for the continuation where a page came without its file', async () => {
		const { candidates, skipped } = await searchPages({ pageid: 7, ns: 6, title: 'File:A.jpg', index: 1 });
		expect({ candidates, skipped }).toEqual({ candidates: [], skipped: {} });
	});

	it.each([
		['a drawing', { mediatype: 'DRAWING', mime: 'image/svg+xml' }, 'not-a-photo'],
		['a book', { mediatype: 'OFFICE', mime: 'application/pdf' }, 'not-a-photo'],
		['a person', { extmetadata: { ...METADATA, Restrictions: { value: 'personality' } } }, 'restricted'],
		[
			'what was excluded',
			{ extmetadata: { ...METADATA, ObjectName: { value: 'Boar with a Hat' } } },
			'excluded-word',
		],
		['what has no thumbnail', { thumburl: undefined }, 'no-fitting-size'],
	])('leaves out %s', async (_what, info, reason) => {
		expect((await searchPages(page(info))).skipped).toEqual({ [reason]: 1 });
	});

	it.each([
		['a public domain without an address', { License: { value: 'pd' } }, 'pdm'],
		['an id without an address', { License: { value: 'cc-by-3.0' } }, 'by'],
		['a name alone', { LicenseShortName: { value: 'CC BY-SA 3.0' } }, 'by-sa'],
		['another licence', { LicenseShortName: { value: 'GFDL' } }, 'other'],
		['nothing', {}, 'other'],
		['PHP writing an empty object as a list', [], 'other'],
	])('reads %s', async (_what, extmetadata, licence) => {
		expect((await searchPages(page({ extmetadata }))).candidates[0].licence).toBe(licence);
	});

	it('names the uploader where no author is given', async () => {
		const { candidates } = await searchPages(page({ extmetadata: { License: METADATA.License } }));
		expect(candidates[0]).toMatchObject({ author: 'Uploader', authorUrl: undefined });
	});

	it('waits for databases that lag behind, as long as they ask', async () => {
		const opened = await openSource('commons', {
			photosPerLabel: 20,
			faults: [{ kind: 'maxlag', lag: 7, retryAfter: 60, times: 2 }],
		});
		const { candidates } = await opened.source.search(query('crow'), undefined, opened.client);
		expect(candidates.length).toBeGreaterThan(0);
		expect(opened.server.requests).toHaveLength(3);
		expect(opened.http.clock.now()).toBe(Date.parse('2026-11-24T12:02:00Z'));
	});

	it('is down when they do not catch up', async () => {
		const opened = await openSource('commons', { faults: [{ kind: 'maxlag', lag: 7, retryAfter: 5 }] });
		expect(await troubleOf(opened.source.search(query('crow'), undefined, opened.client))).toMatchObject({
			kind: 'down',
		});
	});

	it('tells what else MediaWiki objects to', async () => {
		const error = { code: 'badvalue', info: 'Unrecognized value' };
		expect(await troubleOf(search({ error }))).toEqual({
			kind: 'refused',
			status: 200,
			message: 'badvalue: Unrecognized value',
		});
	});

	it('gives authors as text, whatever they call themselves', async () => {
		const opened = await openSource('commons', { photosPerLabel: 400, hostileNames: true });
		const authors = candidatesOf(await pagesOf(opened, query('crow'))).map(({ author }) => author);
		expect(authors).toContain('Nature & Sons <Photo>');
		expect(authors.join()).not.toMatch(/<a |&amp;|&#/);
	});
});
