import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Which process a run belongs to. */
export interface ProcessIdentity {
	readonly host: string;
	readonly processId: number;
	/** Tells processes apart that got the same number one after the other: always 1, in a container. */
	readonly token: string;
}

export const THIS_PROCESS: ProcessIdentity = {
	host: hostname(),
	processId: process.pid,
	token: randomUUID(),
};

/** A run that gave no sign of life for so long is taken for dead wherever it lived. */
export const SILENCE_MS = 15 * 60 * 1000;

/** Whether the process of a run is gone, as far as can be told from here. */
export function isGone(owner: ProcessIdentity, silentMs: number, isRunning = processExists): boolean {
	if (owner.token === THIS_PROCESS.token) return false;
	if (silentMs > SILENCE_MS) return true;
	if (owner.host !== THIS_PROCESS.host) return false;
	return owner.processId === THIS_PROCESS.processId || !isRunning(owner.processId);
}

function processExists(processId: number): boolean {
	try {
		process.kill(processId, 0);
		return true;
	} catch (error) {
		// Without permission to signal it, it exists nevertheless.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
