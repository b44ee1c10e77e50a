import type { RedisServer } from '../store/redis.ts';

/** How often something may be done, and how often at once after a quiet time. */
export interface Rate {
	readonly name: string;
	readonly perMinute: number;
	readonly burst: number;
}

/**
 * A token bucket that all processes take from, on credit if need be, by the server's clock. In one script, since others
 * ask at the same moment.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local burst, msPerToken = tonumber(ARGV[1]), tonumber(ARGV[2])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(known[1]) or burst, tonumber(known[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - at) / msPerToken) - 1
redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) * msPerToken) + 1000)
return tostring(tokens >= 0 and 0 or -tokens * msPerToken)
`;

/** Keeps how often services are asked, by all processes with the same Redis server. */
export class SharedPace {
	readonly #redis: RedisServer;

	constructor(redis: RedisServer) {
		this.#redis = redis;
	}

	/** Takes a turn: the milliseconds after which it is the caller's. */
	async take({ name, perMinute, burst }: Rate): Promise<number> {
		if (!Number.isFinite(perMinute)) return 0;
		const waitMs = await this.#redis.client.eval(TAKE, 1, `hantei:pace:${name}`, burst, 60_000 / perMinute);
		return Number(waitMs);
	}
}
