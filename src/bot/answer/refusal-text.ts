import { type ErrorDetails, UserError } from '../../errors.ts';
import type { Locale } from '../../i18n/locale.ts';
import { describeError } from '../../i18n/messages.ts';
import { escapeText } from './escape.ts';
import { MAX_CONTENT, shortened } from './fit.ts';

/** Of one fact. */
const FACT_CHARACTERS = 200;

/** A refusal in its own words, as a message can hold it: labels and whatever else people named come escaped. */
export function refusalText(error: UserError, locale: Locale, most = MAX_CONTENT): string {
	const details = escaped(error.details) as ErrorDetails[typeof error.code];
	return shortened(describeError(new UserError(error.code, details), locale), most);
}

function escaped(fact: unknown): unknown {
	if (typeof fact === 'string') return fact === '' ? '' : escapeText(fact, FACT_CHARACTERS);
	if (Array.isArray(fact)) return fact.map(escaped);
	if (typeof fact !== 'object' || fact === null) return fact;
	return Object.fromEntries(Object.entries(fact).map(([name, value]) => [name, escaped(value)]));
}
