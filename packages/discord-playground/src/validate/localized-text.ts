import { Locale } from 'discord-api-types/v10';
import { z } from 'zod';
import { issue, text } from './fields.ts';
import { choices } from './form.ts';

const CHAT_INPUT_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));

/** Of chat-input commands and their options: no spaces, and lower case where there is one. */
export const chatInputName = text({ min: 1, max: 32 }).check((context) => {
	const name = context.value;
	if (CHAT_INPUT_NAME.test(name) && name === name.toLowerCase()) return;
	if (name.length === 0 || name.length > 32) return;
	context.issues.push(issue('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid', name));
});

/** Of user and message commands. */
export const contextMenuName = text({ min: 1, max: 32, trimmed: true });

export const optionDescription = text({ min: 1, max: 100 });

/** Texts by locale, each under the rules of the text itself; nulls are dropped. */
export function localizations(value: z.ZodType<string>) {
	return z
		.record(z.string(), value.nullable())
		.check((context) => {
			for (const locale of Object.keys(context.value)) {
				if (LOCALES.has(locale)) continue;
				const message = `Value must be one of ${choices([...LOCALES])}.`;
				context.issues.push(issue('BASE_TYPE_CHOICES', message, context.value, [locale]));
			}
		})
		.nullish();
}
