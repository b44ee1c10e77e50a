import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LICENCES } from '../../../src/crawl/licence.ts';
import { createOpenverse } from '../../../src/crawl/sources/openverse.ts';
import { openSource, pagesOf, plainClient, query } from './support.ts';

const service = setupServer();
beforeAll(() => service.listen({ onUnhandledRequest: 'bypass' }));
afterEach(() => service.resetHandlers());
afterAll(() => service.close());

const source = createOpenverse({ licences: [...DEFAULT_LICENCES, 'by-nd'] });

const IMAGE = {
	id: '4bc43a04-ef46-4544-a0c1-63c63f56e276',
	title: 'Tree Bark Photo',
	indexed_on: '2022-08-27T17:39:48Z',
	foreign_landing_url: 'https://stocksnap.io/photo/XNVBVXO3B7',
	url: 'https://cdn.stocksnap.io/img-thumbs/960w/XNVBVXO3B7.jpg',
	creator: 'Tim Sullivan',
	creator_url: 'https://stocksnap.io/author/1',
	license: 'cc0',
	license_version: '1.0',
	license_url: 'https://creativecommons.org/publicdomain/zero/1.0/',
	provider: 'stocksnap',
	source: 'stocksnap',
	category: 'photograph' as string | null,
	filesize: 896_128,
	filetype: 'jpg',
	tags: [{ name: 'tree', accuracy: 0.95 }],
	attribution: '"Tree Bark Photo" by Tim Sullivan is marked with CC0 1.0.',
	fields_matched: ['title'],
	mature: false,
	height: 4016,
	width: 6016,
	thumbnail: 'https://api.openverse.org/v1/images/4bc43a04-ef46-4544-a0c1-63c63f56e276/thumb/',
	unstable__sensitivity: [] as string[],
};

async function search(image: object) {
	let asked: URL | undefined;
	service.use(
		http.get('https://api.openverse.org/v1/images/', ({ request }) => {
			asked = new URL(request.url);
			return HttpResponse.json({ result_count: 1, page_count: 1, page_size: 20, page: 1, results: [image] });
		}),
	);
	const page = await source.search(query('tree', { exclude: ['christmas'] }), undefined, plainClient);
	return { ...page, asked: asked?.searchParams };
}

describe('Openverse', () => {
	it('reads an image as it is documented', async () => {
		const { candidates, asked } = await search(IMAGE);
		expect(candidates).toEqual([
			{
				source: 'openverse',
				sourceId: IMAGE.id,
				url: IMAGE.thumbnail,
				pageUrl: IMAGE.foreign_landing_url,
				title: 'Tree Bark Photo',
				author: 'Tim Sullivan',
				authorUrl: 'https://stocksnap.io/author/1',
				licence: 'cc0',
				licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
				attribution: IMAGE.attribution,
				width: 6016,
				height: 4016,
			},
		]);
		expect(Object.fromEntries(asked ?? [])).toEqual({
			q: 'tree -christmas',
			license: 'cc0,pdm,by,by-sa',
			mature: 'false',
			page_size: '20',
			page: '1',
		});
	});

	it('keeps images that state no category', async () => {
		expect((await search({ ...IMAGE, category: null })).candidates).toHaveLength(1);
	});

	it.each([
		['mature', { mature: true }, 'sensitive'],
		['said to be sensitive', { unstable__sensitivity: ['user_reported_sensitive'] }, 'sensitive'],
		['an illustration', { category: 'illustration' }, 'not-a-photo'],
		['tagged with an excluded word', { tags: [{ name: 'Christmas' }] }, 'excluded-word'],
		['without a thumbnail', { thumbnail: null }, 'no-fitting-size'],
	])('leaves out what is %s', async (_what, changes, reason) => {
		expect((await search({ ...IMAGE, ...changes })).skipped).toEqual({ [reason]: 1 });
	});

	it('believes neither licence where two are stated', async () => {
		const { candidates } = await search({ ...IMAGE, license: 'by', license_version: '4.0' });
		expect(candidates[0].licence).toBe('other');
	});

	it('goes no deeper than 240 works, over pages that may be short', async () => {
		const opened = await openSource('openverse', { photosPerLabel: 900 });
		const pages = await pagesOf(opened, query('crow'));
		expect(pages).toHaveLength(12);
		expect(pages.some(({ candidates }) => candidates.length < 20)).toBe(true);
		expect(opened.server.requests.every(({ status }) => status === 200)).toBe(true);
	});
});
