import type {
	RESTGetAPIGatewayBotResult,
	RESTGetAPIGatewayResult,
	RESTGetAPISoundboardDefaultSoundsResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import type { SessionStartLimit } from '../gateway/sharding.ts';
import { answer, type RestEnv } from './context.ts';

const QUACK = {
	name: 'quack',
	sound_id: '1',
	volume: 1,
	emoji_id: null,
	emoji_name: '🦆',
	available: true,
};

export function gatewayRoutes(gatewayUrl: () => string, startLimit: () => SessionStartLimit): Hono<RestEnv> {
	return (
		new Hono<RestEnv>()
			.get('/gateway', (context) => answer<RESTGetAPIGatewayResult>(context, { url: gatewayUrl() }))
			.get('/gateway/bot', (context) => {
				const { shards, total, remaining, maxConcurrency } = startLimit();
				return answer<RESTGetAPIGatewayBotResult>(context, {
					url: gatewayUrl(),
					shards,
					session_start_limit: {
						total,
						remaining,
						reset_after: 86_400_000,
						max_concurrency: maxConcurrency,
					},
				});
			})
			// Some libraries fetch them before they are ready.
			.get('/soundboard-default-sounds', (context) =>
				answer<RESTGetAPISoundboardDefaultSoundsResult>(context, [QUACK]),
			)
	);
}
