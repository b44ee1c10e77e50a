import type { GatewayControls } from '../gateway/controls.ts';
import type { FaultKind, FaultSelection, Faults } from './faults.ts';

/** As slow as this, an answer to an interaction is too late, and a client has not yet given up. */
const SLOW_MS = 4_000;
const RETRY_AFTER_MS = 50;

const OF_CALLS = {
	'429': { kind: 'rate-limit', retryAfterMs: RETRY_AFTER_MS },
	'429 global': { kind: 'rate-limit', retryAfterMs: RETRY_AFTER_MS, scope: 'global' },
	'500': { kind: 'server-error', status: 500 },
	'502': { kind: 'server-error', status: 502 },
	'503': { kind: 'server-error', status: 503 },
	'504': { kind: 'server-error', status: 504 },
	/** Discord did what was asked; the bot hears that it did not. */
	'502 applied': { kind: 'server-error', status: 502, applied: true },
	'504 applied': { kind: 'server-error', status: 504, applied: true },
	forbidden: { kind: 'error', status: 403, code: 50013, message: 'Missing Permissions' },
	drop: { kind: 'drop' },
	'drop applied': { kind: 'drop', applied: true },
	slow: { kind: 'slow', delayMs: SLOW_MS },
} as const satisfies Record<string, FaultKind>;

const OF_THE_GATEWAY = {
	disconnect: (gateway) => gateway.dropSockets(),
	'intents withdrawn': (gateway) => gateway.dropSockets(4014),
	reconnect: (gateway) => gateway.requestReconnect(),
	'invalid session': (gateway) => gateway.invalidateSessions(),
	/** The session is gone, which the bot finds out when it resumes. */
	'lost session': (gateway) => {
		gateway.forgetSessions();
		gateway.dropSockets();
	},
	/** Attempts to connect are answered with 503, until that is taken away. */
	refused(gateway) {
		gateway.refuseHandshakes(503);
		return () => gateway.refuseHandshakes(null);
	},
} as const satisfies Record<string, (gateway: GatewayControls) => unknown>;

export type CallFaultName = keyof typeof OF_CALLS;
export type GatewayFaultName = keyof typeof OF_THE_GATEWAY;

/** By name alone: to the next call that is selected, or to the gateway at once. All return what takes it away again. */
export interface NamedFaults {
	(name: GatewayFaultName): () => void;
	/** Befalls one call unless `times` says more; `delayMs` is how slow `slow` is. */
	(name: CallFaultName, selection?: FaultSelection & { readonly delayMs?: number }): () => void;
	/** Does something just before the call is handled. */
	(name: 'meanwhile', selection: FaultSelection & Pick<Meanwhile, 'act'>): () => void;
}

type Meanwhile = Extract<FaultKind, { readonly kind: 'meanwhile' }>;

export function createNamedFaults(faults: Faults, gateway: GatewayControls): NamedFaults {
	return (name: string, selection: FaultSelection = {}) => {
		const fault = name === 'meanwhile' ? { kind: name } : OF_CALLS[name as CallFaultName];
		if (fault) return faults.add({ times: 1, ...(fault as FaultKind), ...selection });
		const end: unknown = OF_THE_GATEWAY[name as GatewayFaultName](gateway);
		return typeof end === 'function' ? () => void end() : () => {};
	};
}
