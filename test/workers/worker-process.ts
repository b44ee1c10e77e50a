import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { BIN } from '../cli/hantei.ts';

export interface WorkerProcess {
	readonly child: ChildProcess;
	/** Ends it, politely or not. */
	end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts `hantei worker` as a host would. @returns once it takes work */
export async function startWorker(
	args: readonly string[],
	environment: NodeJS.ProcessEnv,
): Promise<WorkerProcess> {
	const child = spawn(process.execPath, [BIN, 'worker', ...args], {
		env: { PATH: process.env.PATH, LANG: 'C', LOG_LEVEL: 'error', ...environment },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const exited = once(child, 'exit');
	const lines = createInterface(child.stdout);
	const [line] = await Promise.race([
		once(lines, 'line'),
		exited.then(([code]) => Promise.reject(new Error(`the worker ended with ${code}`))),
	]);
	if (!String(line).startsWith('Taking work')) throw new Error(`the worker says ${line}`);
	return {
		child,
		async end(signal) {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill(signal);
			await exited;
		},
	};
}
