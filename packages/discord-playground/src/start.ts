import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createCdn } from './cdn/app.ts';
import { createSigner } from './cdn/signing.ts';
import { systemClock } from './clock.ts';
import { createFeed, type Feed } from './event-feed.ts';
import { FaultInjector } from './faults/faults.ts';
import { GATEWAY_PATH, Gateway } from './gateway/server.ts';
import { Sharding } from './gateway/sharding.ts';
import { PlaygroundInteraction } from './interaction.ts';
import { createPlayground, type Playground } from './playground.ts';
import type { PlaygroundOptions, PrivilegedIntents } from './playground-options.ts';
import { createRest } from './rest/app.ts';
import { CallRecorder } from './rest/call-recorder.ts';
import { RateLimits } from './rest/rate-limits.ts';
import { restoreWorld } from './state/saved-world.ts';
import { keepState, readState } from './state/state-file.ts';
import { buildDemoWorld } from './world/build-demo-world.ts';
import { buildWorld, clearWorld } from './world/build-world.ts';
import { worldDescription } from './world/description.ts';
import { createRandom, randomToken } from './world/random.ts';
import type { InteractionRecord } from './world/state.ts';
import { createWorld } from './world/world.ts';

const LOOPBACK = '127.0.0.1';
const LOOPBACK_NAMES = new Set(['localhost', LOOPBACK]);
/** As Discord tells its clients. */
const HEARTBEAT_INTERVAL_MS = 41_250;
const ATTACHMENT_LIFETIME_MS = 24 * 3_600_000;
const CALLS_KEPT = 10_000;
const KEEP_ALIVE_MS = 120_000;
/** Connections that may wait to be accepted: load tests open thousands at once. */
const BACKLOG = 4_096;

/**
 * Starts a stand-in for Discord on this machine; `close()` ends it.
 * @throws {ZodError} for a description of a world that is none
 * @throws {Refusal} for one that names who is not in it, and for a state folder with something else in it
 */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
	const clock = options.clock ?? systemClock;
	const intents: PrivilegedIntents = {
		messageContent: true,
		guildMembers: true,
		guildPresences: true,
		...options.privilegedIntents,
	};
	const signer = createSigner({
		clock,
		secret: randomToken(32),
		lifetimeMs: options.attachmentLifetimeMs ?? ATTACHMENT_LIFETIME_MS,
	});
	const kept = options.stateFolder === undefined ? undefined : await readState(options.stateFolder);
	const world = createWorld({
		clock,
		signer,
		messageContent: intents.messageContent,
		botName: options.botName ?? 'bot',
		applicationId: kept?.saved.applicationId,
	});
	const { world: description } = options;
	const parsed = description && worldDescription.parse(description);
	const fill = () => (parsed ? buildWorld(world, parsed) : buildDemoWorld(world));
	if (kept) restoreWorld(world, kept.saved, kept.files);
	else fill();
	const saveAll = options.stateFolder === undefined ? undefined : await keepState(world, options.stateFolder);
	// The first part of a real token is the bot's id, and some libraries read it from there.
	const token =
		options.token ?? [btoa(world.botId).replace(/=+$/, ''), randomToken(6), randomToken(38)].join('.');

	const handles = new WeakMap<InteractionRecord, PlaygroundInteraction>();
	const handleOf = (interaction: InteractionRecord): PlaygroundInteraction => {
		const handle = handles.get(interaction) ?? new PlaygroundInteraction(world, interaction);
		handles.set(interaction, handle);
		return handle;
	};
	const feed: Feed = createFeed(world, handleOf);
	const gateway = new Gateway({
		world,
		token,
		intents,
		sharding: new Sharding(options.sharding ?? {}, { isEnforced: options.rateLimits === 'documented' }),
		heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
		onSession: (session) => feed.emit('session', session),
	});
	const faults = new FaultInjector(createRandom(options.seed ?? 1));
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
		gateway,
	});
	const cdn = createCdn(world, faults);
	let page: (request: Request) => Response | Promise<Response> = () =>
		new Response('Not Found', { status: 404 });

	const server = createServer(
		getRequestListener(
			async (request, env) => {
				if (!isOwnHost(env.incoming.headers.host)) return foreignHost();
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
		if (isOwnHost(request.headers.host) && request.url?.startsWith(GATEWAY_PATH))
			gateway.upgrade(request, socket, head);
		else socket.destroy();
	});
	// Longer than clients keep idle connections: a close just as one is used again would look like a fault.
	server.keepAliveTimeout = KEEP_ALIVE_MS;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen({ port: options.port ?? 0, host: LOOPBACK, backlog: BACKLOG }, resolve);
	});
	const { port } = server.address() as AddressInfo;
	signer.origin = `http://${LOOPBACK}:${port}`;

	let closing: Promise<void> | undefined;
	async function close(): Promise<void> {
		gateway.close();
		await new Promise<void>((resolve, reject) => {
			server.close((error) => (error ? reject(error) : resolve()));
			server.closeAllConnections();
		});
		await saveAll?.();
	}

	return createPlayground({
		world,
		token,
		feed,
		gateway,
		faults,
		recorder,
		handleOf,
		mount: (handler) => {
			page = handler;
		},
		startAfresh() {
			clearWorld(world);
			fill();
		},
		close: () => (closing ??= close()),
	});
}

function foreignHost(): Response {
	return Response.json(
		{ message: 'the playground answers to names of this machine only', code: 0 },
		{ status: 403 },
	);
}

/**
 * Whether a Host header names this machine. A page elsewhere can point its own name here, and so have a browser talk
 * to the playground as if it were that site (DNS rebinding); the header is what gives it away.
 */
function isOwnHost(header: string | undefined): boolean {
	const url = `http://${header ?? ''}`;
	return URL.canParse(url) && LOOPBACK_NAMES.has(new URL(url).hostname);
}
