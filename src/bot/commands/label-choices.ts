import type { Dataset, Label } from '../../dataset/catalogue/catalogue.ts';
import { UserError } from '../../errors.ts';

/** Discord's limit of suggestions. */
export const MAX_SUGGESTIONS = 25;

/** Labels that what a member has typed so far may become, by name or alias. */
export function suggestLabels(dataset: Dataset, typed: string): { name: string; value: string }[] {
	const wanted = comparable(typed);
	return dataset.labels
		.list()
		.filter(({ name, aliases }) => [name, ...aliases].some((known) => comparable(known).includes(wanted)))
		.slice(0, MAX_SUGGESTIONS)
		.map(({ name }) => ({ name, value: name }));
}

/** @throws {UserError} `label-not-found` */
export function requireLabel(dataset: Dataset, name: string): Label {
	const label = dataset.labels.find(name);
	if (!label) throw new UserError('label-not-found', { label: name });
	return label;
}

function comparable(name: string): string {
	return name.normalize('NFKC').toLowerCase().trim();
}
