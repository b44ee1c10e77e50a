import type { Guild, GuildTextBasedChannel, Message, Snowflake } from 'discord.js';
import { isTransient } from '../discord-errors.ts';
import { type RetryPolicy, retry } from '../flow/retry.ts';
import { canReadHistory } from '../permissions.ts';

/** Discord's largest page of history. */
const PAGE = 100;

/** In the time of an outage no channel gets more that is worth answering afterwards. */
const MAX_PAGES = 10;

const FETCH: RetryPolicy = { firstDelayMs: 250, maxDelayMs: 5_000, deadlineMs: 60_000 };

export interface MissedMessages {
	/** Oldest first. */
	readonly messages: readonly Message[];
	/** Ids of messages that the history shows as answered: by this process or an earlier one. */
	readonly answered: ReadonlySet<Snowflake>;
}

/** Channels and threads of a guild with a message newer than `after`, which the bot may read. */
export function channelsWithNews(guild: Guild, after: bigint): GuildTextBasedChannel[] {
	const channels: GuildTextBasedChannel[] = [];
	for (const channel of guild.channels.cache.values()) {
		if (!channel.isTextBased() || !channel.lastMessageId) continue;
		if (BigInt(channel.lastMessageId) > after && canReadHistory(channel)) channels.push(channel);
	}
	return channels;
}

/** Reads what was posted in a channel after a message id. */
export async function fetchMissed(channel: GuildTextBasedChannel, after: bigint): Promise<MissedMessages> {
	const messages: Message[] = [];
	let from = String(after);
	for (let page = 0; page < MAX_PAGES; page += 1) {
		const fetched = await retry(() => channel.messages.fetch({ after: from, limit: PAGE, cache: false }), {
			policy: FETCH,
			isTransient,
		});
		// Within a page the newest comes first.
		messages.push(...[...fetched.values()].reverse());
		if (fetched.size < PAGE) break;
		from = fetched.firstKey() ?? from;
	}
	return { messages, answered: new Set(messages.flatMap((message) => answeredBy(message))) };
}

/** The message that this one (or the bot's reaction on it) answers. */
function answeredBy(message: Message): Snowflake[] {
	if (message.author.id === message.client.user.id) {
		return message.reference?.messageId ? [message.reference.messageId] : [];
	}
	return message.reactions.cache.some(({ me }) => me) ? [message.id] : [];
}
