import type {
	RESTGetAPIGatewayBotResult,
	RESTGetAPIGatewayResult,
	RESTGetAPISoundboardDefaultSoundsResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import type { Gateway } from '../gateway/server.ts';
import { answer, type RestEnv } from './context.ts';

const QUACK = {
	name: 'quack',
	sound_id: '1',
	volume: 1,
	emoji_id: null,
	emoji_name: '🦆',
	available: true,
};

export function gatewayRoutes(gateway: Gateway): Hono<RestEnv> {
	return (
		new Hono<RestEnv>()
			.get('/gateway', () => answer<RESTGetAPIGatewayResult>({ url: gateway.url }))
			.get('/gateway/bot', () => answer<RESTGetAPIGatewayBotResult>(gateway.recommendation))
			// Some libraries fetch them before they are ready.
			.get('/soundboard-default-sounds', () => answer<RESTGetAPISoundboardDefaultSoundsResult>([QUACK]))
	);
}
