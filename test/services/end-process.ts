import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Sends a signal to a server that may have ended already, and waits until it has. */
export async function endProcess(server: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
	if (!server || server.exitCode !== null || server.signalCode !== null) return;
	const ended = once(server, 'exit');
	server.kill(signal);
	await ended;
}
