import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createContests } from '../../src/bot/contests/contests.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../src/errors.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { TrainingJobs } from '../../src/train/jobs.ts';
import { openSchedules } from '../../src/train/schedule/open-schedules.ts';
import type { ScheduleRunner } from '../../src/train/schedule/schedule-runner.ts';
import type { Schedules } from '../../src/train/schedule/schedules.ts';
import { MODEL } from '../bot/fixtures.ts';
import { eventually, idleCrawler, openWorld, recordingLogger, type World } from './harness.ts';
import { ScriptedTrainer, trained } from './scripted-trainer.ts';

let world: World;
let catalogue: Catalogue;
let trainer: ScriptedTrainer;
let schedules: Schedules;
let runner: ScheduleRunner;
let kept: Store;
let jobs: TrainingJobs;
let now: number;

const HOUR = 3_600_000;

beforeEach(async () => {
	now = Date.parse('2026-11-24T10:00:00Z');
	catalogue = await Catalogue.open(openDatabase(':memory:'));
	for (const name of ['crow', 'boar']) await catalogue.dataset('default').labels.add({ name }, 'host');
	trainer = new ScriptedTrainer();
	const { logger } = recordingLogger();
	kept = openStore(openDatabase(':memory:'), logger);
	jobs = trainer.jobs();
	const opened = openSchedules({
		keyv: kept.keyv('schedules'),
		catalogue,
		// Those of the bot that runs now.
		jobs: { start: (request) => jobs.start(request), get: (classifier) => jobs.get(classifier) },
		logger,
		limits: { everyHours: 6, spreadMinutes: 0 },
		now: () => now,
	});
	({ schedules, runner } = opened);
	world = await openWorld({
		catalogue,
		trainingJobs: jobs,
		crawler: idleCrawler(),
		schedules,
		scheduleRunner: runner,
	});
	const { users, channels } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
});

afterEach(async () => {
	await world.end();
});

type Call = Parameters<World['playground']['invoke']>[0];

function schedule(subcommand: string, options: Call['options'] = {}, rest: Partial<Call> = {}) {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({
		user: users.admin,
		channel: channels.general,
		command: 'schedule',
		subcommand,
		options,
		...rest,
	}).responded;
}

/** Lets time pass to the next planned run, and waits until it has ended. */
async function night(): Promise<void> {
	now += 24 * HOUR;
	await runner.tick();
	await runner.idle();
}

function saying(text: string, channel = world.playground.demo.channels.general): Promise<APIMessage> {
	const find = () => world.playground.messages(channel).find(({ content }) => content.includes(text));
	return world.playground.waitFor(find, { what: text, timeoutMs: 30_000 });
}

function isEphemeral({ flags }: APIMessage): boolean {
	return Boolean((flags ?? 0) & MessageFlags.Ephemeral);
}

const park = () => world.playground.demo.guilds.park;

describe('/schedule set', () => {
	test('plans every night where nothing is said, and shows the next times', async () => {
		const { general } = world.playground.demo.channels;
		const set = await schedule('set', { timezone: 'Asia/Tokyo', channel: general, crawl: 0 });
		expect(isEphemeral(set)).toBe(true);
		expect(set.content).toContain('**every day at 03:00 (Asia/Tokyo)**');
		const next = Date.parse('2026-11-24T18:00:00Z') / 1000;
		expect(set.content).toContain(`<t:${next}:f> (<t:${next}:R>), <t:${next + 86_400}:f>`);
		expect(set.content).toContain(`**Result** in <#${general}>`);
		expect(await schedules.get(park())).toMatchObject({
			cron: '0 3 * * *',
			timezone: 'Asia/Tokyo',
			crawl: null,
		});
		expect(await catalogue.dataset(park()).audit.list({ action: 'schedule-set' })).toMatchObject([
			{ by: world.playground.demo.users.admin, detail: { cron: '0 3 * * *' } },
		]);
		expect((await schedule('show')).content).toContain('every day at 03:00 (Asia/Tokyo)');
	});

	test('changes what is said, and leaves the rest', async () => {
		await schedule('set', { timezone: 'Europe/Berlin', crawl: 150, quiet: true });
		const set = await schedule('set', { day: 'sat', time: '21:15' });
		expect(set.content).toContain('every Saturday at 21:15 (Europe/Berlin)');
		expect(set.content).toContain('up to 150 a label');
		expect(set.content).toContain('unless there was nothing new');
		expect((await schedule('set', { crawl: 0 })).content).toContain('only those that are there');
	});

	test('refuses what makes no sense, and what is too often, and keeps what was', async () => {
		await schedule('set', { timezone: 'UTC' });
		expect((await schedule('set', { cron: '0 25 * * *' })).content).toContain('“25” (hour)');
		expect((await schedule('set', { cron: '0 * * * *' })).content).toContain('more often than every 6 hours');
		expect((await schedule('set', { time: 'noon' })).content).toContain('“noon” is no time of day');
		expect((await schedule('set', { timezone: 'Mars/Olympus' })).content).toContain('is no time zone');
		expect(await schedules.get(park())).toMatchObject({ cron: '0 3 * * *' });
	});

	test('plans no photos to be collected where they cannot be', async () => {
		await world.bot.close();
		jobs = trainer.jobs();
		await world.start({ crawler: undefined, trainingJobs: jobs });
		expect((await schedule('set', { timezone: 'UTC', crawl: 100 })).content).toContain(
			'how photo services reach them',
		);
		expect(await schedules.get(park())).toBeUndefined();
		await schedule('set', { timezone: 'UTC' });
		expect(await schedules.get(park())).toMatchObject({ crawl: null });
	});

	test('suggests time zones with what their clocks show', async () => {
		const { users, channels } = world.playground.demo;
		const ask = (typed: string, user: string = users.admin) =>
			world.playground.autocomplete({
				user,
				channel: channels.general,
				command: 'schedule',
				subcommand: 'set',
				focused: 'timezone',
				typed,
			}).suggested;
		expect(await ask('berl')).toMatchObject([
			{ value: 'Europe/Berlin', name: expect.stringMatching(/^Europe\/Berlin \(\d\d:\d\d\)$/) },
		]);
		expect((await ask('')).length).toBe(25);
	});

	test('is for those who manage the server, and touches no other server', async () => {
		const { users, channels, guilds } = world.playground.demo;
		await schedule('set', { timezone: 'UTC' });
		expect(await schedules.classifiers()).toEqual([guilds.park]);
		expect(
			world.playground.commandsFor(users.member, channels.general).map(({ name }) => name),
		).not.toContain('schedule');
	});

	test('speaks Japanese', async () => {
		const { guilds, users, channels } = world.playground.demo;
		const role = world.playground.world.addRole({
			guild: guilds.zoo,
			name: '園長',
			permissions: PermissionFlagsBits.ManageGuild,
		});
		world.playground.world.changeMember(guilds.zoo, users.japanese, { roles: [role] });
		const set = await schedule(
			'set',
			{ time: '３時３０分' },
			{ user: users.japanese, channel: channels.zooGeneral },
		);
		// The server's language tells where it is.
		expect(set.content).toContain('毎日 03:30（Asia/Tokyo）');
		expect(set.content).toContain('**次回**');
	});
});

describe('a night', () => {
	test('trains, and tells the result where the admins chose', async () => {
		const { general } = world.playground.demo.channels;
		await schedule('set', { timezone: 'UTC', channel: general, crawl: 120 });
		await night();
		expect(trainer.requests).toMatchObject([
			{
				classifier: park(),
				by: 'schedule',
				reason: 'schedule',
				crawl: { labels: [], wanted: 120 },
				fineTune: 'if-better',
			},
		]);
		const told = await saying('**Planned training**');
		expect(told.content).toContain('v1');
		expect(told.attachments.length).toBeGreaterThan(0);
		expect((await schedule('show')).content).toContain('v1 was trained, and serves');
		const status = await world.playground.invoke({
			user: world.playground.demo.users.member,
			channel: general,
			command: 'status',
		}).responded;
		expect(status.content).toMatch(/\*\*Training\*\* next <t:\d+:R> · last <t:\d+:R>: v1 was trained/);
	});

	test('says nothing when nothing changed, if that is wanted', async () => {
		const { general, photos } = world.playground.demo.channels;
		trainer.outcome = () => ({ kind: 'unchanged', champion: 'default/v1', leftOut: [] });
		await schedule('set', { timezone: 'UTC', channel: general, quiet: true });
		await night();
		await schedule('set', { channel: photos, quiet: false });
		await night();
		await saying('**Planned training**', photos);
		expect(world.playground.messages(general).map(({ content }) => content)).not.toContainEqual(
			expect.stringContaining('Planned training'),
		);
	});

	test('names a model whose answers are contested much more than those of the one before, even when there is nothing new', async () => {
		const { general } = world.playground.demo.channels;
		const contests = createContests({
			counts: world.store.keyv('contests'),
			votes: world.store.keyv('votes'),
		});
		for (const [model, contested] of [
			['default/v1', 1],
			[MODEL, 20],
		] as const) {
			const given = { model, label: 'crow' };
			await contests.answered(
				park(),
				Array.from({ length: 80 }, () => given),
			);
			for (let by = 0; by < contested; by++)
				await contests.contest({ place: park(), given, said: null, answer: `${model}/${by}`, by: 'ann' });
		}
		trainer.outcome = () => ({ kind: 'unchanged', champion: MODEL, leftOut: [] });
		await schedule('set', { timezone: 'UTC', channel: general, quiet: true });
		await night();
		const told = await saying('**Planned training**');
		expect(told.content).toMatch(
			/Members contest answers of default\/20261124T000000Z-1a2b3c more often than those of default\/v1: 25 % instead of 1 %\./,
		);
	});

	test('that fails says why and what serves, and is tried again', async () => {
		const { general } = world.playground.demo.channels;
		trainer.outcome = () => {
			throw new UserError('too-few-labels', { labels: 1 });
		};
		await schedule('set', { timezone: 'UTC', channel: general });
		await night();
		const told = await saying('It failed');
		expect(told.content).toMatch(/goes on serving\. It is tried again <t:\d+:R>\./);
		expect((await schedule('show')).content).toMatch(/\*\*Last\*\* <t:\d+:R>: failed\. /);
		trainer.outcome = ({ classifier }) => trained(`${classifier}/v1`);
		await night();
		expect(trainer.requests).toHaveLength(2);
	});

	test('that meets a bug names a reference, not the bug', async () => {
		trainer.outcome = () => {
			throw new TypeError('x is not a function');
		};
		await schedule('set', { timezone: 'UTC', channel: world.playground.demo.channels.general });
		await night();
		const told = await saying('It failed');
		expect(told.content).toMatch(/reference [A-Z0-9]{6}/);
		expect(told.content).not.toContain('x is not a function');
	});

	test('is told in the log channel when no other was chosen or it is gone', async () => {
		const { users, channels, guilds } = world.playground.demo;
		await world.playground.invoke({
			user: users.admin,
			channel: channels.general,
			command: 'settings',
			subcommand: 'log',
			options: { channel: channels.photos },
		}).responded;
		await schedule('set', { timezone: 'UTC' });
		await night();
		await saying('**Planned training**', channels.photos);
		expect((await schedules.get(guilds.park))?.channelId).toBeNull();
	});
});

describe('/schedule pause, resume and run', () => {
	test('stop, go on, and do it now', async () => {
		const { general } = world.playground.demo.channels;
		expect((await schedule('pause')).content).toContain('Nothing is planned here yet');
		await schedule('set', { timezone: 'UTC', channel: general });
		expect((await schedule('pause')).content).toContain('Paused');
		await night();
		expect(trainer.requests).toEqual([]);
		expect((await schedule('show')).content).toContain('Paused');
		expect((await schedule('resume')).content).toMatch(/Resumed\. Next: <t:\d+:f>/);
		const started = await schedule('run');
		expect(started.content).toContain(`told in <#${general}>`);
		await runner.idle();
		const told = await saying('started by');
		expect(told.content).toContain(`<@${world.playground.demo.users.admin}>`);
		expect(trainer.requests).toHaveLength(1);
		const actions = (await catalogue.dataset(park()).audit.list()).map(({ action }) => action);
		expect(actions).toEqual(
			expect.arrayContaining(['schedule-set', 'schedule-pause', 'schedule-resume', 'schedule-run']),
		);
	});
});

describe('/schedule run, where there is nothing to tell apart,', () => {
	test('says so at once', async () => {
		const { labels } = catalogue.dataset('default');
		for (const { id } of await labels.list()) await labels.remove(id, 'host');
		await schedule('set', { timezone: 'UTC' });
		expect((await schedule('run')).content).toContain('at least two labels');
		expect(trainer.requests).toEqual([]);
	});
});

describe('a planned training that is under way', () => {
	beforeEach(async () => {
		trainer.hold = new Promise(() => {});
		await schedule('set', { timezone: 'UTC', channel: world.playground.demo.channels.general });
	});

	function cancel(message: APIMessage, user = world.playground.demo.users.admin) {
		return world.playground.clickButton({ user, message, customId: 'schedule:1:cancel' }).responded;
	}

	test('can be cancelled by those who manage the server', async () => {
		await schedule('run');
		const shown = await schedule('show');
		expect(shown.content).toContain('A planned training is under way');
		expect((await cancel(shown)).content).toMatch(
			/^⏹️ The training is being stopped\. Model .* goes on serving\.$/,
		);
		await runner.idle();
		await saying('It was cancelled');
		const { admin } = world.playground.demo.users;
		expect(await catalogue.dataset(park()).audit.list({ action: 'retrain-cancel' })).toMatchObject([
			{ by: admin },
		]);
	});

	test('that ended meanwhile cannot be cancelled any more', async () => {
		const started = await schedule('run');
		await cancel(await schedule('show'));
		await runner.idle();
		const shown = await cancel(started);
		expect(shown.content).toMatch(/\*\*Last\*\* <t:\d+:R>: cancelled/);
		expect(shown.components).toEqual([]);
		expect(await catalogue.dataset(park()).audit.list({ action: 'retrain-cancel' })).toHaveLength(1);
	});

	test('is not cancelled by those who do not manage the server', async () => {
		const started = await schedule('run');
		world.playground.world.changeMember(park(), world.playground.demo.users.admin, { roles: [] });
		expect((await cancel(started)).content).toMatch(/^Only members with/);
		expect(await jobs.get(park())).toBeDefined();
	});
});

describe('the host', () => {
	test('plans trainings of their own classifier in a direct message, and hears of them there', async () => {
		const { users, channels } = world.playground.demo;
		const direct = { user: users.member, channel: channels.botDm };
		expect((await schedule('set', {}, direct)).content).toContain('those who run this Hantei');
		await world.bot.close();
		jobs = trainer.jobs();
		await world.start({ owners: [users.member], trainingJobs: jobs });
		const set = await schedule('set', { timezone: 'UTC' }, direct);
		expect(set.content).toContain('every day at 03:00 (UTC)');
		expect(await schedules.classifiers()).toEqual(['default']);
		await night();
		expect(trainer.requests).toMatchObject([{ classifier: 'default' }]);
		await saying('**Planned training**', channels.botDm);
	});
});

describe('a server that takes the bot out', () => {
	test('has no schedule any more', async () => {
		await schedule('set', { timezone: 'UTC' });
		world.playground.world.setBotMember(park(), false);
		await eventually(async () => expect(await schedules.classifiers()).toEqual([]));
		await night();
		expect(trainer.requests).toEqual([]);
	});
});
