import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { endProcess } from './end-process.ts';
import { freePort } from './free-port.ts';
import { findProgram } from './programs.ts';

const MOST_STARTS = 100;
const BETWEEN_STARTS_MS = 200;

export interface TestPostgres {
	/** Of the database of those who run the server. */
	readonly url: string;
	/** Makes an empty database; its address. */
	createDatabase(options?: string): Promise<string>;
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
	/** Starts it after `kill`. */
	start(): Promise<void>;
	/** Ends it, and takes its folder away. */
	stop(): Promise<void>;
}

/** Where Debian's packages put it, the newest first. */
export async function postgresFolders(): Promise<string[]> {
	const versions = await readdir('/usr/lib/postgresql').catch(() => []);
	return versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => `/usr/lib/postgresql/${version}/bin`);
}

/** Starts a PostgreSQL server of the test's own, on a free port. It forgets fast: nothing waits for a disk. */
export async function startPostgres(): Promise<TestPostgres> {
	const initdb = findProgram('initdb', await postgresFolders());
	if (!initdb) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
	const folder = await mkdtemp(join(tmpdir(), 'hantei-postgres-'));
	const owner = await ownerOf(folder);
	const data = join(folder, 'data');
	await promisify(execFile)(
		initdb,
		['-D', data, '-U', 'hantei', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
		{ ...owner, cwd: folder },
	);
	const port = await freePort();
	let server: ChildProcess | undefined;
	const options = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', `port=${port}`];
	const startOnce = async () => {
		server = spawn(
			join(dirname(initdb), 'postgres'),
			['-D', data, '-k', folder, ...options.flatMap((option) => ['-c', option])],
			{ ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
		);
		await listening(server);
	};
	// What a killed server had started holds its memory for a moment more, and anybody's connection may have its port.
	const start = async (attempts = MOST_STARTS): Promise<void> => {
		try {
			await startOnce();
		} catch (error) {
			if (attempts === 1) throw error;
			await delay(BETWEEN_STARTS_MS);
			await start(attempts - 1);
		}
	};
	const end = (signal: NodeJS.Signals) => endProcess(server, signal);
	await start();
	const url = `postgres://hantei@127.0.0.1:${port}`;
	let databases = 0;
	return {
		url: `${url}/postgres`,
		async createDatabase(options = '') {
			const name = `test_${++databases}`;
			await administer(`${url}/postgres`, `CREATE DATABASE ${name} ${options}`);
			return `${url}/${name}`;
		},
		kill: () => end('SIGKILL'),
		start: () => start(),
		async stop() {
			await end('SIGINT');
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** Runs a statement as who runs the server. */
export async function administer(url: string, statement: string): Promise<void> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}

/** PostgreSQL refuses to run as root: then as nobody, to whom the folder is given. */
async function ownerOf(folder: string): Promise<{ uid?: number; gid?: number }> {
	if (process.getuid?.() !== 0) return {};
	const nobody = 65_534;
	await chown(folder, nobody, nobody);
	await chmod(folder, 0o700);
	return { uid: nobody, gid: nobody };
}

async function listening(server: ChildProcess): Promise<void> {
	const said: string[] = [];
	if (!server.stderr) throw new Error('postgres says nothing');
	for await (const line of createInterface(server.stderr)) {
		said.push(line);
		if (line.includes('ready to accept connections')) {
			server.stderr.resume();
			return;
		}
	}
	throw new Error(`postgres did not start:\n${said.join('\n')}`);
}
