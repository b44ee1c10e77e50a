import {
	type GatewayDispatchPayload,
	GatewayIntentBits,
	GatewayOpcodes,
	type Snowflake,
} from 'discord-api-types/v10';

interface Dispatch {
	readonly op: GatewayOpcodes.Dispatch;
	readonly s: number;
	readonly t: string;
	readonly d: unknown;
}

/** What discord-api-types has an event carry. */
type DataOf<Name, Payload = GatewayDispatchPayload> = Payload extends {
	readonly t: infer Names;
	readonly d: infer Data;
}
	? Name extends Names
		? Data
		: never
	: never;

/** The same event to several sessions. */
export function tell<Name extends GatewayDispatchPayload['t']>(
	sessions: readonly Session[],
	event: Name,
	data: DataOf<NoInfer<Name>>,
): void {
	for (const session of sessions) session.dispatch(event, data);
}

/** Where a session's packets go while it has a socket. */
export interface Outlet {
	send(packet: object): void;
}

/** Events kept for clients that resume; a heartbeat says which are no longer needed. */
const REPLAY_LIMIT = 10_000;

/** The stream of events of one login, which outlives its sockets. */
export class Session {
	readonly id: string;
	readonly intents: number;
	/** Which one of how many. */
	readonly shard: [id: number, count: number];
	#outlet: Outlet | null;
	#sequence = 0;
	#forgottenUpTo = 0;
	#resumes = 0;
	#hasEnded = false;
	#sent: Dispatch[] = [];
	/** When it lost its socket, by the playground's clock. */
	disconnectedAt: number | null = null;

	constructor(options: {
		readonly id: string;
		readonly intents: number;
		readonly shard: [number, number];
		readonly outlet: Outlet;
	}) {
		this.id = options.id;
		this.intents = options.intents;
		this.shard = options.shard;
		this.#outlet = options.outlet;
	}

	get isConnected(): boolean {
		return this.#outlet !== null;
	}

	wants(intents: number): boolean {
		return (this.intents & intents) !== 0;
	}

	get readsContent(): boolean {
		return this.wants(GatewayIntentBits.MessageContent);
	}

	/** Guilds are spread over shards; what belongs to no guild goes to the first. */
	covers(guildId: Snowflake | null): boolean {
		const [id, count] = this.shard;
		return guildId === null ? id === 0 : Number((BigInt(guildId) >> 22n) % BigInt(count)) === id;
	}

	dispatch<Name extends GatewayDispatchPayload['t']>(event: Name, data: DataOf<NoInfer<Name>>): void {
		const packet: Dispatch = { op: GatewayOpcodes.Dispatch, s: ++this.#sequence, t: event, d: data ?? {} };
		this.#sent.push(packet);
		if (this.#sent.length > REPLAY_LIMIT) this.#forgottenUpTo = this.#sent.shift()?.s ?? this.#forgottenUpTo;
		this.#outlet?.send(packet);
	}

	/** The client has everything up to here. */
	acknowledge(sequence: number): void {
		if (sequence <= this.#forgottenUpTo || sequence > this.#sequence) return;
		this.#sent = this.#sent.filter(({ s }) => s > sequence);
		this.#forgottenUpTo = sequence;
	}

	/** Goes on over another socket: what was missed, then RESUMED. */
	resume(outlet: Outlet, sequence: number): 'resumed' | 'invalid-sequence' | 'forgotten' {
		if (sequence > this.#sequence) return 'invalid-sequence';
		if (sequence < this.#forgottenUpTo) return 'forgotten';
		this.acknowledge(sequence);
		this.#outlet = outlet;
		this.disconnectedAt = null;
		this.#resumes += 1;
		for (const packet of this.#sent) outlet.send(packet);
		return 'resumed';
	}

	disconnect(outlet: Outlet, now: number): boolean {
		if (this.#outlet !== outlet) return false;
		this.#outlet = null;
		this.disconnectedAt = now;
		return true;
	}

	end(): void {
		this.#outlet = null;
		this.#hasEnded = true;
		this.#sent = [];
	}

	snapshot(guildIds: readonly Snowflake[]) {
		const state = this.isConnected ? ('connected' as const) : ('disconnected' as const);
		return {
			id: this.id,
			state: this.#hasEnded ? ('ended' as const) : state,
			/** Which one of how many. */
			shard: this.shard,
			intents: this.intents,
			/** The number of the last event sent. */
			sequence: this.#sequence,
			resumes: this.#resumes,
			guildIds,
		};
	}
}

export type SessionSnapshot = Readonly<ReturnType<Session['snapshot']>>;
