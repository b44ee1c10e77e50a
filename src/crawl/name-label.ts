import {
	type Dataset,
	DISPLAY_LANGUAGES,
	type DisplayNames,
	displayNamesOf,
	type Label,
	languageOf,
} from '../dataset/catalogue/catalogue.ts';
import { isUserError } from '../errors.ts';
import type { Crawler } from './open-crawler.ts';
import { SourceUnavailable } from './source.ts';

/** Longest to wait: the label is there whether it gets its names or not. */
const PATIENCE_MS = 8_000;

/**
 * Calls a label whose living thing is known what people call that, in each language that it has no name in. Names that
 * another label has, or that cannot be asked for now, are left open.
 * @param by whose change it is
 */
export async function nameByTaxon(
	label: Label,
	{ labels }: Pick<Dataset, 'labels'>,
	crawler: Pick<Crawler, 'taxonName'> | undefined,
	by: string,
): Promise<Label> {
	if (!label.entity || !crawler) return label;
	let named = label;
	const known: DisplayNames = { ...displayNamesOf(label), [languageOf(label.name)]: label.name };
	for (const language of DISPLAY_LANGUAGES.filter((language) => !known[language])) {
		try {
			const signal = AbortSignal.timeout(PATIENCE_MS);
			const name = await crawler.taxonName(label.entity.taxonId, language, signal);
			if (name) named = await labels.edit(label.id, { displayNames: { [language]: name } }, by);
		} catch (error) {
			if (!isLeftOpen(error)) throw error;
		}
	}
	return named;
}

function isLeftOpen(error: unknown): boolean {
	return (
		error instanceof SourceUnavailable ||
		isUserError(error, 'label-name-taken', 'label-name-invalid', 'label-not-found') ||
		(error instanceof Error && error.name === 'TimeoutError')
	);
}
