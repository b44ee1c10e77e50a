import { dirname } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openCrawlJobs } from '../../src/crawl/jobs.ts';
import { type Crawler, openCrawler } from '../../src/crawl/open-crawler.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { UserError } from '../../src/errors.ts';
import { type LocalPhotoSource, openPhotoSource } from '../../src/host/stand-ins.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { crawlFirst } from '../../src/train/crawl-first.ts';
import { openTrainingJobs, type TrainingJobs, trainingLock } from '../../src/train/jobs.ts';
import { trainInProcess } from '../../src/train/process/train-in-process.ts';
import { openTestEngine, sharedBackbone } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { openWorkshop, type Workshop } from '../train/workshop.ts';
import { openWorld, recordingLogger, type World } from './harness.ts';
import { ScriptedTrainer, trained } from './scripted-trainer.ts';

const temporaryFolder = temporaryFolders();

let source: LocalPhotoSource;
let workshop: Workshop;
let crawler: Crawler;
let world: World;

beforeEach(async () => {
	source = await openPhotoSource(0, undefined);
	workshop = await openWorkshop(await temporaryFolder());
	const { catalogue, photoStore } = workshop;
	crawler = await openCrawler({
		catalogue,
		photoStore,
		logger: recordingLogger().logger,
		rules: DEFAULT_RULES,
		version: 'test',
		standIn: source.url,
		standInLabels: source.labels,
	});
});

afterEach(async () => {
	await world.end();
	await crawler.close();
	await source.close();
});

async function open(options: Parameters<typeof openWorld>[0]): Promise<void> {
	const { catalogue, photoStore, registry } = workshop;
	world = await openWorld({
		catalogue,
		photoStore,
		registry,
		crawler,
		limits: { progressEditMs: 10 },
		...options,
	});
	const { users, channels } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
}

/** A training that is told what to come to. */
async function openScripted(): Promise<ScriptedTrainer> {
	const trainer = new ScriptedTrainer();
	trainer.outcome = async ({ classifier }) => {
		const labels = await workshop.catalogue.dataset(classifier).labels.list();
		return trained(`${classifier}/v1`, { labels: labels.map(({ name }) => name) });
	};
	await open({ trainingJobs: trainer.jobs() });
	return trainer;
}

/** Crawls and trainings as a host has them. */
async function openReal(): Promise<void> {
	const { catalogue, registry, data, models } = workshop;
	const crawlJobs = openCrawlJobs({ crawler, catalogue });
	const trainingJobs: TrainingJobs = openTrainingJobs({
		lock: trainingLock(data),
		train: trainInProcess({
			crawl: crawlFirst(crawlJobs, catalogue),
			settings: {
				dataFolder: data,
				models,
				backbone: dirname((await sharedBackbone()).onnxPath),
				workers: 1,
				timeoutMs: 20_000,
				limits: DEFAULT_IMAGE_LIMITS,
				memoryMb: 2_000,
				logLevel: 'silent',
				code: '1.2.3',
			},
		}),
	});
	const { engine } = await openTestEngine();
	onTestFinished(() => engine.close());
	// What serves before: a host whose model knows nothing that is asked for here.
	await workshop.add('fence', 'fence', 14);
	await workshop.add('house', 'house', 14);
	await (await trainingJobs.start({ classifier: 'default', by: 'cli' })).ended;
	await open({
		crawlJobs,
		trainingJobs,
		predictors: await ModelManager.start({ registry, engine, logger: recordingLogger().logger }),
	});
}

type Call = Parameters<World['playground']['invoke']>[0];

function learn(names: string, rest: Partial<Call> = {}): Promise<APIMessage> {
	const { users, channels } = world.playground.demo;
	const call = { user: users.admin, channel: channels.general, command: 'learn' };
	return world.playground.invoke({ ...call, options: { names, count: 12 }, ...rest }).responded;
}

function park() {
	return workshop.catalogue.dataset(world.playground.demo.guilds.park);
}

function componentsOf(message: APIMessage) {
	return (message.components ?? []).flatMap((row) =>
		row.type === ComponentType.ActionRow ? row.components : [],
	);
}

function customId(message: APIMessage, state: string): string {
	const found = componentsOf(message)
		.map((component) => ('custom_id' in component ? component.custom_id : ''))
		.find((id) => id.split(':').slice(2).join(':').startsWith(state));
	if (found === undefined) throw new Error(`no button ${state} below ${message.content}`);
	return found;
}

function click(message: APIMessage, state: string, user = world.playground.demo.users.admin) {
	return world.playground.clickButton({ user, message, customId: customId(message, state) });
}

/** The message itself, once it says so. */
function saying(message: APIMessage, text: string): Promise<APIMessage> {
	const found = () => {
		const now = world.playground.message(message);
		return now?.content.includes(text) ? now : undefined;
	};
	return world.playground.waitFor(found, { what: text, timeoutMs: 120_000 });
}

test('one command, one message: two names are learned, shown with examples, and recognised', async () => {
	await openReal();
	const { users, channels, guilds } = world.playground.demo;
	const asked = await learn('cat, Apple');
	await saying(asked, '**Learning** **cat**, **Apple** · step 2 of 9');
	const result = await saying(asked, '✅ **Learned:** **cat**, **Apple**');
	expect(result.content).toContain('v1 serves now');
	expect(result.content).toContain('What it says of photos it had not seen');
	expect(result.content).toMatch(/\*\*1\*\* (cat|Apple) \S+ %/);
	expect(result.attachments.map(({ filename }) => filename)).toEqual(['examples.jpg']);
	expect(world.playground.messages(channels.general).filter(({ author }) => author.bot)).toHaveLength(1);

	const labels = await park().labels.list();
	expect(labels.map(({ name, entity }) => [name, entity?.name])).toEqual([
		['Apple', 'Malus domestica'],
		['cat', 'Felis catus'],
		['fence', undefined],
		['house', undefined],
	]);
	const actions = (await workshop.catalogue.dataset(guilds.park).audit.list()).map(({ action }) => action);
	expect(actions).toEqual(expect.arrayContaining(['fork', 'label-add', 'retrain', 'promote']));

	const details = await click(result, 'v1').responded;
	expect(details.content).toContain('**v1**');
	const rollback = await click(result, 'ask-rollback').responded;
	expect(rollback.content).toContain('Return from **v1** to **default/v1**');
	const [photo] = [...(await park().photos.list({ labelId: labels.find(({ name }) => name === 'cat')?.id }))];
	const posted = world.playground.postMessage({
		channel: channels.photos,
		author: users.member,
		attachments: [{ name: 'photo.jpg', bytes: await workshop.photoStore.read(photo.file.sha256) }],
	});
	expect((await world.playground.replyTo(posted, { timeoutMs: 60_000 })).content).toContain('cat');
}, 300_000);

describe('a name that may mean several living things', () => {
	test('is asked about once, with pictures, and the same message goes on', async () => {
		const trainer = await openScripted();
		const question = await learn('macaque, sailboat');
		expect(question.content).toContain('Which living thing is macaque?** (1 of 2)');
		expect(question.attachments.map(({ filename }) => filename)).toEqual(['taxa.jpg']);
		const [menu] = componentsOf(question);
		if (!menu || !('options' in menu)) throw new Error('there is no menu');
		expect(menu.options.map(({ label }) => label)).toEqual([
			'1 · Japanese Macaque · Macaca fuscata',
			'None of these',
		]);
		expect(trainer.requests).toEqual([]);
		world.playground.chooseOptions({
			user: world.playground.demo.users.admin,
			message: question,
			customId: menu.custom_id,
			values: [menu.options[0].value],
		});
		const result = await saying(question, '✅ **Learned:**');
		expect(result.attachments).toEqual([]);
		const ids = (await park().labels.findAll(['macaque', 'sailboat'])).map(({ id }) => id);
		expect(trainer.requests[0]).toMatchObject({ reason: 'learn', crawl: { labels: ids, wanted: 12 } });
		expect((await park().labels.find('macaque'))?.entity?.name).toBe('Macaca fuscata');
	});

	test('works after a restart, for admins only, and can be left', async () => {
		const trainer = await openScripted();
		const question = await learn('macaque, sailboat');
		await world.bot.close();
		await world.start({ trainingJobs: trainer.jobs() });
		const refused = await click(question, 'leave', world.playground.demo.users.member).responded;
		expect(refused.content).toContain('Manage Server');
		click(question, 'leave');
		await saying(question, 'Nothing was collected or trained');
		expect(trainer.requests).toEqual([]);
	});
});

test('what was cancelled goes on by a button, in the same message', async () => {
	const trainer = await openScripted();
	let release = () => {};
	trainer.hold = new Promise((resolve) => {
		release = resolve;
	});
	trainer.progress = [{ step: 'embed', done: 3, total: 9 }];
	const asked = await learn('cat, apple');
	const running = await saying(asked, '▶️ **Look at the photos** · 3 of 9');
	expect(running.content).toContain('✅ Find out what is meant · **cat** *Felis catus*');
	expect(running.content).toContain('from iNaturalist, Wikimedia Commons and Openverse');
	click(running, 'cancel');
	const cancelled = await saying(asked, '**cancelled** by');
	trainer.hold = undefined;
	release();
	click(cancelled, 'again');
	await saying(asked, '✅ **Learned:**');
	expect(trainer.requests).toHaveLength(2);
});

test('names of which nothing is found are told with their words, and with what there is', async () => {
	const trainer = await openScripted();
	trainer.outcome = () => {
		throw new UserError('too-few-labels', { labels: 0 });
	};
	const asked = await learn('fox, penguin');
	const ended = await saying(asked, '⚠️ **Too few photos** to learn **fox**, **penguin**');
	expect(ended.content).toContain('fox 0 photos · asked for “fox”');
	expect(ended.content).toContain(`drawings of ${source.labels[0]}, `);
	expect(ended.content).not.toContain('hantei labels add');
	const fox = await park().labels.find('fox');
	const asks = await click(ended, `ask-remove ${fox?.id}`).responded;
	expect(asks.content).toBe('Remove **fox** and its 0 photos for good?');
	click(asks, `remove ${fox?.id}`);
	await world.playground.waitFor(() => world.playground.message(asks)?.content.includes('were removed'));
	expect((await park().labels.list()).map(({ name }) => name)).toEqual(['penguin']);
	const again = await click(ended, `ask-remove ${fox?.id}`).responded;
	expect(again.content).toContain(`#${fox?.id}`);
});

test('a name of which nothing is found beside others is told with them, and can be removed', async () => {
	const trainer = await openScripted();
	trainer.outcome = async ({ classifier }) => trained(`${classifier}/v1`, { labels: ['cat', 'apple'] });
	const result = await saying(await learn('cat, apple, fox'), '✅ **Learned:**');
	expect(result.content).toContain('⚠️ Not learned, nothing was found: fox 0 photos · asked for “fox”.');
	const fox = await park().labels.find('fox');
	expect(customId(result, 'ask-remove')).toMatch(new RegExp(` ${fox?.id}$`));
});

test('goes on when Hantei is started anew, in the same message', async () => {
	const trainer = await openScripted();
	trainer.hold = new Promise(() => {});
	const asked = await learn('cat, apple');
	await saying(asked, '**Learning**');
	await world.bot.close();
	await saying(asked, '**interrupted**');
	trainer.hold = undefined;
	await world.start({ trainingJobs: trainer.jobs() });
	await saying(asked, '✅ **Learned:**');
});

describe('what is refused changes nothing', () => {
	const unchanged = async () => {
		expect(await park().isOwn()).toBe(false);
		expect(await park().labels.list()).toEqual([]);
	};

	test('a single name where nothing else is known', async () => {
		await openScripted();
		expect((await learn('cat')).content).toContain('it takes at least two');
		await unchanged();
	});

	test('more than the server may have', async () => {
		await openScripted();
		const photos = { options: { names: 'cat, apple', count: 1_000 } };
		await world.bot.close();
		await world.start({ quotas: { labels: 25, photos: 1_500, trainingsPerDay: 8 } });
		expect((await learn('', photos)).content).toContain('That would make 2000 photos');
		await world.bot.close();
		await world.start({ quotas: { labels: 1, photos: 5_000, trainingsPerDay: 8 } });
		expect((await learn('cat, apple')).content).toContain('A server may have 1 label on');
		await unchanged();
	});

	test('a host that may not collect', async () => {
		await openScripted();
		await world.bot.close();
		await world.start({ crawler: undefined });
		expect((await learn('cat, apple')).content).toContain('how photo services reach them');
		await unchanged();
	});

	test('a name that is none', async () => {
		await openScripted();
		expect((await learn('cat, ***')).content).toContain('cannot be a name here');
		await unchanged();
	});
});

test('an admin who reads Japanese is answered in Japanese', async () => {
	await openScripted();
	const { guilds, users, channels } = world.playground.demo;
	const role = world.playground.world.addRole({
		guild: guilds.zoo,
		name: '園長',
		permissions: PermissionFlagsBits.ManageGuild,
	});
	world.playground.world.changeMember(guilds.zoo, users.japanese, { roles: [role] });
	const asked = await learn('猫、りんご', { user: users.japanese, channel: channels.zooGeneral });
	await saying(asked, '**猫**、**りんご**を**覚えました。**');
	const labels = await workshop.catalogue.dataset(guilds.zoo).labels.list();
	expect(labels.map(({ entity }) => entity?.name).sort()).toEqual(['Felis catus', 'Malus domestica']);
});
