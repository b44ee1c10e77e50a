import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Playground, startPlayground } from 'discord-playground';
import { type PhotoSource, startPhotoSource } from 'photo-services';
import { shippedModels } from '../../src/config.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { photoKey } from '../../src/dataset/photo-store.ts';
import { workerFile } from '../../src/model/engine/worker-file.ts';
import { packageRoot } from '../../src/package-root.ts';
import { Registry } from '../../src/registry/registry.ts';
import { s3Storage } from '../../src/storage/storage.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { lookForProcesses } from '../../src/workers/processes.ts';
import type { BotOrders } from '../../test/scale/bot-process.ts';
import { channelOnShard } from '../../test/scale/channel-on-shard.ts';
import { endProcess } from '../../test/services/end-process.ts';
import { startPostgres, type TestPostgres } from '../../test/services/postgres.ts';
import { startRedis, type TestRedis } from '../../test/services/redis.ts';
import { ADMIN, clientOf, startS3, type TestS3 } from '../../test/services/s3.ts';
import { type S3Proxy, startS3Proxy } from '../../test/services/s3-proxy.ts';
import { bucketOf } from '../../test/storage/connect.ts';
import { startWorker } from '../../test/workers/worker-process.ts';

export const CLASSIFIER = 'default';

const SHARDS = 2;

/** Two of each, so that there is another one; each with a folder of its own. */
const PROCESSES = ['bot 0', 'bot 1', 'classify 0', 'classify 1', 'train 0', 'train 1'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** Everything that one Hantei on several engines is made of, and what it left in them. */
export class Stage {
	readonly playground: Playground;
	/** One on a server of each shard, and a direct message. */
	readonly channels: readonly string[];
	readonly proxy: S3Proxy;
	readonly redis: RedisServer;
	readonly servers: { readonly redis: TestRedis; readonly postgres: TestPostgres; readonly s3: TestS3 };
	readonly catalogue: Catalogue;
	readonly #storage: ReturnType<typeof s3Storage>;
	readonly #environment: NodeJS.ProcessEnv;
	readonly #folder: string;
	readonly #processes = new Map<ProcessName, ChildProcess>();
	readonly #closing: (() => unknown)[];

	private constructor(
		parts: Pick<Stage, 'playground' | 'channels' | 'proxy' | 'redis' | 'servers' | 'catalogue'>,
		own: {
			readonly storage: ReturnType<typeof s3Storage>;
			readonly environment: NodeJS.ProcessEnv;
			readonly folder: string;
			readonly closing: (() => unknown)[];
		},
	) {
		({
			playground: this.playground,
			channels: this.channels,
			proxy: this.proxy,
			redis: this.redis,
			servers: this.servers,
			catalogue: this.catalogue,
		} = parts);
		this.#storage = own.storage;
		this.#environment = own.environment;
		this.#folder = own.folder;
		this.#closing = own.closing;
	}

	static async open(): Promise<Stage> {
		const folder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
		const [redisServer, postgres, s3] = await Promise.all([startRedis(), startPostgres(), startS3()]);
		const redis = await openRedis(redisServer.url, { info: () => {}, warn: () => {} });
		const proxy = await startS3Proxy(s3.endpoint);
		const bucket = await s3.newBucket();
		const url = await postgres.createDatabase();
		const database = await openPostgres(url);
		const playground = await startPlayground({ sharding: { maxConcurrency: 16 } });
		const photos: PhotoSource = await startPhotoSource({ troubles: false, licences: ['by'] });
		const environment = {
			PATH: process.env['PATH'],
			LANG: 'C',
			LOG_LEVEL: 'error',
			HANTEI_REDIS_URL: redisServer.url,
			HANTEI_DATABASE_URL: url,
			HANTEI_STORAGE_URL: `s3://${bucket}`,
			HANTEI_WORKERS: '1',
			AWS_ENDPOINT_URL_S3: proxy.endpoint,
			AWS_ACCESS_KEY_ID: ADMIN.accessKeyId,
			AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
			CRAWLER_STAND_IN: photos.url,
			DISCORD_TOKEN: 'unused',
		};
		const { owner } = playground.demo.users;
		const onShards = Array.from({ length: SHARDS }, (_, shard) => channelOnShard(playground, shard, SHARDS));
		const stage = new Stage(
			{
				playground,
				channels: [...onShards, playground.world.openDm([owner, playground.bot.id]).id],
				proxy,
				redis,
				servers: { redis: redisServer, postgres, s3 },
				catalogue: await Catalogue.open(database),
			},
			{
				storage: s3Storage(bucketOf(clientOf(s3.endpoint), bucket)),
				environment,
				folder,
				closing: [
					() => playground.close(),
					() => photos.close(),
					() => database.close(),
					() => redis.close(),
					() => proxy.close(),
					() => Promise.all([redisServer, postgres, s3].map((server) => server.stop())),
					() => rm(folder, { recursive: true, force: true }),
				],
			},
		);
		for (const name of PROCESSES) await stage.start(name);
		return stage;
	}

	async close(): Promise<void> {
		await Promise.all([...this.#processes.values()].map((one) => endProcess(one, 'SIGKILL')));
		for (const close of this.#closing) await close();
	}

	/** As whatever keeps services running would. @returns once it works */
	async start(name: ProcessName): Promise<void> {
		const environment = { ...this.#environment, HANTEI_DATA: join(this.#folder, name) };
		const [role, index] = name.split(' ');
		if (role === 'bot') return this.#startBot(name, Number(index), environment);
		const takes = role === 'train' ? ['--train', '1', '--crawl', '1'] : ['--classify', '1'];
		this.#processes.set(name, (await startWorker(takes, environment)).child);
	}

	async #startBot(name: ProcessName, shard: number, environment: NodeJS.ProcessEnv): Promise<void> {
		const orders: BotOrders = {
			token: this.playground.token,
			rest: this.playground.restOptions,
			shards: { first: shard, last: shard, count: SHARDS },
		};
		const { filename, execArgv } = workerFile('../../test/scale/bot-process', import.meta.url);
		const child = spawn(process.execPath, [...execArgv, filename, JSON.stringify(orders)], {
			env: environment,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		this.#processes.set(name, child);
		await once(createInterface(child.stdout), 'line');
	}

	async kill(name: ProcessName): Promise<void> {
		await endProcess(this.#processes.get(name), 'SIGKILL');
	}

	/** The bot that leads; undefined while none does. */
	async leader(): Promise<ProcessName | undefined> {
		const leading = (await lookForProcesses(this.redis)).find(({ leads }) => leads);
		return this.#nameOf(leading?.process);
	}

	/** The worker that trains or crawls: it has started a process, or holds a job. */
	async trainer(): Promise<ProcessName> {
		for (const name of ['train 0', 'train 1'] as const) {
			const pid = this.#processes.get(name)?.pid;
			const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
			if (children.trim() !== '') return name;
		}
		return 'train 0';
	}

	/** Whether all processes are there, and one leads. */
	async isWhole(): Promise<boolean> {
		if (this.redis.client.status !== 'ready') return false;
		const there = (await lookForProcesses(this.redis)).map(({ process }) => this.#nameOf(process));
		return PROCESSES.every((name) => there.includes(name)) && (await this.leader()) !== undefined;
	}

	/** Versions that cannot be read whole, and aliases that name none. */
	async halfPublished(): Promise<number> {
		const registry = new Registry({ models: this.#storage.models, shipped: shippedModels() });
		const versions = await registry.versions(CLASSIFIER);
		let half = 0;
		for (const version of versions) {
			await registry.read({ classifier: CLASSIFIER, version }).catch(() => half++);
		}
		const { champion, challenger } = await registry.aliases(CLASSIFIER);
		const isOwn = (alias: string) => !alias.includes('/');
		return (
			half +
			[champion, challenger].filter((alias) => alias && isOwn(alias) && !versions.includes(alias)).length
		);
	}

	async rowsWithoutFile(): Promise<number> {
		const files = new Set<string>();
		for await (const key of this.#storage.photos.list()) files.add(key);
		const photos = await this.catalogue.dataset(CLASSIFIER).photos.list();
		return photos.filter(({ file }) => !files.has(photoKey(file.sha256))).length;
	}

	#nameOf(process: string | undefined): ProcessName | undefined {
		const pid = Number.parseInt(process ?? '', 10);
		return PROCESSES.find((name) => this.#processes.get(name)?.pid === pid);
	}
}

export function samplePhoto(): Promise<Buffer> {
	return readFile(join(packageRoot(), 'packages/discord-playground/page/samples/crow.jpg'));
}
