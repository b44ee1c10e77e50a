import type { WebSocketOptions } from 'discord.js';
import type { RedisServer } from '../../store/redis.ts';
import { takeTurns } from '../../store/turns.ts';

/** Discord takes one login in five seconds of each bucket; what is later on its way than another may arrive sooner. */
const IDENTIFY_MS = 5_500;

/** Has discord.js wait with each login until none of another process can be too near to it. */
export function sharedIdentifies(
	redis: RedisServer,
): NonNullable<WebSocketOptions['buildIdentifyThrottler']> {
	const turns = takeTurns(redis, 'hantei:identify', IDENTIFY_MS);
	return async (manager) => {
		const { session_start_limit: limit } = await manager.fetchGatewayInformation();
		return { waitForIdentify: (shard, signal) => turns(String(shard % limit.max_concurrency), signal) };
	};
}
