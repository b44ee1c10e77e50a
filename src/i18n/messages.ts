import type { ErrorDetails, UserError } from '../errors.ts';
import { en } from './en/index.ts';
import { ja } from './ja/index.ts';
import type { Locale } from './locale.ts';

/** The shape of a language: English's. */
export type Messages = typeof en;

const MESSAGES: Record<Locale, Messages> = { en, ja };

export function messagesFor(locale: Locale): Messages {
	return MESSAGES[locale];
}

/** A refusal as a sentence in the given language. */
export function describeError(error: UserError, locale: Locale): string {
	// The class pairs code and details; TypeScript cannot follow that pair through an index.
	const describe = MESSAGES[locale].errors[error.code] as (
		details: ErrorDetails[typeof error.code],
	) => string;
	return describe(error.details);
}
