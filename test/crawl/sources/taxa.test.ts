import { startPhotoSource } from 'photo-services';
import { describe, expect, it } from 'vitest';
import { createApiClient } from '../../../src/crawl/http/api-client.ts';
import { exactTaxon, searchTaxa } from '../../../src/crawl/sources/index.ts';
import { openHttp, serve } from '../local-server.ts';
import { openSource } from './support.ts';

async function search(text: string, locale?: string) {
	const { server, http } = await openSource('inaturalist', { photosPerLabel: 20 });
	return searchTaxa(text, createApiClient(http, 'inaturalist'), { baseUrl: server.url, locale });
}

describe('looking up taxa', () => {
	it('puts the widest taxon of exactly the name first, the others after it', async () => {
		const taxa = await search('crow');
		expect(taxa.map(({ name }) => name)).toEqual(['Corvus', 'Corvus corone', 'Corvus macrorhynchos']);
		expect(taxa[0]).toMatchObject({ rank: 'genus', commonName: 'Crows and Ravens', group: 'Aves' });
		expect(exactTaxon('Crow', taxa)?.name).toBe('Corvus');
	});

	it('understands Japanese', async () => {
		const taxa = await search('カラス', 'ja');
		expect(taxa[0]).toMatchObject({ name: 'Corvus', commonName: 'カラス属', matchedName: 'カラス' });
		expect(exactTaxon('カラス', taxa)?.name).toBe('Corvus');
	});

	it('leaves the choice to a person where no name is exactly that', async () => {
		const taxa = await search('macrorhynchos');
		expect(taxa).toHaveLength(1);
		expect(exactTaxon('macrorhynchos', taxa)).toBeUndefined();
	});

	it('finds none for what does not live', async () => {
		expect(await search('sailboat')).toEqual([]);
	});

	it('passes over inactive taxa and records of another shape', async () => {
		const crow = { id: 1, name: 'Corvus', rank: 'genus', rank_level: 20, observations_count: 5 };
		const origin = await serve((_request, response) => {
			response.end(JSON.stringify({ results: [{ id: 'x' }, { ...crow, is_active: false }, crow] }));
		});
		const client = createApiClient(openHttp([origin]), 'inaturalist');
		const taxa = await searchTaxa('crow', client, { baseUrl: origin });
		expect(taxa).toMatchObject([{ id: 1, name: 'Corvus', rankLevel: 20, observations: 5 }]);
	});
});

it('finds photos of a narrower taxon among those of the wider', async () => {
	const server = await startPhotoSource({ photosPerLabel: 90, troubles: false });
	const total = async (taxon: number) => {
		const response = await fetch(`${server.url}/v1/observations?taxon_id=${taxon}`);
		return ((await response.json()) as { total_results: number }).total_results;
	};
	expect(await total(900_102)).toBeLessThan(await total(900_101));
	await server.close();
});
