import type { Settings } from '../config.ts';
import type { Logger } from '../log.ts';
import { openRedis, type RedisServer } from '../store/redis.ts';
import { tellOfModels } from '../workers/model-news.ts';

/** Tells bots of other models, from a process that shares no work with them. */
export interface ModelNews {
	readonly tell: () => void;
	/** Once all is told. */
	close(): Promise<void>;
}

/** It connects when there is something to tell. That bots cannot be told is no failure: they look by themselves, too. */
export function openModelNews({ HANTEI_REDIS_URL: url }: Settings, logger: Logger): ModelNews {
	const onError = (error: unknown) =>
		logger.warn({ error: String(error) }, 'bots cannot be told of other models; they look from time to time');
	let connected: Promise<RedisServer> | undefined;
	let told = Promise.resolve();
	return {
		tell() {
			if (url === undefined) return;
			connected ??= openRedis(url, logger);
			told = connected.then((redis) => tellOfModels(redis, onError)).catch(onError);
		},
		async close() {
			await told;
			await connected?.then((redis) => redis.close()).catch(() => {});
		},
	};
}
