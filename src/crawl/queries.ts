import type { Label } from '../dataset/catalogue/catalogue.ts';
import type { Query } from './source.ts';

/**
 * What sources are asked for a label: one query for each search term. Only the first carries what stands for all of
 * them, where a source goes by that: the taxon and the names.
 */
export function queriesFor({ name, aliases, searchTerms, exclusions, entity }: Label): Query[] {
	const texts = searchTerms.length > 0 ? searchTerms : [name];
	return texts.map((text, index) => ({
		text,
		exclude: exclusions,
		...(index === 0 && { taxonId: entity?.taxonId, names: [name, ...aliases] }),
	}));
}

/** The query in a canonical form, under which its cursor is kept. */
export function queryKey({ text, exclude, taxonId }: Query): string {
	return JSON.stringify([text.normalize('NFC'), exclude.toSorted(), taxonId ?? null]);
}
