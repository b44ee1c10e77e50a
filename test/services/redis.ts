import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from './end-process.ts';
import { freePort } from './free-port.ts';
import { findProgram } from './programs.ts';

export interface TestRedis {
	readonly url: string;
	/** Ends it and starts it again on the same port, with what it knew or without. */
	restart(options: { readonly keepData: boolean }): Promise<void>;
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
	/** Starts it after `kill`. */
	start(): Promise<void>;
	/** Ends it, and takes its folder away. */
	stop(): Promise<void>;
}

/** Starts a Redis server of the test's own, on a free port. @param config as lines of redis.conf: `['requirepass x']` */
export async function startRedis(config: readonly string[] = []): Promise<TestRedis> {
	const program = findProgram('redis-server');
	if (!program) throw new Error('redis-server is not installed: apt-get install redis-server');
	const folder = await mkdtemp(join(tmpdir(), 'hantei-redis-'));
	const port = await freePort();
	let server: ChildProcess | undefined;

	const start = async () => {
		const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
		// What was acknowledged is kept, whenever it is killed.
		const given = ['appendfsync always', 'save ""', ...config].flatMap((line) => {
			const [name = '', ...values] = line.split(' ');
			return [`--${name}`, ...values.map((value) => (value === '""' ? '' : value))];
		});
		server = spawn(program, [...options, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
		await listening(server);
	};
	const end = (signal: NodeJS.Signals) => endProcess(server, signal);

	await start();
	return {
		url: `redis://127.0.0.1:${port}`,
		async restart({ keepData }) {
			await end('SIGTERM');
			if (!keepData) await rm(join(folder, 'appendonlydir'), { recursive: true, force: true });
			await start();
		},
		kill: () => end('SIGKILL'),
		start,
		async stop() {
			await end('SIGKILL');
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function listening(server: ChildProcess): Promise<void> {
	const said: string[] = [];
	if (!server.stdout) throw new Error('redis-server says nothing');
	for await (const line of createInterface(server.stdout)) {
		said.push(line);
		if (line.includes('Ready to accept connections')) {
			server.stdout.resume();
			return;
		}
	}
	throw new Error(`redis-server did not start:\n${said.join('\n')}`);
}
