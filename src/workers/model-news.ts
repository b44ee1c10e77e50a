import type { RedisServer } from '../store/redis.ts';

const CHANNEL = 'hantei:models';

/**
 * Tells all processes with the same Redis server that other models may serve. What is told while one of them is not
 * connected is lost to it: whoever hears looks from time to time by itself, too.
 */
export async function tellOfModels(
	{ client }: RedisServer,
	onError: (error: unknown) => void,
): Promise<void> {
	if (client.status === 'ready') await client.publish(CHANNEL, '').catch(onError);
}

/** Hears of it, from this process as well. */
export async function hearOfModels({ connect }: RedisServer, listener: () => void): Promise<void> {
	const subscriber = connect();
	subscriber.on('message', listener);
	await subscriber.subscribe(CHANNEL);
}
