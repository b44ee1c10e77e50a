import { Hono } from 'hono';
import { z } from 'zod';
import type { Playground } from '../playground.ts';
import { snowflake } from './act-schema.ts';
import { perform } from './acts.ts';
import { assetRoutes } from './assets.ts';
import { eventRoutes } from './events.ts';
import { PageError, pageErrorOf } from './page-error.ts';
import { messagesBefore } from './page-world.ts';
import { readAct } from './read-act.ts';
import { guard, securityHeaders } from './security.ts';

const commandsQuery = z.object({ user: snowflake, channel: snowflake });
const messagesQuery = z.object({ channel: snowflake, before: snowflake.optional() });

/**
 * Serves the chat page at the playground's address, and its interface: events by server-sent events, people's acts by
 * POST, and what the page asks for when it needs it.
 */
export function servePage(playground: Playground): void {
	const app = new Hono()
		.use(securityHeaders())
		.use(guard())
		.use('/page-api/*', async (context, next) => {
			await next();
			context.header('Cache-Control', 'no-store');
		})
		.route('/', eventRoutes(playground))
		.get('/page-api/commands', (context) => {
			const { user, channel } = commandsQuery.parse(context.req.query());
			return context.json(playground.commandsFor(user, channel));
		})
		.get('/page-api/messages', (context) => {
			const { channel, before } = messagesQuery.parse(context.req.query());
			return context.json(messagesBefore(playground, channel, before));
		})
		.post('/page-api/acts', async (context) => {
			const result = await perform(playground, await readAct(context.req.raw));
			return context.json(result ?? {});
		})
		.route('/', assetRoutes())
		.notFound(() => {
			throw new PageError(404, 'not-found', 'there is nothing here');
		})
		.onError((error, context) => {
			const { status, code, message } = pageErrorOf(error);
			return context.json({ error: { code, message } }, status);
		});
	playground.mount((request) => app.fetch(request));
}
