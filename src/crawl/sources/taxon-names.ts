import { z } from 'zod';
import type { ApiClient } from '../source.ts';
import { optionalText } from './fields.ts';
import { INATURALIST_URL } from './inaturalist.ts';

export const WIKIDATA_URL = 'https://www.wikidata.org';

export interface TaxonNameOptions {
	readonly inaturalistUrl?: string;
	readonly wikidataUrl?: string;
	readonly signal?: AbortSignal;
}

const taxonSchema = z.object({
	results: z.array(z.object({ rank_level: z.number(), preferred_common_name: optionalText })),
});

const searchSchema = z.object({
	query: z.object({ search: z.array(z.object({ title: z.string().regex(/^Q\d+$/) })) }),
});

const entitySchema = z.object({
	entities: z.record(
		z.string(),
		z.object({ labels: z.record(z.string(), z.object({ value: z.string().min(1) })).default({}) }),
	),
});

/**
 * What people of a language call what a taxon's photos show: as iNaturalist names it, else as Wikidata labels it.
 * @returns undefined where neither knows a name
 * @throws {SourceUnavailable} where iNaturalist cannot be asked
 */
export async function taxonName(
	taxonId: number,
	language: string,
	{ inaturalist, wikidata }: { readonly inaturalist: ApiClient; readonly wikidata: ApiClient },
	{ inaturalistUrl = INATURALIST_URL, wikidataUrl = WIKIDATA_URL, signal }: TaxonNameOptions = {},
): Promise<string | undefined> {
	const url = new URL(`/v1/taxa/${taxonId}`, inaturalistUrl);
	url.searchParams.set('locale', language);
	const { results } = await inaturalist.getJson(url, taxonSchema, { signal });
	const name = results[0]?.preferred_common_name;
	// Where iNaturalist has no name in a language, it gives the English one.
	const isOfLanguage =
		language !== 'ja' || /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(name ?? '');
	const found =
		name && isOfLanguage ? name : await wikidataLabel(taxonId, language, wikidata, wikidataUrl, signal);
	return found && language === 'ja' ? everydayJapanese(found, results[0]?.rank_level ?? 0) : found;
}

/** iNaturalist's level of a genus; a family's is 30. */
const GENUS = 20;

/**
 * A photo of the genus `カラス属` shows a `カラス`, one of the family `フクロウ科` a `フクロウ`; but nobody says `霊長` or `真猿類` of a
 * monkey, so of other wide groups no name is taken.
 */
function everydayJapanese(name: string, rankLevel: number): string | undefined {
	const member = /^([\p{Script=Katakana}ー]+)[属科目]$/u.exec(name)?.[1];
	return member ?? (rankLevel > GENUS ? undefined : name);
}

/** The label of the item that names the taxon as iNaturalist's (property P3151). */
async function wikidataLabel(
	taxonId: number,
	language: string,
	client: ApiClient,
	baseUrl: string,
	signal: AbortSignal | undefined,
): Promise<string | undefined> {
	const search = new URL('/w/api.php', baseUrl);
	search.search = new URLSearchParams({
		action: 'query',
		format: 'json',
		list: 'search',
		srsearch: `haswbstatement:P3151=${taxonId}`,
		srlimit: '1',
	}).toString();
	const { query } = await client.getJson(search, searchSchema, { signal });
	const item = query.search[0]?.title;
	if (item === undefined) return undefined;
	const entity = new URL('/w/api.php', baseUrl);
	entity.search = new URLSearchParams({
		action: 'wbgetentities',
		format: 'json',
		ids: item,
		props: 'labels',
		languages: language,
	}).toString();
	const { entities } = await client.getJson(entity, entitySchema, { signal });
	return entities[item]?.labels[language]?.value;
}
