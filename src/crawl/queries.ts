import type { Label } from '../dataset/catalogue/catalogue.ts';
import { foldName } from '../dataset/catalogue/label.ts';
import type { Query } from './source.ts';

/**
 * What sources are asked for a label, as long as it wants more: its search terms, which somebody chose for that, then its
 * name and aliases. Only the first carries what stands for all of them, where a source goes by that: the taxon and the
 * names.
 */
export function queriesFor({ name, aliases, searchTerms, exclusions, entity }: Label): Query[] {
	const wanted = [...searchTerms, name, ...aliases];
	const texts = wanted.filter(
		(text, index) => wanted.findIndex((other) => foldName(other) === foldName(text)) === index,
	);
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
