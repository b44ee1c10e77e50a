import {
	DiscordAPIError,
	type DMChannel,
	type Guild,
	type GuildTextBasedChannel,
	type Message,
	Routes,
	type Snowflake,
} from 'discord.js';
import { z } from 'zod';
import { discordFailure, isTransient } from '../discord-errors.ts';
import { type RetryPolicy, retry } from '../flow/retry.ts';
import { canReadHistory } from '../permissions.ts';

/** Discord's largest page of history. */
const PAGE = 100;

/** In the time of an outage no channel gets more that is worth answering afterwards. */
const MAX_PAGES = 10;

const IDS = z.array(z.object({ id: z.string() }));

const FETCH: RetryPolicy = { firstDelayMs: 250, maxDelayMs: 5_000, deadlineMs: 60_000 };

export type ChannelWithHistory = GuildTextBasedChannel | DMChannel;

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
export async function fetchMissed(channel: ChannelWithHistory, after: bigint): Promise<MissedMessages> {
	const messages: Message[] = [];
	let from = String(after);
	for (let page = 0; page < MAX_PAGES; page += 1) {
		const { ids, messages: fetched } = await fetchPage(channel, from);
		messages.push(...fetched);
		if (ids.length < PAGE) break;
		from = ids[0] ?? from;
	}
	return { messages, answered: new Set(messages.flatMap((message) => answeredBy(message))) };
}

interface Page {
	/** Newest first, those that cannot be read among them. */
	readonly ids: readonly Snowflake[];
	/** Oldest first. */
	readonly messages: readonly Message[];
}

async function fetchPage(channel: ChannelWithHistory, after: Snowflake): Promise<Page> {
	try {
		const fetched = await patiently(() => channel.messages.fetch({ after, limit: PAGE, cache: false }));
		return { ids: [...fetched.keys()], messages: [...fetched.values()].reverse() };
	} catch (error) {
		if (discordFailure(error) !== 'bug' || error instanceof DiscordAPIError) throw error;
		return fetchOneByOne(channel, after);
	}
}

/** Where discord.js cannot make sense of one message it gives up the whole page: all but that one are asked for again. */
async function fetchOneByOne(channel: ChannelWithHistory, after: Snowflake): Promise<Page> {
	const query = new URLSearchParams({ after, limit: String(PAGE) });
	const raw = await patiently(() => channel.client.rest.get(Routes.channelMessages(channel.id), { query }));
	const ids = IDS.parse(raw).map(({ id }) => id);
	const messages: Message[] = [];
	for (const id of ids.toReversed()) {
		const fetch = () => channel.messages.fetch({ message: id, cache: false, force: true });
		const message = await patiently(fetch).catch((error: unknown) => {
			if (isTransient(error)) throw error;
			return undefined;
		});
		if (message) messages.push(message);
	}
	return { ids, messages };
}

function patiently<Result>(action: () => Promise<Result>): Promise<Result> {
	return retry(action, { policy: FETCH, isTransient });
}

/** The message that this one (or the bot's reaction on it) answers. */
function answeredBy(message: Message): Snowflake[] {
	if (message.author.id === message.client.user.id) {
		return message.reference?.messageId ? [message.reference.messageId] : [];
	}
	return message.reactions.cache.some(({ me }) => me) ? [message.id] : [];
}
