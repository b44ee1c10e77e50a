import type { Entity } from '../../src/dataset/catalogue/catalogue.ts';

/** The custom ids of what `/labels` shows; the state says which part was used, and the id of the label. */
export const LABELS = { name: 'labels', version: 1 } as const;

/** The choice that a label is none of the living things offered. */
export const NO_TAXON = 'none';

/** Discord's limit of an option's value. */
const MAX_VALUE = 100;

/** A living thing as the value of a menu's option, so that the menu works after a restart. */
export function formatTaxonValue({ id, name }: { readonly id: number; readonly name: string }): string {
	return `${id} ${name}`.slice(0, MAX_VALUE);
}

export function parseTaxonValue(value: string): Entity | undefined {
	const [, id, name] = /^(\d{1,15}) (.+)$/s.exec(value) ?? [];
	return id === undefined || name === undefined ? undefined : { taxonId: Number(id), name };
}
