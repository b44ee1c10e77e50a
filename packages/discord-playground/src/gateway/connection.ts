import { GatewayCloseCodes as Close, GatewayOpcodes as Op } from 'discord-api-types/v10';
import type { RawData, WebSocket } from 'ws';
import { parseJson } from '../json.ts';
import { clientPayload, heartbeatData, IGNORED_OPCODES } from './client-payloads.ts';
import type { Outlet, Session } from './session.ts';
import type { Transport } from './transport.ts';

/** Discord closes a connection that sends a larger payload, or more than so many a minute. */
const MAX_PAYLOAD_BYTES = 4096;
const MAX_PAYLOADS_PER_MINUTE = 120;
const MINUTE_MS = 60_000;

/** Heartbeats come late now and then; this late means the client is gone. */
const HEARTBEAT_PATIENCE = 1.5;

/** What a connection asks of the gateway. */
export interface ConnectionHost {
	readonly heartbeatIntervalMs: number;
	/** Null when it closed the connection instead. */
	identify(connection: Connection, data: unknown): Session | null;
	resume(connection: Connection, data: unknown): Session | null;
	requestMembers(session: Session, data: unknown): void;
	closed(connection: Connection, session: Session | null, code: number): void;
}

/** One socket: hello, heartbeats, and what a client sends before and after it has a session. */
export class Connection implements Outlet {
	/** Of the gateway, as the client asked for it. */
	readonly version: number;
	readonly #socket: WebSocket;
	readonly #transport: Transport;
	readonly #host: ConnectionHost;
	#session: Session | null = null;
	#isSilent = false;
	#closedWith: number | null = null;
	#payloads = { since: Date.now(), count: 0 };
	// Real time, whatever the playground's clock: the client at the other end goes by it.
	#deathWatch: NodeJS.Timeout;

	constructor(
		socket: WebSocket,
		options: { readonly transport: Transport; readonly version: number; readonly host: ConnectionHost },
	) {
		const { transport, version, host } = options;
		this.version = version;
		this.#socket = socket;
		this.#transport = transport;
		this.#host = host;
		this.#deathWatch = this.#watch();
		socket.on('message', (data) => this.#receive(data));
		socket.on('error', () => socket.terminate());
		socket.on('close', (code) => {
			clearTimeout(this.#deathWatch);
			// Who closes first says why; the other side may answer with any code.
			host.closed(this, this.#session, this.#closedWith ?? code);
		});
		this.send({ op: Op.Hello, d: { heartbeat_interval: host.heartbeatIntervalMs } });
	}

	/** Undefined before it has a session. */
	get shardId(): number | undefined {
		return this.#session?.shard[0];
	}

	send(packet: object): void {
		if (this.#isSilent) return;
		this.#transport({ s: null, t: null, ...packet });
	}

	/** From now on it is a zombie: open, and nothing comes out of it. */
	silence(): void {
		this.#isSilent = true;
	}

	close(code: number): void {
		this.#closedWith ??= code;
		this.#socket.close(code, Close[code] ?? '');
	}

	cut(): void {
		this.#socket.terminate();
	}

	/** Lets go of the session, which is another connection's now or nobody's. */
	leaveSession(): void {
		this.#session = null;
	}

	#watch(): NodeJS.Timeout {
		const patience = this.#host.heartbeatIntervalMs * HEARTBEAT_PATIENCE;
		return setTimeout(() => this.close(Close.SessionTimedOut), patience).unref();
	}

	#receive(data: RawData): void {
		const fault = this.#take(data.toString());
		if (fault !== null) this.close(fault);
	}

	/** The code to close with, for a payload that should not have come. */
	#take(text: string): Close | null {
		if (text.length > MAX_PAYLOAD_BYTES) return Close.DecodeError;
		const payload = clientPayload.safeParse(read(text));
		if (!payload.success) return Close.DecodeError;
		if (this.#isFlooding()) return Close.RateLimited;
		return this.#handle(payload.data.op, payload.data.d);
	}

	#handle(op: number, data: unknown): Close | null {
		if (op === Op.Heartbeat) return this.#heartbeat(data);
		if (op === Op.Identify || op === Op.Resume) {
			if (this.#session) return Close.AlreadyAuthenticated;
			this.#session = op === Op.Identify ? this.#host.identify(this, data) : this.#host.resume(this, data);
			return null;
		}
		if (this.#session === null) return Close.NotAuthenticated;
		if (op === Op.RequestGuildMembers) {
			this.#host.requestMembers(this.#session, data);
			return null;
		}
		return IGNORED_OPCODES.includes(op) ? null : Close.UnknownOpcode;
	}

	#heartbeat(data: unknown): Close | null {
		const sequence = heartbeatData.safeParse(data ?? null);
		if (!sequence.success) return Close.DecodeError;
		clearTimeout(this.#deathWatch);
		this.#deathWatch = this.#watch();
		if (sequence.data !== null) this.#session?.acknowledge(sequence.data);
		this.send({ op: Op.HeartbeatAck });
		return null;
	}

	#isFlooding(): boolean {
		const now = Date.now();
		if (now - this.#payloads.since > MINUTE_MS) this.#payloads = { since: now, count: 0 };
		this.#payloads.count += 1;
		return this.#payloads.count > MAX_PAYLOADS_PER_MINUTE;
	}
}

function read(text: string): unknown {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}
