import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { type Playground, startPlayground } from 'discord-playground';
import { drawPhoto, type PhotoSource, planPhoto, startPhotoSource } from 'photo-services';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ShardRange } from '../../src/bot/gateway/shards.ts';
import { packageRoot } from '../../src/package-root.ts';
import { openRedis, type RedisServer } from '../../src/store/redis.ts';
import { lookForProcesses } from '../../src/workers/processes.ts';
import { postgresFolders, startPostgres, type TestPostgres } from '../services/postgres.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { ADMIN, startS3, type TestS3 } from '../services/s3.ts';
import { installSmallBackbone } from '../support/small-backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { channelOnShard } from './channel-on-shard.ts';

/** Compiled, which starts fast; the benchmarks run it, too. */
const SCRIPT = join(packageRoot(), 'dist/test/scale/bot-process.js');
const CROW = readFileSync(join(packageRoot(), 'packages/discord-playground/page/samples/crow.jpg'));

const SHARDS = 2;
const PATIENCE_MS = 60_000;
const LONG_MS = 5 * PATIENCE_MS;

const temporaryFolder = temporaryFolders();

const folders = await postgresFolders();

function suite(): void {
	let photoSource: PhotoSource;
	let servers: { redis: TestRedis; postgres: TestPostgres; s3: TestS3 };
	let redis: RedisServer;
	let playground: Playground;
	/** On a server of each shard, and a direct message. */
	let channels: string[];
	let environment: NodeJS.ProcessEnv;
	const bots: (ChildProcess | undefined)[] = [];
	/** Of data, of each bot: copies, and what can be made again. */
	const dataFolders: string[] = [];

	beforeAll(async () => {
		const [redisServer, postgres, s3] = await Promise.all([startRedis(), startPostgres(), startS3()]);
		servers = { redis: redisServer, postgres, s3 };
		photoSource = await startPhotoSource({ port: 0 });
	});
	afterAll(async () => {
		await photoSource.close();
		await Promise.all(Object.values(servers).map((server) => server.stop()));
	});

	beforeEach(async () => {
		const { redis: redisServer, postgres, s3 } = servers;
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
			HANTEI_OWNERS: owner,
			CRAWLER_STAND_IN: photoSource.url,
			DISCORD_TOKEN: 'unused',
		};
	});

	afterEach(async () => {
		await Promise.all(bots.splice(0).map((bot) => bot && end(bot)));
		await redis.client.flushall();
		redis.close();
		await playground.close();
	});

	/** As a host would, each with a folder of its own. */
	async function start(shard: number): Promise<void> {
		const shards: ShardRange = { first: shard, last: shard, count: SHARDS };
		const dataFolder = await temporaryFolder();
		dataFolders[shard] = dataFolder;
		const orders = { token: playground.token, rest: playground.restOptions, shards };
		const child = spawn(process.execPath, [SCRIPT, JSON.stringify(orders)], {
			env: { ...environment, HANTEI_DATA: dataFolder },
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

	function post(channel: string, bytes: Buffer = CROW) {
		const attachments = [{ name: 'photo.jpg', bytes }];
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

	test('each message is answered once when the leader dies, and one leads again', {
		timeout: LONG_MS,
	}, async () => {
		await Promise.all([start(0), start(1)]);
		const posted = channels.map((channel) => post(channel));
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
		// Whichever is quicker, the other or the one that is started again.
		await vi.waitFor(async () => expect(await leader()).toBeDefined(), {
			timeout: PATIENCE_MS,
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

	test(
		'what is chosen, collected and learned in one is there for all, from the store alone',
		async () => {
			await Promise.all([start(0), start(1)]);
			const { owner: user } = playground.demo.users;
			const [here, there] = channels;
			const ask = (channel: string, command: string, more: object = {}) =>
				playground.invoke({ user, channel, command, ...more }).responded;
			const click = (message: APIMessage, state: string) =>
				playground.clickButton({ user, message, customId: customId(message, state) }).responded;
			const saying = (text: string) => {
				const said = () => playground.messages(there).find(({ content }) => content.includes(text));
				return playground.waitFor(said, { what: text, timeoutMs: PATIENCE_MS });
			};
			const judged = async (index: number) => {
				const posted = post(there, await drawPhoto(planPhoto('sailboat', index, false)));
				return (await playground.replyTo(posted, { timeoutMs: PATIENCE_MS })).content;
			};
			const emptyCaches = () =>
				Promise.all(
					dataFolders.map((folder) =>
						rm(join(folder, 'cache'), { recursive: true, force: true, maxRetries: 10 }),
					),
				);
			for (const channel of [here, there])
				await playground.waitFor(() => playground.commandsFor(user, channel).length > 0);

			for (const name of ['sailboat', 'apple'])
				await ask(there, 'labels', { subcommand: 'add', options: { name } });
			await ask(there, 'crawl', { options: { label: '*', count: 12 } });
			await saying('Crawl finished');
			await emptyCaches();
			const options = { label: 'sailboat' };
			const sheet = await ask(there, 'dataset', { subcommand: 'sample', options });
			expect(sheet.attachments).toHaveLength(1);

			expect(await judged(900)).not.toContain('sailboat');
			await click(await ask(there, 'retrain'), 'start');
			const result = await saying('v1 serves now');
			await end(bots[1] as ChildProcess);
			await start(1);
			expect(await judged(901)).toContain('sailboat');
			await emptyCaches();
			await click(await click(result, 'ask-rollback'), 'rollback');
			expect(await judged(902)).not.toContain('sailboat');

			// A machine with a backbone that the other has not.
			const small = await installSmallBackbone(dataFolders[0], 'small', { seed: 1 });
			const backbones = await ask(here, 'model', { subcommand: 'backbone' });
			const menu = componentsOf(backbones).find(({ type }) => type === ComponentType.StringSelect);
			const choice = { user, message: backbones, customId: idOf(menu), values: [small.manifest.sha256] };
			await click(await playground.chooseOptions(choice).responded, 'use');
			await expect
				.poll(async () => (await ask(there, 'model', { subcommand: 'backbone' })).content, {
					timeout: PATIENCE_MS,
					interval: 500,
				})
				.toMatch(/New models are made on small[\s\S]*The last move, to \*\*small\*\*, is done/);
		},
		LONG_MS,
	);
}

function componentsOf(message: APIMessage) {
	return (message.components ?? []).flatMap((row) =>
		row.type === ComponentType.ActionRow ? row.components : [],
	);
}

function idOf(component: ReturnType<typeof componentsOf>[number] | undefined): string {
	return component && 'custom_id' in component ? component.custom_id : '';
}

function customId(message: APIMessage, state: string): string {
	const ids = componentsOf(message).map(idOf);
	const found = ids.find((id) => id.split(':').slice(2).join(':').startsWith(state));
	if (found === undefined) throw new Error(`no button ${state} below ${message.content}`);
	return found;
}

describeWith('redis-server', 'bots in several processes', () =>
	describeWith(
		'initdb',
		'with one database',
		() => describeWith('weed', 'and one S3 store, of which each has a shard', suite),
		folders,
	),
);
