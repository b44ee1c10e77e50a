import { z } from 'zod';
import { rule, snowflake } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import type { ChannelRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

const query = z
	.object({
		limit: z.coerce.number().int().min(1).max(100).default(50),
		before: snowflake.optional(),
		after: snowflake.optional(),
		around: snowflake.optional(),
	})
	.check(
		rule(({ before, after, around }, complain) => {
			if ([before, after, around].filter((id) => id !== undefined).length <= 1) return;
			complain('BASE_TYPE_INVALID', 'before, after and around are mutually exclusive');
		}),
	);

/** Part of a channel's history, newest first. */
export function messagePage(
	world: World,
	channel: ChannelRecord,
	rawQuery: Readonly<Record<string, string>>,
): MessageRecord[] {
	const { limit, before, after, around } = parseForm(query, rawQuery);
	const messages = channel.messageIds
		.map((id) => world.state.messages.get(id))
		.filter((message) => message !== undefined)
		.filter((message) => message.visibleTo === null);
	return select().reverse();

	function select(): MessageRecord[] {
		if (after !== undefined)
			return messages.filter(({ id }) => compareSnowflakes(id, after) > 0).slice(0, limit);
		if (around !== undefined) {
			const older = messages.filter(({ id }) => compareSnowflakes(id, around) < 0);
			const rest = messages.slice(older.length);
			const half = Math.floor(limit / 2);
			return [...older.slice(Math.max(0, older.length - half)), ...rest].slice(0, limit);
		}
		const older =
			before === undefined ? messages : messages.filter(({ id }) => compareSnowflakes(id, before) < 0);
		return older.slice(-limit);
	}
}
