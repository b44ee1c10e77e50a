import { describe, expect, it } from 'vitest';
import { createApiClient } from '../../../src/crawl/http/api-client.ts';
import { taxonName } from '../../../src/crawl/sources/index.ts';
import { openHttp, serve } from '../local-server.ts';
import { openSource } from './support.ts';

/** Of iNaturalist and Wikidata at one address. */
function ask(origin: string, taxonId: number, language: string, http = openHttp([origin])) {
	const clients = {
		inaturalist: createApiClient(http, 'inaturalist'),
		wikidata: createApiClient(http, 'wikidata'),
	};
	return taxonName(taxonId, language, clients, { inaturalistUrl: origin, wikidataUrl: origin });
}

describe('what a living thing is called', () => {
	it.each([
		[900_101, 'ja', 'カラス'],
		[900_102, 'ja', 'ハシボソガラス'],
		[900_201, 'ja', 'イノシシ'],
		[900_201, 'en', 'Wild Boar'],
	])('taxon %i in %s: %s', async (id, language, name) => {
		const { server, http } = await openSource('inaturalist', { photosPerLabel: 20 });
		expect(await ask(server.url, id, language, http)).toBe(name);
	});

	it.each([
		['フクロウ科', 30, 'フクロウ'],
		['霊長目', 40, undefined],
		['維管束植物', 67, undefined],
	])('is in Japanese what its members are called: %s', async (preferred_common_name, rank_level, name) => {
		const origin = await serve((_request, response) => {
			response.end(JSON.stringify({ results: [{ rank_level, preferred_common_name }] }));
		});
		expect(await ask(origin, 1, 'ja')).toBe(name);
	});

	it('is looked up at Wikidata where iNaturalist has it in English alone', async () => {
		const origin = await serve((request, response) => {
			const url = new URL(request.url ?? '', 'http://localhost');
			const answers: Record<string, unknown> = {
				query: { query: { search: [{ title: 'Q25348' }] } },
				wbgetentities: { entities: { Q25348: { labels: { ja: { value: 'ハシブトガラス' } } } } },
			};
			const answer = answers[url.searchParams.get('action') ?? ''];
			const taxon = { results: [{ rank_level: 10, preferred_common_name: 'Large-billed Crow' }] };
			response.end(JSON.stringify(answer ?? taxon));
		});
		expect(await ask(origin, 144_757, 'ja')).toBe('ハシブトガラス');
	});

	it('is left open where nobody knows it', async () => {
		const origin = await serve((request, response) => {
			const isWikidata = request.url?.startsWith('/w/');
			response.end(JSON.stringify(isWikidata ? { query: { search: [] } } : { results: [] }));
		});
		expect(await ask(origin, 1, 'ja')).toBeUndefined();
	});
});
