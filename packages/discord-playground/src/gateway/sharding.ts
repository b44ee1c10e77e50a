import type { ShardingOptions } from '../playground-options.ts';

/** Between two logins of the same bucket. */
const IDENTIFY_MS = 5_000;
/** For each of which Discord recommends a shard, and beyond which it refuses a session. */
const GUILDS_PER_SHARD = 1_000;
const MAX_GUILDS = 2_500;
/** Of bots in fewer than 150,000 servers. */
const MAX_CONCURRENCY = 1;

/** What Discord says about the shards of a bot. */
export class Sharding {
	readonly maxGuilds: number;
	readonly maxConcurrency: number;
	readonly #recommended: number | undefined;
	readonly #isEnforced: boolean;
	/** When a session of each bucket began last. */
	readonly #began = new Map<number, number>();

	constructor(options: Partial<ShardingOptions>, { isEnforced }: { readonly isEnforced: boolean }) {
		this.maxGuilds = options.maxGuilds ?? MAX_GUILDS;
		this.maxConcurrency = options.maxConcurrency ?? MAX_CONCURRENCY;
		this.#recommended = options.recommended;
		this.#isEnforced = isEnforced;
	}

	recommendedFor(guilds: number): number {
		return this.#recommended ?? Math.max(1, Math.ceil(guilds / GUILDS_PER_SHARD));
	}

	/** Whether a shard may log in now; it has then, and others of its bucket must wait. */
	begin(shardId: number, now: number): boolean {
		const bucket = shardId % this.maxConcurrency;
		const last = this.#began.get(bucket);
		if (this.#isEnforced && last !== undefined && now - last < IDENTIFY_MS) return false;
		this.#began.set(bucket, now);
		return true;
	}
}
