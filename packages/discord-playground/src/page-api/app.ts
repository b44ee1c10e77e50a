import { Hono } from 'hono';
import type { Playground } from '../playground.ts';
import { perform } from './acts.ts';
import { assetRoutes } from './assets.ts';
import { eventRoutes } from './events.ts';
import { PageError, pageErrorOf } from './page-error.ts';
import { queryRoutes } from './queries.ts';
import { readAct } from './read-act.ts';
import { guard, securityHeaders } from './security.ts';

/** The chat page and its interface: events by server-sent events, people's acts by POST. */
export function createPageApp(playground: Playground): Hono {
	return new Hono()
		.use(securityHeaders())
		.use(guard())
		.use('/page-api/*', async (context, next) => {
			await next();
			context.header('Cache-Control', 'no-store');
		})
		.route('/', eventRoutes(playground))
		.route('/', queryRoutes(playground))
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
}
