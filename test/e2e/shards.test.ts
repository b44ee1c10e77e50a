import { REST, Routes, ShardClientUtil } from 'discord.js';
import type { Playground } from 'discord-playground';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { ShardRange } from '../../src/bot/gateway/shards.ts';
import type { Bot, BotOptions } from '../../src/bot/start.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openRedis } from '../../src/store/redis.ts';
import { openStore } from '../../src/store/store.ts';
import { openSchedules } from '../../src/train/schedule/open-schedules.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis } from '../services/redis.ts';
import { eventually, openWorld, photo, recordingLogger, type World } from './harness.ts';
import { ScriptedTrainer } from './scripted-trainer.ts';

const SHARDS = 2;
const FIRST: ShardRange = { first: 0, last: 0, count: SHARDS };
const SECOND: ShardRange = { first: 1, last: 1, count: SHARDS };

/** Without the five seconds between two logins of a bot; and all four servers are too many for one shard. */
const sharding = { recommended: SHARDS, maxConcurrency: 16, maxGuilds: 3 };

const silent = { info: () => {}, warn: () => {} };

let world: World;
/** Channels of a server on each shard. */
let channels: string[];
let guilds: string[];
let others: Bot[];

afterEach(async () => {
	await Promise.all(others.map((bot) => bot.close()));
	await world.end();
});

/** Ids of one moment are of one shard, so it takes a few. */
function addGuildOn(playground: Playground, shard: number): string {
	for (;;) {
		const { id } = playground.world.addGuild({ name: `Server ${shard}`, owner: playground.demo.users.owner });
		if (ShardClientUtil.shardIdForGuildId(id, SHARDS) === shard) return id;
		playground.world.deleteGuild(id);
	}
}

async function open(options: Partial<BotOptions> = {}): Promise<void> {
	others = [];
	world = await openWorld({
		...options,
		playground: { sharding },
		before(playground) {
			guilds = [0, 1].map((shard) => addGuildOn(playground, shard));
			channels = guilds.map((guild) => playground.world.addChannel({ guild, name: 'photos' }).id);
		},
	});
}

async function startAnother(shards: ShardRange): Promise<Bot> {
	const first = world.bot;
	const bot = await world.start({ shards });
	world.bot = first;
	others.push(bot);
	return bot;
}

function post(channel: string) {
	const { playground } = world;
	return playground.postMessage({ channel, author: playground.demo.users.owner, attachments: [photo()] });
}

/** Id of a direct channel. */
function direct(): string {
	const { world: stage, demo, bot } = world.playground;
	return stage.openDm([demo.users.owner, bot.id]).id;
}

function answersTo(message: { readonly id: string; readonly channel_id: string }) {
	return world.playground
		.messages(message.channel_id)
		.filter(({ message_reference: reference }) => reference?.message_id === message.id);
}

/** Posts on both shards and in a direct message; what each was answered. */
async function answers(): Promise<number[]> {
	const { playground } = world;
	const posted = [...channels, direct()].map(post);
	for (const message of posted) await playground.replyTo(message);
	return posted.map((message) => answersTo(message).length);
}

const registrations = () =>
	world.playground.calls.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands')).length;

describe('one process with several shards', () => {
	test('answers in every server and in direct messages, once', async () => {
		await open();
		expect(world.playground.gateway.sessions.map(({ shard }) => shard[1])).toEqual([SHARDS, SHARDS]);
		expect(await answers()).toEqual([1, 1, 1]);
		await eventually(() =>
			expect(world.bot.status()).toMatchObject({
				connected: true,
				shards: { connected: SHARDS, count: SHARDS },
				answered: 3,
			}),
		);
	});

	test('answers after the connection of one shard, or its session, was lost', async () => {
		await open();
		world.playground.gateway.dropSockets(undefined, { shard: 1 });
		expect(await answers()).toEqual([1, 1, 1]);
		world.playground.befall('lost session');
		const missed = channels.map(post);
		// The new sessions wait for their turn: five seconds after the first ones.
		for (const message of missed) await world.playground.replyTo(message, { timeoutMs: 20_000 });
		expect(missed.map((message) => answersTo(message).length)).toEqual([1, 1]);
	});
});

describe('two processes with a shard each', () => {
	test('answer each message once, and register the commands once', async () => {
		await open({ shards: FIRST });
		await startAnother(SECOND);
		expect(await answers()).toEqual([1, 1, 1]);
		await eventually(() =>
			expect([world.bot, ...others].map((bot) => bot.status().answered)).toEqual([2, 1]),
		);
		expect(registrations()).toBe(1);
	});

	test('answer once what was posted while one of them restarted, whichever it is', async () => {
		await open({ shards: FIRST });
		let second = await startAnother(SECOND);
		expect(await answers()).toEqual([1, 1, 1]);
		await second.close();
		const missed = channels.map(post);
		await world.playground.replyTo(missed[0]);
		second = await startAnother(SECOND);
		await world.playground.replyTo(missed[1]);
		await world.bot.close();
		const later = [...channels, direct()].map(post);
		await world.playground.replyTo(later[1]);
		await world.start({ shards: FIRST });
		await world.playground.replyTo(later[0]);
		await world.playground.replyTo(later[2]);
		expect([...missed, ...later].map((message) => answersTo(message).length)).toEqual([1, 1, 1, 1, 1]);
		expect(registrations()).toBe(1);
	});

	test('answer once where both are there for a moment: the new one before the old one goes', async () => {
		await open({ shards: FIRST });
		await startAnother(SECOND);
		await startAnother(SECOND);
		const message = post(channels[1]);
		await world.playground.replyTo(message);
		await world.playground.waitFor(() => others.every((bot) => bot.status().answered === 1));
		expect(answersTo(message)).toHaveLength(1);
	});

	test('leave each other’s servers their settings, and forget those that took the bot out', async () => {
		const settings = () => Promise.all(guilds.map((guild) => world.store.keyv('settings').get(guild)));
		await open({ shards: FIRST });
		for (const guild of guilds) await world.store.keyv('settings').set(guild, { threshold: 0.5 });
		const second = await startAnother(SECOND);
		expect(await answers()).toEqual([1, 1, 1]);
		expect(await settings()).toEqual([expect.anything(), expect.anything()]);
		await second.close();
		world.playground.world.setBotMember(guilds[1], false);
		await world.start({ shards: FIRST });
		await startAnother(SECOND);
		await eventually(async () => expect(await settings()).toEqual([expect.anything(), undefined]));
	});
});

test('the leader tells in a server of another process how its planned training ended', async () => {
	let now = Date.parse('2026-11-24T10:00:00Z');
	const { logger } = recordingLogger();
	const database = openDatabase(':memory:');
	onTestFinished(() => database.close());
	const catalogue = await Catalogue.open(database);
	const kept = openStore(database, logger);
	const trainer = new ScriptedTrainer();
	const trainingJobs = trainer.jobs();
	const { schedules, runner } = openSchedules({
		keyv: kept.keyv('schedules'),
		...{ catalogue, jobs: trainingJobs, logger },
		now: () => now,
	});
	await open({ shards: FIRST, catalogue, trainingJobs, schedules, scheduleRunner: runner });
	const plan = { cron: '0 3 * * *', timezone: 'UTC', crawl: null, isQuiet: false, fineTunes: false };
	await schedules.set(guilds[1], { ...plan, channelId: channels[1] }, 'ann');
	now += 24 * 3_600_000;
	await runner.tick();
	const told = await world.playground.waitFor(() => world.playground.messages(channels[1])[0], {
		timeoutMs: 30_000,
	});
	expect(told.content).toContain('Planned training');
});

describeWith('redis-server', 'processes that share a Redis server', () => {
	test('log in by turns, as Discord wants it', async () => {
		const server = await startRedis();
		const connections = await Promise.all([0, 1].map(() => openRedis(server.url, silent)));
		onTestFinished(async () => {
			for (const redis of connections) redis.close();
			await server.stop();
		});
		others = [];
		const [redis, another] = connections;
		world = await openWorld({
			shards: FIRST,
			redis,
			playground: { sharding: { maxConcurrency: 1 }, rateLimits: 'documented' },
		});
		const first = world.bot;
		others.push(await world.start({ shards: SECOND, redis: another }));
		world.bot = first;
		expect(world.playground.gateway.sessions.map(({ shard }) => shard[0]).sort()).toEqual([0, 1]);
		const rest = new REST({ api: world.playground.apiUrl }).setToken(world.playground.token);
		// One that came too early would have cost another login.
		expect(await rest.get(Routes.gatewayBot())).toMatchObject({ session_start_limit: { remaining: 998 } });
	});
});

test('a bot in more servers than its shards may have is told so, with the setting', async () => {
	await open();
	await expect(world.start({ shards: { first: 0, last: 0, count: 1 } })).rejects.toMatchObject({
		code: 'discord-shards-too-few',
		details: { setting: 'HANTEI_SHARDS', count: 1 },
	});
});
