import type { Snowflake } from 'discord-api-types/v10';
import type { Playground } from '../playground.ts';
import { PAGE_OF_MESSAGES } from './limits.ts';
import { type PageMessage, pageMessage } from './page-world.ts';

/** The last messages of a channel, or the last ones before a message; oldest first. */
export function messagesBefore(
	playground: Playground,
	channel: Snowflake,
	before?: Snowflake,
): PageMessage[] {
	const all = playground.messages(channel);
	const earlier = before === undefined ? all : all.filter(({ id }) => BigInt(id) < BigInt(before));
	return earlier.slice(-PAGE_OF_MESSAGES).map((message) => pageMessage(playground, message));
}
