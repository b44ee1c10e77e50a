import { type Dataset, displayNamesOf, knownNames, type Label } from '../../dataset/catalogue/catalogue.ts';
import { UserError } from '../../errors.ts';
import type { Locale } from '../../i18n/locale.ts';
import { escapeText, plainLine } from '../answer/text.ts';

/** Discord's limit of suggestions. */
export const MAX_SUGGESTIONS = 25;

/** Of the characters of one. */
const MAX_CHOICE = 100;

/** A label as a member reads it: `カラス（crow）` where it is called otherwise in their language than by its name. */
export function labelText(label: Label, locale: Locale): string {
	return escapeText(plainLabel(label, locale));
}

/** A label as members call it, and nothing more: for lines in which its name would be one word too many. */
export function calledIn(label: Parameters<typeof displayNamesOf>[0], locale: Locale): string {
	return displayNamesOf(label)[locale] ?? label.name;
}

function plainLabel(label: Label, locale: Locale): string {
	const called = calledIn(label, locale);
	if (called === label.name) return called;
	return locale === 'ja' ? `${called}（${label.name}）` : `${called} (${label.name})`;
}

/** Labels that what a member has typed so far may become, by any name. */
export async function suggestLabels(
	dataset: Dataset,
	typed: string,
	locale: Locale,
): Promise<{ name: string; value: string }[]> {
	const wanted = comparable(typed);
	return (await dataset.labels.list())
		.filter((label) => knownNames(label).some((known) => comparable(known).includes(wanted)))
		.slice(0, MAX_SUGGESTIONS)
		.map((label) => ({ name: plainLine(plainLabel(label, locale), MAX_CHOICE), value: label.name }));
}

/** @throws {UserError} `label-not-found` */
export async function requireLabel(dataset: Dataset, name: string): Promise<Label> {
	const label = await dataset.labels.find(name);
	if (!label) throw new UserError('label-not-found', { label: name });
	return label;
}

function comparable(name: string): string {
	return name.normalize('NFKC').toLowerCase().trim();
}
