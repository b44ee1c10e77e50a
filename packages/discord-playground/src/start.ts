import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createCdn } from './cdn/app.ts';
import { createSigner } from './cdn/signing.ts';
import { systemClock } from './clock.ts';
import { createPlayground } from './create-playground.ts';
import { createFeed, type Feed } from './event-feed.ts';
import { FaultInjector } from './faults/inject.ts';
import { GATEWAY_PATH, Gateway } from './gateway/server.ts';
import { InteractionHandle } from './people/interaction-handle.ts';
import type { Playground } from './playground.ts';
import type { PlaygroundOptions, PrivilegedIntents } from './playground-options.ts';
import { createRest } from './rest/app.ts';
import { CallRecorder } from './rest/call-recorder.ts';
import { RateLimits } from './rest/rate-limits.ts';
import { buildDemoWorld } from './world/build-demo-world.ts';
import { createRandom } from './world/random.ts';
import type { InteractionRecord } from './world/state.ts';
import { createWorld } from './world/world.ts';

/** As Discord tells its clients. */
const HEARTBEAT_INTERVAL_MS = 41_250;
const ATTACHMENT_LIFETIME_MS = 24 * 3_600_000;
const CALLS_KEPT = 10_000;
const KEEP_ALIVE_MS = 120_000;
/** Connections that may wait to be accepted: load tests open thousands at once. */
const BACKLOG = 4_096;

/** Starts a stand-in for Discord on this machine; `close()` ends it. */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
	const clock = options.clock ?? systemClock;
	const random = createRandom(options.seed ?? 1);
	const intents: PrivilegedIntents = {
		messageContent: true,
		guildMembers: true,
		guildPresences: true,
		...options.privilegedIntents,
	};
	const signer = createSigner({
		clock,
		secret: random.token(32),
		lifetimeMs: options.attachmentLifetimeMs ?? ATTACHMENT_LIFETIME_MS,
	});
	const world = createWorld({ clock, random, signer, messageContent: intents.messageContent });
	const demo = buildDemoWorld(world);
	// The first part of a real token is the bot's id, and some libraries read it from there.
	const token =
		options.token ?? [btoa(world.botId).replace(/=+$/, ''), random.token(6), random.token(38)].join('.');

	const handles = new WeakMap<InteractionRecord, InteractionHandle>();
	const handleOf = (interaction: InteractionRecord): InteractionHandle => {
		const handle = handles.get(interaction) ?? new InteractionHandle(world, interaction);
		handles.set(interaction, handle);
		return handle;
	};
	const feed: Feed = createFeed(world, handleOf);
	const gateway = new Gateway({
		world,
		token,
		intents,
		heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
		onSession: (session) => feed.emit('session', session),
	});
	const faults = new FaultInjector(random);
	const recorder = new CallRecorder({
		kept: options.callsKept ?? CALLS_KEPT,
		onCall: (call) => feed.emit('call', call),
	});
	const rest = createRest({
		world,
		token,
		intents,
		recorder,
		faults,
		rateLimits: new RateLimits(clock, { enforced: options.rateLimits === 'documented' }),
		gatewayUrl: () => gateway.url,
		identifiesLeft: () => gateway.identifiesLeft,
	});
	const cdn = createCdn(world, faults);
	let page: (request: Request) => Response | Promise<Response> = () =>
		new Response('Not Found', { status: 404 });

	const server = createServer(
		getRequestListener(
			async (request, env) => {
				const { pathname } = new URL(request.url);
				if (pathname.startsWith('/api/')) return rest.fetch(request, env);
				if (/^\/(attachments|ephemeral-attachments|media|stickers)\//.test(pathname))
					return cdn.fetch(request, env);
				return page(request);
			},
			// Tests compare what they get with undici's own Request and Response.
			{ overrideGlobalObjects: false },
		),
	);
	server.on('upgrade', (request, socket, head) => {
		if (request.url?.startsWith(GATEWAY_PATH)) gateway.upgrade(request, socket, head);
		else socket.destroy();
	});
	// Longer than clients keep idle connections: a close just as one is used again would look like a fault.
	server.keepAliveTimeout = KEEP_ALIVE_MS;
	const host = options.host ?? '127.0.0.1';
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen({ port: options.port ?? 0, host, backlog: BACKLOG }, resolve);
	});
	const { port } = server.address() as AddressInfo;
	signer.origin = `http://${host}:${port}`;

	return createPlayground({
		world,
		demo,
		token,
		feed,
		gateway,
		faults,
		recorder,
		handleOf,
		mount: (handler) => {
			page = handler;
		},
		close: () =>
			new Promise((resolve, reject) => {
				gateway.close();
				server.close((error) => (error ? reject(error) : resolve()));
				server.closeAllConnections();
			}),
	});
}
