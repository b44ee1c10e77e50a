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
	drop: { kind: 'drop' },
	'drop applied': { kind: 'drop', applied: true },
	slow: { kind: 'slow', delayMs: SLOW_MS },
} as const satisfies Record<string, FaultKind>;

const OF_THE_GATEWAY = {
	disconnect: (gateway) => gateway.dropSockets(),
	reconnect: (gateway) => gateway.requestReconnect(),
	'invalid session': (gateway) => gateway.invalidateSessions(),
	/** The session is gone, which the bot finds out when it resumes. */
	'lost session': (gateway) => {
		gateway.forgetSessions();
		gateway.dropSockets();
	},
} as const satisfies Record<string, (gateway: GatewayControls) => void>;

export type CallFaultName = keyof typeof OF_CALLS;
export type GatewayFaultName = keyof typeof OF_THE_GATEWAY;

/** By name alone: to the next call that is selected, or to the gateway at once. */
export interface NamedFaults {
	(name: GatewayFaultName): void;
	/** @returns what takes it away again; it befalls one call unless `times` says more */
	(name: CallFaultName, selection?: FaultSelection): () => void;
}

export function createNamedFaults(faults: Faults, gateway: GatewayControls): NamedFaults {
	function befall(name: CallFaultName | GatewayFaultName, selection: FaultSelection = {}): () => void {
		if (name in OF_CALLS) return faults.add({ times: 1, ...selection, ...OF_CALLS[name as CallFaultName] });
		OF_THE_GATEWAY[name as GatewayFaultName](gateway);
		return () => {};
	}
	return befall;
}
