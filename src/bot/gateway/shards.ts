import { type Client, type ClientOptions, ShardClientUtil, Status } from 'discord.js';

/** Some of a bot's shards: from one to another, both included, of so many. */
export interface ShardRange {
	readonly first: number;
	readonly last: number;
	readonly count: number;
}

/** Which shards a process has: as many as Discord recommends and all of them, or some. */
export type Shards = 'auto' | ShardRange;

/** As discord.js's client takes them. */
export function shardOptions(shards: Shards): Pick<ClientOptions, 'shards' | 'shardCount'> {
	if (shards === 'auto') return { shards };
	const { first, last, count } = shards;
	return { shards: Array.from({ length: last - first + 1 }, (_, n) => first + n), shardCount: count };
}

/** Direct messages come to this one, whatever the number of shards. */
export const FIRST_SHARD = 0;

/** Whether a client that is logged in hears of a server; of direct messages, where there is none. */
export function hears(client: Client, guildId: string | null): boolean {
	// discord.js enters the number there when it connects.
	const { shardCount = 1 } = client.options;
	const shard = guildId === null ? FIRST_SHARD : ShardClientUtil.shardIdForGuildId(guildId, shardCount);
	return client.ws.shards.has(shard);
}

/** Where the bot stands with a server, as far as this process can tell: it knows nothing of other shards' servers. */
export type Whereabouts = 'present' | 'absent' | 'elsewhere';

export function whereabouts(client: Client, guildId: string): Whereabouts {
	if (client.guilds.cache.has(guildId)) return 'present';
	return hears(client, guildId) ? 'absent' : 'elsewhere';
}

/** How the connections of a client are; before the first login there are none. */
export function gatewayStatus(client: Client | undefined) {
	const shards = [...(client?.ws.shards.values() ?? [])];
	const pings = shards.map(({ ping }) => ping).filter((ping) => ping >= 0);
	return {
		shards: {
			connected: shards.filter(({ status }) => status === Status.Ready).length,
			count: shards.length,
		},
		/** Of the slowest, in milliseconds; null before the first heartbeat. */
		latencyMs: pings.length > 0 ? Math.round(Math.max(...pings)) : null,
	};
}
