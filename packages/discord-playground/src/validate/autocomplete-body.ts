import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import { z } from 'zod';
import { list, text } from './fields.ts';
import { Form } from './form.ts';
import { localizations } from './localized-text.ts';

const name = text({ min: 1, max: 100 });

const suggestions = z.object({
	choices: list(
		z.object({
			name,
			name_localizations: localizations(name),
			value: z.union([text({ max: 100 }), z.number()]),
		}),
		{ max: 25 },
	),
});

/** @throws {DiscordError} 50035 */
export function parseChoices(value: unknown): APIApplicationCommandOptionChoice[] {
	const form = new Form();
	const parsed = form.parse(suggestions, value ?? {}, ['data']);
	form.throwIfInvalid();
	return (parsed?.choices ?? []) as APIApplicationCommandOptionChoice[];
}
