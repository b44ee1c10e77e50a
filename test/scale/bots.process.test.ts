import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Playground, startPlayground } from 'discord-playground';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ShardRange } from '../../src/bot/gateway/shards.ts';
import { packageRoot } from '../../src/package-root.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { lookForProcesses } from '../../src/workers/processes.ts';
import { postgresFolders, startPostgres, type TestPostgres } from '../services/postgres.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { ADMIN, startS3, type TestS3 } from '../services/s3.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { channelOnShard } from './channel-on-shard.ts';

/** Compiled, which starts fast; the benchmarks run it, too. */
const SCRIPT = join(packageRoot(), 'dist/test/scale/bot-process.js');
const CROW = readFileSync(join(packageRoot(), 'packages/discord-playground/page/samples/crow.jpg'));

const SHARDS = 2;
const PATIENCE_MS = 60_000;
/** What is promised. */
const LEADERLESS_MS = 30_000;

const temporaryFolder = temporaryFolders();

const folders = await postgresFolders();

function suite(): void {
	let servers: { redis: TestRedis; postgres: TestPostgres; s3: TestS3 };
	let redis: RedisServer;
	let playground: Playground;
	/** On a server of each shard, and a direct message. */
	let channels: string[];
	let environment: NodeJS.ProcessEnv;
	const bots: (ChildProcess | undefined)[] = [];

	beforeEach(async () => {
		const [redisServer, postgres, s3] = await Promise.all([startRedis(), startPostgres(), startS3()]);
		servers = { redis: redisServer, postgres, s3 };
		redis = await openRedis(redisServer.url, { info: () => {}, warn: () => {} });
		playground = await startPlayground({ sharding: { maxConcurrency: 16 } });
		const { owner } = playground.demo.users;
		channels = [0, 1].map((shard) => channelOnShard(playground, shard, SHARDS));
		channels.push(playground.world.openDm([owner, playground.bot.id]).id);
		environment = {
			PATH: process.env['PATH'],
			HANTEI_REDIS_URL: redisServer.url,
			HANTEI_DATABASE_URL: await postgres.createDatabase(),
			HANTEI_STORAGE_URL: `s3://${await s3.newBucket()}/hantei`,
			AWS_ENDPOINT_URL_S3: s3.endpoint,
			AWS_ACCESS_KEY_ID: ADMIN.accessKeyId,
			AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
			HANTEI_WORKERS: '1',
			DISCORD_TOKEN: 'unused',
		};
	});

	afterEach(async () => {
		await Promise.all(bots.splice(0).map((bot) => bot && end(bot)));
		redis.close();
		await playground.close();
		await Promise.all(Object.values(servers).map((server) => server.stop()));
	});

	/** As a host would, each with a folder of its own. */
	async function start(shard: number): Promise<void> {
		const shards: ShardRange = { first: shard, last: shard, count: SHARDS };
		const orders = { token: playground.token, rest: playground.restOptions, shards };
		const child = spawn(process.execPath, [SCRIPT, JSON.stringify(orders)], {
			env: { ...environment, HANTEI_DATA: await temporaryFolder() },
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		bots[shard] = child;
		const ended = once(child, 'exit').then(([code]) => {
			throw new Error(`the bot ended with ${code}`);
		});
		ended.catch(() => {});
		await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
	}

	async function end(bot: ChildProcess): Promise<void> {
		if (bot.exitCode !== null || bot.signalCode !== null) return;
		const ended = once(bot, 'exit');
		bot.kill('SIGKILL');
		await ended;
	}

	function post(channel: string) {
		const attachments = [{ name: 'crow.jpg', bytes: CROW }];
		return playground.postMessage({ channel, author: playground.demo.users.owner, attachments });
	}

	const answersTo = ({ id, channel_id: channel }: ReturnType<typeof post>) =>
		playground.messages(channel).filter(({ message_reference: reference }) => reference?.message_id === id);

	/** The shard of the bot that leads; undefined while none is known to. */
	async function leader(): Promise<number | undefined> {
		const leading = (await lookForProcesses(redis)).find(({ leads }) => leads);
		const shard = bots.findIndex((bot) => bot?.pid === Number.parseInt(leading?.process ?? '', 10));
		return shard < 0 ? undefined : shard;
	}

	test('each message is answered once when the leader dies, and another leads within half a minute', async () => {
		await Promise.all([start(0), start(1)]);
		const posted = channels.map(post);
		for (const message of posted) await playground.replyTo(message, { timeoutMs: PATIENCE_MS });
		const leading = await vi.waitFor(
			async () => {
				const found = await leader();
				if (found === undefined) throw new Error('nobody leads');
				return found;
			},
			{ timeout: PATIENCE_MS },
		);

		const inFlight = post(channels[leading]);
		await end(bots[leading] as ChildProcess);
		const [missed, heard] = [post(channels[leading]), post(channels[1 - leading])];
		posted.push(inFlight, missed, heard);
		await playground.replyTo(heard, { timeoutMs: PATIENCE_MS });
		const startedAgain = start(leading);
		await vi.waitFor(async () => expect(await leader()).toBe(1 - leading), {
			timeout: LEADERLESS_MS,
			interval: 100,
		});
		await startedAgain;
		for (const message of [inFlight, missed]) await playground.replyTo(message, { timeoutMs: PATIENCE_MS });
		expect(posted.map((message) => answersTo(message).length)).toEqual(posted.map(() => 1));
		const registrations = playground.calls.filter(
			({ method, path }) => method === 'PUT' && /commands$/.test(path),
		);
		expect(registrations).toHaveLength(1);
	});
}

describeWith('redis-server', 'bots in several processes', () =>
	describeWith(
		'initdb',
		'with one database',
		() => describeWith('weed', 'and one S3 store, of which each has a shard', suite),
		folders,
	),
);
