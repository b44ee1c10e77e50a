import { Hono } from 'hono';
import { z } from 'zod';
import type { Playground } from '../playground.ts';
import { snowflake } from './act-schema.ts';
import { messagesBefore } from './messages-before.ts';

const commandsQuery = z.object({ user: snowflake, channel: snowflake });
const messagesQuery = z.object({ channel: snowflake, before: snowflake.optional() });

/** What the page asks for when it needs it. */
export function queryRoutes(playground: Playground): Hono {
	return new Hono()
		.get('/page-api/commands', (context) => {
			const { user, channel } = commandsQuery.parse(context.req.query());
			return context.json(playground.commandsFor(user, channel));
		})
		.get('/page-api/messages', (context) => {
			const { channel, before } = messagesQuery.parse(context.req.query());
			return context.json(messagesBefore(playground, channel, before));
		});
}
