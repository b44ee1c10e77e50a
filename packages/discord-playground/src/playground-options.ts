import type { Clock } from './clock.ts';
import type { WorldDescription } from './world/description.ts';

export interface PlaygroundOptions {
	/** Of loopback: the playground has no accounts and is not reachable from elsewhere. 0, the default, takes a free one. */
	readonly port?: number;
	/** Who and what there is at first; a demonstration by default. What was kept in `stateFolder` goes before. */
	readonly world?: WorldDescription;
	/** The bot's user name; `bot` by default. */
	readonly botName?: string;
	/**
	 * Where servers, members, channels, commands, the latest messages of each channel, and all their ids are kept, to be
	 * the same at the next start.
	 */
	readonly stateFolder?: string;
	/** The bot's token; a random one of the right form by default. */
	readonly token?: string;
	readonly clock?: Clock;
	/** Which calls faults befall follows from it, where they are given a probability. */
	readonly seed?: number;
	/**
	 * `documented` enforces the limits Discord announces in its headers (5 messages in 5 seconds and channel, 50
	 * requests a second in all), and that of logins (`sharding.maxConcurrency`); `off`, the default, announces them and never enforces them.
	 */
	readonly rateLimits?: 'documented' | 'off';
	/** How many shards a bot needs, and how fast they may log in. */
	readonly sharding?: Partial<ShardingOptions>;
	/** The switches of the developer portal; all on by default. A session asking for more is closed with 4014. */
	readonly privilegedIntents?: Partial<PrivilegedIntents>;
	readonly heartbeatIntervalMs?: number;
	/** How long a signed attachment address works; 24 hours by default, as on Discord. */
	readonly attachmentLifetimeMs?: number;
	/** REST calls kept in `calls`; 10,000 by default, older ones are forgotten. */
	readonly callsKept?: number;
}

export interface ShardingOptions {
	/** What `GET /gateway/bot` recommends; one for each 1,000 servers by default. */
	readonly recommended: number;
	/** Servers that one session may have, 2,500 by default; one with more is closed with 4011. */
	readonly maxGuilds: number;
	/**
	 * `max_concurrency`: so many buckets there are, 1 by default; a shard is in the one of its id modulo their number, and
	 * each takes one login in five seconds. One too early is told that its session is invalid.
	 */
	readonly maxConcurrency: number;
}

export interface PrivilegedIntents {
	readonly messageContent: boolean;
	readonly guildMembers: boolean;
	readonly guildPresences: boolean;
}
