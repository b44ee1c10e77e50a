import type { RedisServer } from './redis.ts';

/**
 * Lua that has `number` be larger than it was ever before. It is never below the server's own time in milliseconds, so
 * that it goes on rising though the server lost all it knew; no clock but the server's matters.
 * @param key as the script names it: `KEYS[1]`
 */
export const raise = (key: string): string => `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local number = math.max(tonumber(redis.call('GET', ${key}) or 0) + 1, now)
redis.call('SET', ${key}, number)`;

/** A larger number than any process with the same Redis server was given before. */
export async function nextNumber({ client }: Pick<RedisServer, 'client'>, key: string): Promise<number> {
	return Number(await client.eval(`${raise('KEYS[1]')}\nreturn number`, 1, key));
}
