import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
	type APIInteraction,
	GatewayCloseCodes as Close,
	GatewayDispatchEvents as Event,
	GatewayOpcodes as Op,
} from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PrivilegedIntents } from '../playground-options.ts';
import { randomToken } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { disallowedIntents, identifyData, isIntents, resumeData } from './client-payloads.ts';
import { Connection, type ConnectionHost } from './connection.ts';
import type { GatewayControls, ShardSelection } from './controls.ts';
import { dispatchGuilds } from './guild-dispatches.ts';
import { dispatchMessages } from './message-dispatches.ts';
import { sendMembers } from './request-members.ts';
import { Session, type SessionSnapshot } from './session.ts';
import type { Sharding } from './sharding.ts';
import { createTransport } from './transport.ts';
import { guildsOf, welcome } from './welcome.ts';

export const GATEWAY_PATH = '/gateway';
/** Of the gateway and the API; the older ones of Discord are gone, or deprecated. */
export const API_VERSIONS: readonly number[] = [9, 10];

/** How long a session without a socket can be resumed. */
const RESUMABLE_MS = 5 * 60_000;
const DAILY_IDENTIFIES = 1000;
/** Closing codes by which a client ends its session. */
const NORMAL_CLOSES: readonly number[] = [1000, 1001];

export interface GatewayOptions {
	readonly world: World;
	readonly token: string;
	readonly intents: PrivilegedIntents;
	readonly sharding: Sharding;
	readonly heartbeatIntervalMs: number;
	readonly onSession: (session: SessionSnapshot) => void;
}

export class Gateway implements ConnectionHost, GatewayControls {
	readonly heartbeatIntervalMs: number;
	readonly #options: GatewayOptions;
	readonly #world: World;
	readonly #sockets = new WebSocketServer({ noServer: true });
	readonly #sessions = new Map<string, Session>();
	readonly #connections = new Set<Connection>();
	#identifies = 0;
	#isSilent = false;

	constructor(options: GatewayOptions) {
		this.#options = options;
		this.#world = options.world;
		this.heartbeatIntervalMs = options.heartbeatIntervalMs;
		const sessions = () => this.#sessions.values();
		dispatchMessages(this.#world, sessions);
		dispatchGuilds(this.#world, sessions);
		this.#world.events.on('interactionCreate', (interaction, payload) => {
			for (const session of sessions()) {
				// Its data is of the kind that its type says.
				if (session.covers(interaction.guildId))
					session.dispatch(Event.InteractionCreate, payload as APIInteraction);
			}
		});
	}

	get url(): string {
		return `${this.#world.signer.origin.replace(/^http/, 'ws')}${GATEWAY_PATH}`;
	}

	/** What `GET /gateway/bot` tells of starting sessions. */
	get recommendation() {
		const { world, sharding } = this.#options;
		const guilds = [...world.state.guilds.values()].filter(({ members }) => members.has(world.botId));
		return {
			url: this.url,
			shards: sharding.recommendedFor(guilds.length),
			session_start_limit: {
				total: DAILY_IDENTIFIES,
				remaining: Math.max(0, DAILY_IDENTIFIES - this.#identifies),
				reset_after: 86_400_000,
				max_concurrency: sharding.maxConcurrency,
			},
		};
	}

	get sessions(): readonly SessionSnapshot[] {
		return [...this.#sessions.values()].map((session) => this.#snapshot(session));
	}

	get connected(): boolean {
		return [...this.#sessions.values()].some(({ isConnected }) => isConnected);
	}

	get ready(): Promise<void> {
		if (this.connected) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	/** Those who wait for a session to connect. */
	#waiting: (() => void)[] = [];
	/** The HTTP status that answers attempts to connect. */
	#refusal: number | null = null;

	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		if (this.#refusal !== null) {
			socket.end(`HTTP/1.1 ${this.#refusal} Refused\r\nConnection: close\r\n\r\n`);
			return;
		}
		this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, request));
	}

	#accept(socket: WebSocket, request: IncomingMessage): void {
		const query = new URL(request.url ?? '/', 'ws://gateway').searchParams;
		const connection = new Connection(socket, {
			transport: createTransport(socket, query.get('compress')),
			version: Number(query.get('v')),
			host: this,
		});
		this.#connections.add(connection);
		if (this.#isSilent) connection.silence();
		if (!API_VERSIONS.includes(connection.version)) connection.close(Close.InvalidAPIVersion);
		else if ((query.get('encoding') ?? 'json') !== 'json') connection.close(Close.DecodeError);
	}

	identify(connection: Connection, data: unknown): Session | null {
		const parsed = identifyData.safeParse(data);
		if (!parsed.success) return refuse(connection, Close.DecodeError);
		const { token, intents, shard = [0, 1] } = parsed.data;
		if (token !== this.#options.token) return refuse(connection, Close.AuthenticationFailed);
		if (shard[0] >= shard[1]) return refuse(connection, Close.InvalidShard);
		if (!isIntents(intents)) return refuse(connection, Close.InvalidIntents);
		if (disallowedIntents(intents, this.#options.intents) !== 0)
			return refuse(connection, Close.DisallowedIntents);
		const id = randomToken(32).toLowerCase();
		const session = new Session({ id, intents, shard, outlet: connection });
		const { sharding } = this.#options;
		if (guildsOf(this.#world, session).length > sharding.maxGuilds)
			return refuse(connection, Close.ShardingRequired);
		this.#identifies += 1;
		if (!sharding.begin(shard[0], this.#world.clock.now())) {
			connection.send({ op: Op.InvalidSession, d: false });
			return null;
		}
		this.#sessions.set(id, session);
		welcome(this.#world, session, {
			version: connection.version,
			gatewayUrl: this.url,
			intents: this.#options.intents,
		});
		this.#tell(session);
		return session;
	}

	resume(connection: Connection, data: unknown): Session | null {
		const parsed = resumeData.safeParse(data);
		if (!parsed.success) return refuse(connection, Close.DecodeError);
		if (parsed.data.token !== this.#options.token) return refuse(connection, Close.AuthenticationFailed);
		const session = this.#sessions.get(parsed.data.session_id);
		const isResumable = session && !this.#isTooOld(session);
		const outcome = isResumable ? session.resume(connection, parsed.data.seq) : 'forgotten';
		if (outcome === 'invalid-sequence') return refuse(connection, Close.InvalidSeq);
		if (!session || outcome === 'forgotten') {
			if (session) this.#end(session);
			connection.send({ op: Op.InvalidSession, d: false });
			return null;
		}
		session.dispatch(Event.Resumed, undefined);
		this.#tell(session);
		return session;
	}

	requestMembers(session: Session, data: unknown): void {
		sendMembers(this.#world, session, data);
	}

	closed(connection: Connection, session: Session | null, code: number): void {
		this.#connections.delete(connection);
		if (!session?.disconnect(connection, this.#world.clock.now())) return;
		if (NORMAL_CLOSES.includes(code)) this.#end(session);
		else this.#tell(session);
	}

	dropSockets(code?: number, { shard }: ShardSelection = {}): void {
		for (const connection of [...this.#connections]) {
			if (shard !== undefined && connection.shardId !== shard) continue;
			if (code === undefined) connection.cut();
			else connection.close(code);
		}
	}

	refuseHandshakes(status: number | null): void {
		this.#refusal = status;
	}

	requestReconnect(): void {
		for (const connection of this.#connections) connection.send({ op: Op.Reconnect, d: null });
	}

	invalidateSessions({ resumable = false }: { readonly resumable?: boolean } = {}): void {
		if (!resumable) this.forgetSessions();
		const now = this.#world.clock.now();
		for (const connection of this.#connections) {
			connection.leaveSession();
			for (const session of this.#sessions.values()) session.disconnect(connection, now);
			connection.send({ op: Op.InvalidSession, d: resumable });
		}
	}

	forgetSessions(): void {
		for (const session of [...this.#sessions.values()]) this.#end(session);
	}

	setSilent(silent: boolean): void {
		this.#isSilent = silent;
		if (silent) for (const connection of this.#connections) connection.silence();
	}

	requestHeartbeat(): void {
		for (const connection of this.#connections) connection.send({ op: Op.Heartbeat, d: null });
	}

	close(): void {
		this.dropSockets();
		this.#sockets.close();
		this.#sessions.clear();
	}

	#isTooOld(session: Session): boolean {
		return session.disconnectedAt !== null && this.#world.clock.now() - session.disconnectedAt > RESUMABLE_MS;
	}

	#end(session: Session): void {
		this.#sessions.delete(session.id);
		session.end();
		this.#tell(session);
	}

	#tell(session: Session): void {
		this.#options.onSession(this.#snapshot(session));
		if (!session.isConnected) return;
		for (const resolve of this.#waiting.splice(0)) resolve();
	}

	#snapshot(session: Session): SessionSnapshot {
		return session.snapshot(guildsOf(this.#world, session).map(({ id }) => id));
	}
}

function refuse(connection: Connection, code: Close): null {
	connection.close(code);
	return null;
}
