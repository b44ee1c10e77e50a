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

/** Where a refusal is read: commands of the one are of no use in the other. */
export type Face = 'command line' | 'chat';

/** A refusal as a sentence in the given language. */
export function describeError(error: UserError, locale: Locale, face: Face = 'command line'): string {
	const { errors, errorsInChat } = MESSAGES[locale];
	const texts = face === 'chat' ? { ...errors, ...errorsInChat } : errors;
	// The class pairs code and details; TypeScript cannot follow that pair through an index.
	const describe = texts[error.code] as (details: ErrorDetails[typeof error.code]) => string;
	return describe(error.details);
}
