import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LICENCES } from '../../../src/crawl/licence.ts';
import { createINaturalist } from '../../../src/crawl/sources/inaturalist.ts';
import { candidatesOf, openSource, pagesOf, plainClient, query, skippedOf } from './support.ts';

const service = setupServer();
beforeAll(() => service.listen({ onUnhandledRequest: 'error' }));
afterEach(() => service.resetHandlers());
afterAll(() => service.close());

const source = createINaturalist({ licences: DEFAULT_LICENCES });
const weevils = query('weevil', { taxonId: 493_595 });

/** As pyinaturalist recorded it, shortened. */
const OBSERVATION = {
	id: 16_227_955,
	uuid: '6448d03a-7f9a-4099-86aa-ca09a7740b00',
	quality_grade: 'research',
	captive: false,
	uri: 'https://www.inaturalist.org/observations/16227955',
	license_code: 'cc0',
	annotations: [] as object[],
	taxon: { id: 493_595, name: 'Lixus bardanae', rank: 'species', ancestor_ids: [48_460, 1] },
	user: { id: 886_482, login: 'niconoe', name: 'Nicolas Noé' },
	photos: [
		{
			id: 24_355_315,
			license_code: 'cc-by' as string | null,
			attribution: '(c) Nicolas Noé, some rights reserved (CC BY)',
			flags: [] as object[],
			original_dimensions: { width: 1445, height: 1057 },
			url: 'https://static.inaturalist.org/photos/24355315/square.jpeg?1536150664',
		},
	],
};

async function search(observation: object) {
	let asked: URL | undefined;
	service.use(
		http.get('https://api.inaturalist.org/v1/observations', ({ request }) => {
			asked = new URL(request.url);
			return HttpResponse.json({ total_results: 1, page: 1, per_page: 200, results: [observation] });
		}),
	);
	const page = await source.search(weevils, undefined, plainClient);
	return { ...page, asked: asked?.searchParams };
}

describe('iNaturalist', () => {
	it('answers only for labels that are a taxon', () => {
		expect(source.canAnswer(query('boar'))).toBe(false);
		expect(source.canAnswer(weevils)).toBe(true);
	});

	it('reads an observation as it is documented', async () => {
		const { candidates, asked } = await search(OBSERVATION);
		expect(candidates).toEqual([
			{
				source: 'inaturalist',
				sourceId: '24355315',
				series: '16227955',
				url: 'https://static.inaturalist.org/photos/24355315/medium.jpeg?1536150664',
				pageUrl: 'https://www.inaturalist.org/photos/24355315',
				title: 'Lixus bardanae',
				author: 'Nicolas Noé',
				authorUrl: 'https://www.inaturalist.org/people/niconoe',
				licence: 'by',
				attribution: '(c) Nicolas Noé, some rights reserved (CC BY)',
				width: 1445,
				height: 1057,
			},
		]);
		expect(Object.fromEntries(asked ?? [])).toMatchObject({
			taxon_id: '493595',
			quality_grade: 'research',
			photo_license: 'cc0,cc-by,cc-by-sa',
			per_page: '200',
			order_by: 'id',
			order: 'desc',
		});
	});

	it('goes by the licence of the photo, not of the observation', async () => {
		const photo = { ...OBSERVATION.photos[0], license_code: null };
		const { candidates } = await search({ ...OBSERVATION, photos: [photo] });
		expect(candidates[0].licence).toBe('other');
	});

	it('does not take "no known restrictions" for public domain', async () => {
		const photo = { ...OBSERVATION.photos[0], license_code: 'pd' };
		const { candidates } = await search({ ...OBSERVATION, photos: [photo] });
		expect(candidates[0].licence).toBe('other');
	});

	it.each([
		['a feather', 22, 23],
		['scat', 22, 25],
		['a track', 22, 26],
		['a bone', 22, 27],
		['a moult', 22, 28],
		['an egg', 22, 30],
		['hair', 22, 31],
		['a nest', 22, 35],
		['a dead animal', 17, 19],
	])('leaves out what shows %s', async (_what, attribute, value) => {
		const annotations = [{ controlled_attribute_id: attribute, controlled_value_id: value }];
		const { candidates, skipped } = await search({ ...OBSERVATION, annotations });
		expect(candidates).toEqual([]);
		expect(skipped).toEqual({ 'evidence-only': 1 });
	});

	it('keeps what shows the organism itself, alive', async () => {
		const annotations = [
			{ controlled_attribute_id: 22, controlled_value_id: 24 },
			{ controlled_attribute_id: 17, controlled_value_id: 18 },
		];
		expect((await search({ ...OBSERVATION, annotations })).candidates).toHaveLength(1);
	});

	it('leaves out photos that were flagged', async () => {
		const photo = { ...OBSERVATION.photos[0], flags: [{ flag: 'copyright infringement' }] };
		expect((await search({ ...OBSERVATION, photos: [photo] })).skipped).toEqual({ flagged: 1 });
	});

	it('takes two photos of an observation, all of one series', async () => {
		const photos = [1, 2, 3, 4].map((id) => ({ ...OBSERVATION.photos[0], id }));
		const { candidates, skipped } = await search({ ...OBSERVATION, photos });
		expect(candidates.map(({ sourceId, series }) => [sourceId, series])).toEqual([
			['1', '16227955'],
			['2', '16227955'],
		]);
		expect(skipped).toEqual({ 'series-full': 2 });
	});

	it('goes down the ids, past the end of the pages', async () => {
		const opened = await openSource('inaturalist', { photosPerLabel: 1_500 });
		const pages = await pagesOf(opened, query('crow', { taxonId: 900_101 }));
		const below = opened.server.requests.map(({ query }) =>
			Number(query['id_below'] ?? Number.POSITIVE_INFINITY),
		);
		expect(below).toEqual(below.toSorted((a, b) => b - a));
		expect(candidatesOf(pages).length).toBeGreaterThan(400);
		expect(Object.keys(skippedOf(pages)).sort()).toEqual(['evidence-only', 'flagged', 'series-full']);
	});
});
