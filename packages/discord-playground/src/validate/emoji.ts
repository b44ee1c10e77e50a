import { z } from 'zod';
import { parseEmoji } from '../world/reactions.ts';
import { boolean, issue, snowflake } from './fields.ts';

/** The emoji of a button or an option: a character, or a custom one by id. */
export function partialEmoji(discordCode: string) {
	return z
		.object({ id: snowflake.nullish(), name: z.string().nullish(), animated: boolean.nullish() })
		.check((context) => {
			const { id, name } = context.value;
			const isEmoji = typeof id === 'string' || (typeof name === 'string' && parseEmoji(name) !== null);
			if (!isEmoji) context.issues.push(issue(discordCode, 'Invalid emoji', context.value, ['name']));
		});
}
