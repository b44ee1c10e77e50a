import { Hono } from 'hono';
import type { FaultInjector } from '../faults/faults.ts';
import { withFaults } from '../faults/middleware.ts';
import { API_VERSIONS, type Gateway } from '../gateway/server.ts';
import type { PrivilegedIntents } from '../playground-options.ts';
import type { World } from '../world/world.ts';
import { applicationRoutes } from './applications.ts';
import { attachmentRoutes } from './attachments.ts';
import type { CallRecorder } from './call-recorder.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import type { RestContext, RestEnv } from './context.ts';
import { DiscordError, discordError } from './discord-error.ts';
import { gatewayRoutes } from './gateway-info.ts';
import { guildRoutes } from './guilds.ts';
import { interactionCallbackRoutes } from './interaction-callbacks.ts';
import { interactionWebhookRoutes } from './interaction-webhooks.ts';
import { messageRoutes } from './messages.ts';
import type { RateLimits } from './rate-limits.ts';
import { reactionRoutes } from './reactions.ts';
import { readBody } from './request-body.ts';
import { userRoutes } from './users.ts';

const API_PATH = /^\/api\/v\d+/;

export interface RestOptions {
	readonly world: World;
	readonly token: string;
	readonly intents: PrivilegedIntents;
	readonly recorder: CallRecorder;
	readonly faults: FaultInjector;
	readonly rateLimits: RateLimits;
	readonly gateway: Gateway;
}

/** Addresses that carry a token of their own. */
const WITHOUT_BOT_TOKEN = /^\/(gateway$|interactions\/\d+\/[^/]+\/callback$|webhooks\/\d+\/[^/]+)/;

/** Answers to interactions have no bucket. */
const ANSWER = /^\/interactions\//;

export function createRest(options: RestOptions): Hono<RestEnv> {
	const { world } = options;
	const app = new Hono<RestEnv>().basePath(`/api/:version{v(?:${API_VERSIONS.join('|')})}`);

	app.use(async (context, next) => {
		const at = world.clock.now();
		await next();
		await options.recorder.record(context, pathOf(context), at);
	});
	app.use(async (context, next) => {
		const { body, files } = await readBody(context);
		context.set('body', body);
		context.set('files', files);
		const { method } = context.req;
		const call = { method, path: pathOf(context), query: context.req.query(), body };
		context.set('fault', await withFaults(options.faults, context, call, next));
	});
	app.use(async (context, next) => {
		const path = pathOf(context);
		// Discord's edge turns away who does not say who they are.
		if (!context.req.header('user-agent')) throw discordError('blockedUserAgent');
		const isAuthorized = context.req.header('authorization') === `Bot ${options.token}`;
		if (!isAuthorized && !WITHOUT_BOT_TOKEN.test(path)) throw discordError('unauthorized');
		const { headers, refusal } = options.rateLimits.take(context.req.method, path);
		if (refusal) return refusal;
		await next();
		if (!ANSWER.test(path)) {
			for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
		}
		return undefined;
	});
	app.onError((error, context) => {
		if (error instanceof DiscordError) return Response.json(error.toJSON(), { status: error.status });
		// A fault of the playground itself: said in full, so that whoever runs into it can tell.
		context.set('fault', 'playground error');
		return Response.json(
			{ message: `playground: ${error.stack ?? error.message}`, code: 0 },
			{ status: 500 },
		);
	});
	app.notFound((context) => {
		const version = /^\/api\/v(\d+)\//.exec(context.req.path)?.[1];
		const isKnown = version === undefined || API_VERSIONS.includes(Number(version));
		const error = discordError(isKnown ? 'notFound' : 'invalidApiVersion');
		return Response.json(error.toJSON(), { status: error.status });
	});

	app.route('/', messageRoutes(world));
	app.route('/', reactionRoutes(world));
	app.route('/', channelRoutes(world));
	app.route('/', guildRoutes(world));
	app.route('/', userRoutes(world));
	app.route('/', applicationRoutes(world, options.intents));
	app.route('/', commandRoutes(world));
	app.route('/', interactionCallbackRoutes(world));
	app.route('/', interactionWebhookRoutes(world));
	app.route('/', attachmentRoutes(world));
	app.route('/', gatewayRoutes(options.gateway));
	return app;
}

/** Without the API's own part, decoded. */
function pathOf(context: RestContext): string {
	const path = context.req.path.replace(API_PATH, '');
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
