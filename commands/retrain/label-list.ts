import { MAX_SUGGESTIONS, suggestLabels } from '../../src/bot/commands/label-choices.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';

/** Discord's limit of a suggestion's name and value. */
const MAX_VALUE = 100;

const SEPARATORS = /[,、,]/;

/** Suggests how a list of labels, set apart by commas, may go on: with each label that is not in it. */
export function suggestList(dataset: Dataset, typed: string): { name: string; value: string }[] {
	const parts = typed.split(SEPARATORS).map((part) => part.trim());
	const last = parts.pop() ?? '';
	const known = parts.flatMap((part) => dataset.labels.find(part) ?? []);
	const before = known.map(({ name }) => `${name}, `).join('');
	return suggestLabels(dataset, last)
		.filter(({ value }) => !known.some(({ name }) => name === value))
		.map(({ name, value }) => ({ name: before + name, value: before + value }))
		.filter(({ value }) => value.length <= MAX_VALUE)
		.slice(0, MAX_SUGGESTIONS);
}
