import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LICENCES } from '../../../src/crawl/licence.ts';
import { createFlickr } from '../../../src/crawl/sources/flickr.ts';
import { candidatesOf, FLICKR_KEY, openSource, pagesOf, plainClient, query, troubleOf } from './support.ts';

const service = setupServer();
beforeAll(() => service.listen({ onUnhandledRequest: 'bypass' }));
afterEach(() => service.resetHandlers());
afterAll(() => service.close());

const source = createFlickr({ licences: DEFAULT_LICENCES, key: FLICKR_KEY });

const PHOTO = {
	id: '53690001234',
	owner: '91707070@N03',
	secret: 'ab12',
	server: '5123',
	farm: 6,
	title: 'Boar &amp; friends',
	ispublic: 1,
	license: '4' as string | number,
	ownername: 'Jane',
	pathalias: 'jane' as string | null,
	tags: 'boar forest',
	url_z: 'https://live.staticflickr.com/5123/53690001234_ab12_z.jpg' as string | undefined,
	height_z: 427,
	width_z: 640,
	o_width: '4000',
	o_height: '2667',
};

async function search(photo: object) {
	let asked: URL | undefined;
	service.use(
		http.get('https://api.flickr.com/services/rest/', ({ request }) => {
			asked = new URL(request.url);
			const photos = { page: 1, pages: '1', perpage: 500, total: '1', photo: [photo] };
			return HttpResponse.json({ photos, stat: 'ok' });
		}),
	);
	const page = await source.search(query('wild boar', { exclude: ['hat'] }), undefined, plainClient);
	return { ...page, asked: asked?.searchParams };
}

describe('Flickr', () => {
	it('reads a photo as it is documented', async () => {
		const { candidates, asked } = await search(PHOTO);
		expect(candidates).toEqual([
			{
				source: 'flickr',
				sourceId: '53690001234',
				url: PHOTO.url_z,
				pageUrl: 'https://www.flickr.com/photos/jane/53690001234',
				title: 'Boar & friends',
				author: 'Jane',
				authorUrl: 'https://www.flickr.com/photos/jane',
				licence: 'by',
				licenceVersion: '2.0',
				licenceUrl: 'https://creativecommons.org/licenses/by/2.0/',
				width: 4000,
				height: 2667,
			},
		]);
		expect(Object.fromEntries(asked ?? [])).toMatchObject({
			method: 'flickr.photos.search',
			text: '"wild boar" -hat',
			license: '4,5,9,10,11,12',
			sort: 'relevance',
			safe_search: '1',
			content_type: '1',
			media: 'photos',
			per_page: '500',
			nojsoncallback: '1',
		});
	});

	it.each([
		[0, 'other', undefined],
		[1, 'by-nc-sa', '2.0'],
		[2, 'by-nc', '2.0'],
		[3, 'by-nc-nd', '2.0'],
		[4, 'by', '2.0'],
		[5, 'by-sa', '2.0'],
		[6, 'by-nd', '2.0'],
		[7, 'other', undefined],
		[8, 'other', undefined],
		[9, 'cc0', undefined],
		[10, 'pdm', undefined],
		[11, 'by', '4.0'],
		[12, 'by-sa', '4.0'],
		[13, 'by-nd', '4.0'],
		[14, 'by-nc', '4.0'],
		[15, 'by-nc-sa', '4.0'],
		[16, 'by-nc-nd', '4.0'],
		[17, 'other', undefined],
	])('knows licence %i', async (license, licence, licenceVersion) => {
		const { candidates } = await search({ ...PHOTO, license });
		expect(candidates[0]).toMatchObject({ licence });
		expect(candidates[0].licenceVersion).toBe(licenceVersion);
	});

	it('takes the size nearest to what is kept that there is', async () => {
		const address = (size: string) => `https://live.staticflickr.com/5123/53690001234_ab12_${size}.jpg`;
		const { candidates } = await search({
			...PHOTO,
			url_z: undefined,
			url_n: address('n'),
			url_c: address('c'),
		});
		expect(candidates[0].url).toBe(address('c'));
		expect((await search({ ...PHOTO, url_z: undefined })).skipped).toEqual({ 'no-fitting-size': 1 });
	});

	it('links by the number of the owner who has no alias', async () => {
		const { candidates } = await search({ ...PHOTO, pathalias: null });
		expect(candidates[0].pageUrl).toBe('https://www.flickr.com/photos/91707070@N03/53690001234');
	});

	it('leaves out what is tagged with an excluded word', async () => {
		expect((await search({ ...PHOTO, tags: 'boar hat' })).skipped).toEqual({ 'excluded-word': 1 });
	});

	it.each([10, 105, 106])('tries again after failure %i, which passes', async (code) => {
		const opened = await openSource('flickr', {
			photosPerLabel: 50,
			faults: [{ kind: 'flickr-fail', code, times: 1 }],
		});
		const { candidates } = await opened.source.search(query('crow'), undefined, opened.client);
		expect(candidates.length).toBeGreaterThan(0);
		expect(opened.server.requests).toHaveLength(2);
	});

	it.each([10, 105, 106])('is down when failure %i does not pass', async (code) => {
		const opened = await openSource('flickr', { faults: [{ kind: 'flickr-fail', code }] });
		const trouble = await troubleOf(opened.source.search(query('crow'), undefined, opened.client));
		expect(trouble.kind).toBe('down');
	});

	it('blames the key for failure 100, at once', async () => {
		const opened = await openSource('flickr', { faults: [{ kind: 'flickr-fail', code: 100 }] });
		expect(await troubleOf(opened.source.search(query('crow'), undefined, opened.client))).toEqual({
			kind: 'key',
			code: 100,
		});
		expect(opened.server.requests).toHaveLength(1);
	});

	it.each([1, 2, 3, 4, 5, 11, 12, 17, 18, 111, 112, 114, 115, 116, 9_999])(
		'reports failure %i with its code and words, and does not insist',
		async (code) => {
			const opened = await openSource('flickr', {
				faults: [{ kind: 'flickr-fail', code, message: 'Their words' }],
			});
			expect(await troubleOf(opened.source.search(query('crow'), undefined, opened.client))).toEqual({
				kind: 'refused',
				status: 200,
				code,
				message: 'Their words',
			});
			expect(opened.server.requests).toHaveLength(1);
		},
	);

	it('takes failure 20 for the end of the results', async () => {
		const opened = await openSource('flickr', { faults: [{ kind: 'flickr-fail', code: 20 }] });
		const page = await opened.source.search(query('crow'), '3', opened.client);
		expect(page).toEqual({ candidates: [], skipped: {} });
	});

	it('ends at 4,000 results, after which they repeat', async () => {
		const opened = await openSource('flickr', { photosPerLabel: 30_000, troubles: false });
		const pages = await pagesOf(opened, query('crow'));
		expect(pages).toHaveLength(8);
		const ids = candidatesOf(pages).map(({ sourceId }) => sourceId);
		expect(new Set(ids).size).toBe(ids.length);
	});
});
