import { z } from 'zod';
import type { ApiClient } from '../source.ts';
import { optionalText, optionalUrl } from './fields.ts';
import { INATURALIST_URL } from './inaturalist.ts';

/** A group of living things that a label may stand for, of any rank: a species, a genus, a family. */
export interface Taxon {
	readonly id: number;
	/** Scientific: `Corvus`. */
	readonly name: string;
	/** In the language asked for: `Crows and Ravens`. */
	readonly commonName?: string;
	/** The name that the search found: a synonym, a name in another language. */
	readonly matchedName?: string;
	readonly rank: string;
	/** The higher, the wider: species 10, genus 20, family 30. */
	readonly rankLevel: number;
	readonly observations: number;
	/** `Aves`, `Mammalia`, `Plantae`. */
	readonly group?: string;
	readonly pictureUrl?: string;
}

export interface TaxonSearchOptions {
	readonly baseUrl?: string;
	/** Language of the common names: `en`, `ja`. */
	readonly locale?: string;
	readonly signal?: AbortSignal;
}

const answerSchema = z.object({ results: z.array(z.unknown()) });

const taxonSchema = z
	.object({
		id: z.number().int().positive(),
		name: z.string().min(1),
		rank: z.string(),
		rank_level: z.number(),
		matched_term: optionalText,
		preferred_common_name: optionalText,
		iconic_taxon_name: optionalText,
		observations_count: z.number().int().nonnegative().catch(0),
		is_active: z.boolean().nullish(),
		default_photo: z.object({ square_url: optionalUrl, medium_url: optionalUrl }).nullish(),
	})
	.transform((taxon): Taxon & { readonly active: boolean } => ({
		id: taxon.id,
		name: taxon.name,
		commonName: taxon.preferred_common_name,
		matchedName: taxon.matched_term,
		rank: taxon.rank,
		rankLevel: taxon.rank_level,
		observations: taxon.observations_count,
		group: taxon.iconic_taxon_name,
		pictureUrl: taxon.default_photo?.square_url ?? taxon.default_photo?.medium_url ?? undefined,
		active: taxon.is_active !== false,
	}));

/** Taxa that a text may mean, the likeliest first: those of exactly that name, then as iNaturalist ranks them. */
export async function searchTaxa(
	text: string,
	client: ApiClient,
	options: TaxonSearchOptions = {},
): Promise<Taxon[]> {
	const url = new URL('/v1/taxa/autocomplete', options.baseUrl ?? INATURALIST_URL);
	url.search = new URLSearchParams({ q: text, is_active: 'true', per_page: '10' }).toString();
	if (options.locale) url.searchParams.set('locale', options.locale);

	const { results } = await client.getJson(url, answerSchema, { signal: options.signal });
	const taxa = results.flatMap((record) => {
		const parsed = taxonSchema.safeParse(record);
		if (!parsed.success || !parsed.data.active) return [];
		const { active: _, ...taxon } = parsed.data;
		return [taxon];
	});
	const exact = taxa.filter((taxon) => isNamed(taxon, text)).sort(widestFirst);
	return [...exact, ...taxa.filter((taxon) => !exact.includes(taxon))];
}

/**
 * The taxon to take without asking: of exactly that name, the widest (a crow is any of the genus), then the most
 * observed. Undefined when none is, and a person has to choose.
 */
export function exactTaxon(text: string, taxa: readonly Taxon[]): Taxon | undefined {
	return taxa.filter((taxon) => isNamed(taxon, text)).sort(widestFirst)[0];
}

/** What a name stands for among living things, as far as that can be told without asking. */
export type Meaning =
	/** Just one is called exactly so. */
	| { readonly kind: 'certain'; readonly taxon: Taxon }
	/** A person has to choose, perhaps none of them. */
	| { readonly kind: 'open'; readonly taxa: readonly Taxon[] }
	| { readonly kind: 'none' };

/** @param taxa as `searchTaxa` found them by the text */
export function meaningOf(text: string, taxa: readonly Taxon[]): Meaning {
	if (taxa.length === 0) return { kind: 'none' };
	const [taxon, ...others] = taxa.filter((found) => isNamed(found, text));
	return taxon && others.length === 0 ? { kind: 'certain', taxon } : { kind: 'open', taxa };
}

function isNamed({ commonName, matchedName }: Taxon, text: string): boolean {
	const wanted = comparable(text);
	return [commonName, matchedName].some((name) => name !== undefined && comparable(name) === wanted);
}

function widestFirst(a: Taxon, b: Taxon): number {
	return b.rankLevel - a.rankLevel || b.observations - a.observations;
}

function comparable(name: string): string {
	return name.normalize('NFKC').trim().toLowerCase();
}
