import type { SessionSnapshot } from './session.ts';

export interface ShardSelection {
	/** Its id; of all shards when absent. */
	readonly shard?: number;
}

/** The gateway's misbehaviours, on demand. */
export interface GatewayControls {
	readonly sessions: readonly SessionSnapshot[];
	/** Whether a session is connected now. */
	readonly connected: boolean;
	/** Resolves once a session is connected. */
	readonly ready: Promise<void>;
	/** Cuts the sockets without a close frame, or closes them with a code; all of them, or those of one shard. */
	dropSockets(code?: number, selection?: ShardSelection): void;
	/** Answers the next attempts to connect with an HTTP status, as a gateway that is overloaded; null ends that. */
	refuseHandshakes(status: number | null): void;
	/** Opcode 7: asks clients to reconnect and resume. */
	requestReconnect(): void;
	/** Opcode 9; a session that is not resumable is forgotten. */
	invalidateSessions(options?: { readonly resumable?: boolean }): void;
	/** Forgets sessions without telling: the next resume is answered with opcode 9. */
	forgetSessions(): void;
	/** While true, heartbeats are not acknowledged and nothing is sent: a zombie connection. */
	setSilent(silent: boolean): void;
	/** Opcode 1: asks for a heartbeat at once. */
	requestHeartbeat(): void;
}
