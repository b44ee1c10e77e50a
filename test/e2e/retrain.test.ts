import { PermissionFlagsBits } from 'discord.js';
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { createManualClock } from 'discord-playground';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { Bench } from '../dataset/catalogue/support.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { eventually, idleCrawler, openWorld, postButton, type World } from './harness.ts';
import { evaluationOf, ScriptedTrainer, trained } from './scripted-trainer.ts';

const newFolder = temporaryFolders();
let world: World;
let catalogue: Catalogue;
let trainer: ScriptedTrainer;

async function open(options: Parameters<typeof openWorld>[0] = {}) {
	catalogue = await Catalogue.open(openDatabase(':memory:'));
	trainer = new ScriptedTrainer();
	world = await openWorld({
		catalogue,
		trainingJobs: trainer.jobs(),
		crawler: idleCrawler(),
		limits: { progressEditMs: 10 },
		...options,
	});
	const { users, channels, guilds } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
	await fill(guilds.park, { crow: 6, boar: 7, cat: 2 });
}

beforeEach(() => open());
afterEach(() => world.end());

async function fill(classifier: string, photos: Readonly<Record<string, number>>) {
	const bench = await Bench.start(catalogue, classifier);
	for (const [name, count] of Object.entries(photos)) {
		const label = await bench.label(name);
		for (let n = 0; n < count; n++) await bench.photo(label, `${classifier} ${name} ${n}`);
	}
	await bench.dataset.runs.finish(bench.runId, 'finished');
}

type Call = Parameters<World['playground']['invoke']>[0];

function retrain(options: Call['options'] = {}, rest: Partial<Call> = {}) {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({
		user: users.admin,
		channel: channels.general,
		command: 'retrain',
		options,
		...rest,
	}).responded;
}

function button(message: APIMessage, state: string): string | undefined {
	return (message.components ?? [])
		.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
		.map((component) => ('custom_id' in component ? component.custom_id : ''))
		.find((id) => id.split(':').slice(2).join(':').startsWith(state));
}

function click(message: APIMessage, state: string, user = world.playground.demo.users.admin) {
	const customId = button(message, state);
	if (customId === undefined) throw new Error(`no button ${state}`);
	return world.playground.clickButton({ user, message, customId });
}

/** The latest message of a channel that says so. */
function saying(text: string, channel = world.playground.demo.channels.general): Promise<APIMessage> {
	const find = () => world.playground.messages(channel).find(({ content }) => content.includes(text));
	return world.playground.waitFor(find, { what: text, timeoutMs: 30_000 });
}

/** Asks for a training and says yes. */
async function start(options: Call['options'] = {}, rest: Partial<Call> = {}) {
	const question = await retrain(options, rest);
	click(question, 'start', typeof rest.user === 'string' ? rest.user : undefined);
}

const park = () => catalogue.dataset(world.playground.demo.guilds.park);

function makeJapaneseManager(): Pick<Call, 'user' | 'channel'> {
	const { guilds, users, channels } = world.playground.demo;
	const role = world.playground.world.addRole({
		guild: guilds.zoo,
		name: '園長',
		permissions: PermissionFlagsBits.ManageGuild,
	});
	world.playground.world.changeMember(guilds.zoo, users.japanese, { roles: [role] });
	return { user: users.japanese, channel: channels.zooGeneral };
}

describe('the question', () => {
	test('says what will happen, to the admin alone, and nothing happens until they say yes', async () => {
		const question = await retrain();
		expect(question.content).toContain('**Train a new model?**');
		expect(question.content).toContain('- **crow** 6 photos');
		expect(question.content).toContain('⚠️ **cat** has 2 photos and needs 3 more; until then it is left out.');
		expect(question.content).toContain('goes on serving');
		expect(Boolean((question.flags ?? 0) & MessageFlags.Ephemeral)).toBe(true);
		expect((await click(question, 'leave').responded).content).toBe('Nothing was started.');
		expect(trainer.requests).toEqual([]);
		expect(await park().audit.list()).toEqual([]);
	});

	test('names the labels that photos are collected of first', async () => {
		const question = await retrain({ crawl: 40, label: 'cat, crow' });
		expect(question.content).toContain('First I collect photos of **cat**, **crow**, up to 40 each.');
		expect(question.content).toContain('- **cat** 2 photos, to become 40');
		click(question, 'start');
		await saying('Training finished');
		const ids = (await park().labels.findAll(['cat', 'crow'])).map(({ id }) => id);
		expect(trainer.requests[0]?.crawl).toEqual({ labels: ids, wanted: 40 });
	});

	test('ends with the labels of the host’s that are like its own', async () => {
		const alike = [{ label: 'raven', own: 'crow' }];
		trainer.outcome = ({ classifier }) =>
			trained(`${classifier}/v1`, {
				notLearned: { labels: ['raven', 'fox'], model: 'default/v1', isKept: true, alike },
			});
		click(await retrain(), 'start');
		const result = await saying('goes on answering for');
		expect(result.content).toContain('Hard to tell from your own labels: raven (yours: crow).');
	});

	test('says which labels of the host’s the new model will not know, and who answers for them', async () => {
		await world.end();
		const registry = new Registry({ folder: await newFolder(), shipped: await newFolder() });
		await registry.promote(await registry.write('default', newVersion()));
		await open({ registry });
		const whatIsLost = /♻️ \*\*monkey\*\*: no photos of your own here.+default\/v1 goes on answering/;
		const question = await retrain();
		expect(question.content).toMatch(whatIsLost);
		// Nor does a button begin without a word, or a schedule.
		const now = click(await postButton(world, 'retrain:1:now'), 'now');
		const asked = await now.responded;
		expect([Boolean((asked.flags ?? 0) & MessageFlags.Ephemeral), trainer.requests]).toEqual([true, []]);
		expect(asked.content).toMatch(whatIsLost);
		const { admin } = world.playground.demo.users;
		const { general } = world.playground.demo.channels;
		const plan = { user: admin, channel: general, command: 'schedule', subcommand: 'set' };
		const planned = await world.playground.invoke({ ...plan, options: { timezone: 'UTC' } }).responded;
		expect(planned.content).toMatch(whatIsLost);
		click(question, 'let-go');
		await saying('Training finished');
		expect(trainer.requests).toMatchObject([{ letGo: true }]);
		click(await retrain(), 'start');
		await eventually(() => expect(trainer.requests).toHaveLength(2));
		expect(trainer.requests[1]).toMatchObject({ letGo: false });
		const { channels, users } = world.playground.demo;
		const call = { user: users.admin, channel: channels.general, command: 'labels', subcommand: 'list' };
		const list = await world.playground.invoke(call).responded;
		expect(list.content).toContain('Also recognised here, by the host’s model default/v1: monkey');
	});

	test('is not asked where photos are to be collected and cannot be', async () => {
		await world.bot.close();
		await world.start({ crawler: undefined, trainingJobs: trainer.jobs() });
		expect((await retrain({ crawl: 40 })).content).toContain('how photo services reach them');
		expect((await retrain()).content).toContain('**Train a new model?**');
	});

	test('is not asked where there is nothing to tell apart', async () => {
		await park().labels.remove((await park().labels.find('boar'))?.id ?? 0, 'cli');
		const refusal = await retrain();
		expect(refusal.content).toContain('at least two labels with 5 different photos each');
		expect(refusal.components).toEqual([]);
		expect((await retrain({}, makeJapaneseManager())).content).toContain('ラベルがありません');
	});

	test('suggests how a list of labels may go on', async () => {
		const { users, channels } = world.playground.demo;
		const choices = await world.playground.autocomplete({
			user: users.admin,
			channel: channels.general,
			command: 'retrain',
			focused: 'label',
			typed: 'crow、 c',
		}).suggested;
		expect(choices.map(({ value }) => value)).toEqual(['crow, cat']);
		expect((await retrain({ label: 'crow, owl' })).content).toContain('There is no label “owl”');
	});
});

describe('a training', () => {
	test('shows its steps, then its result with pictures, and enters who wanted it', async () => {
		let release = () => {};
		trainer.hold = new Promise((resolve) => {
			release = resolve;
		});
		trainer.progress = [{ step: 'embed', done: 3, total: 15 }];
		await start();
		const running = await saying('step 1 of 7');
		expect(running.content).toContain('▶️ **Look at the photos** · 3 of 15');
		expect(running.content).toContain('▫️ Look for labels that may be wrong');
		trainer.outcome = ({ classifier }) =>
			trained(`${classifier}/v2`, {
				verdict: {
					decision: 'promote',
					reason: 'improved',
					pairs: 90,
					difference: { value: 0.05, low: 0.01, high: 0.09 },
				},
				before: { version: 'default/v1', evaluation: evaluationOf(0.85) },
				photos: { training: 80, holdout: 20, excluded: 3, flagged: 9, added: 15 },
				leftOut: [{ label: 'c*t', photos: 2, missing: 3 }],
			});
		release();
		await saying('Training finished');
		const result = await saying('v2 serves now: 5 points better than default/v1');
		const [mixUps, verdict] = result.content.split('\n');
		expect(mixUps).toBe('**v2** mixes up **boar** and **crow**: 10 photos');
		expect(verdict).toContain('v2 serves now: 5 points better than default/v1');
		expect(result.content).not.toContain('Accuracy');
		expect(result.content).toContain('3 photos were left out as doubtful, 9 flagged in all');
		expect(result.content).toContain('⚠️ **c\\*t** was left out: it has 2 photos and needs 3 more.');
		expect(result.attachments.map(({ filename }) => filename)).toEqual(['overview.png']);
		expect(button(result, 'ask-rollback')).toBeDefined();
		const { admin } = world.playground.demo.users;
		expect(await park().audit.list()).toMatchObject([
			{ action: 'retrain', by: admin, detail: { wanted: null } },
		]);
	});

	test('that is kept by the gate can be promoted all the same', async () => {
		trainer.outcome = ({ classifier }) =>
			trained(`${classifier}/v3`, {
				promoted: false,
				verdict: {
					decision: 'keep',
					reason: 'worse-on-label',
					pairs: 90,
					label: { label: 'boar_', difference: -0.04 },
				},
				before: { version: `${classifier}/v2`, evaluation: evaluationOf(0.9) },
			});
		await start();
		const result = await saying('**kept v2: v3 is 4 points worse on boar\\_**');
		expect(button(result, 'ask-promote v3')).toBeDefined();
	});

	test('of what has not changed says so', async () => {
		trainer.outcome = ({ classifier }) => ({ kind: 'unchanged', champion: `${classifier}/v4`, leftOut: [] });
		await start();
		const result = await saying('Model v4 goes on serving');
		expect(result.components).toEqual([]);
	});

	test('that fails says why, and what is a bug goes by a reference', async () => {
		trainer.outcome = () => Promise.reject(new TypeError('x is not a function'));
		await start();
		expect((await saying('Training failed')).content).toMatch(/reference [0-9A-Z]{6}\.$/);
	});

	test('is one at a time in a server', async () => {
		trainer.hold = new Promise(() => {});
		const second = await retrain();
		await start();
		await saying('Training** is being started');
		expect((await retrain()).content).toMatch(/training/i);
		expect((await click(second, 'start').responded).content).toContain('A training is under way here');
		expect(trainer.requests).toHaveLength(1);
	});

	test('can be cancelled by those who manage the server', async () => {
		trainer.hold = new Promise(() => {});
		await start();
		const running = await saying('Training** is being started');
		const { member, admin } = world.playground.demo.users;
		expect((await click(running, 'cancel', member).responded).content).toMatch(/^Only members with/);
		click(running, 'cancel');
		expect((await saying('Training cancelled')).content).toContain(`by <@${admin}>`);
		expect(await park().audit.list({ action: 'retrain-cancel' })).toMatchObject([{ by: admin }]);
	});

	test('goes on after a restart, in the same message', async () => {
		trainer.hold = new Promise(() => {});
		await start({ crawl: 20 });
		const running = await saying('Training** is being started');
		await world.bot.close();
		expect(world.playground.message(running)?.content).toContain('Training interrupted');
		trainer.hold = undefined;
		await world.start({ trainingJobs: trainer.jobs() });
		const ended = await saying('Training finished');
		expect(ended.id).toBe(running.id);
		await saying('v1 serves now');
		expect(trainer.requests).toHaveLength(2);
		expect(trainer.requests[1]).toEqual(trainer.requests[0]);
		expect(await park().audit.list({ action: 'retrain' })).toHaveLength(1);
	});

	test('that cannot go on after a restart says why', async () => {
		trainer.hold = new Promise(() => {});
		await start();
		await saying('Training** is being started');
		await world.bot.close();
		const trainingJobs = trainer.jobs();
		await trainingJobs.start({ classifier: world.playground.demo.guilds.park, by: 'schedule' });
		await world.start({ trainingJobs });
		expect((await saying('Training ended')).content).toContain('training');
		await world.bot.close();
		trainer.hold = undefined;
		await world.start({ trainingJobs: trainer.jobs() });
		expect(trainer.requests.map(({ by }) => by).filter((by) => by !== 'schedule')).toHaveLength(1);
	});

	test('is given up when it is interrupted again and again', async () => {
		trainer.hold = new Promise(() => {});
		await start();
		await saying('Training** is being started');
		for (let n = 0; n < 3; n++) {
			await world.bot.close();
			await world.start({ trainingJobs: trainer.jobs() });
			await world.playground.waitFor(() => trainer.requests.length === Math.min(n + 2, 3));
		}
		await saying('Training given up');
	});

	test('speaks Japanese, and touches nothing of another server', async () => {
		const manager = makeJapaneseManager();
		await fill(world.playground.demo.guilds.zoo, { カラス: 6, 猪: 5 });
		await start({}, manager);
		const result = await saying('v1', world.playground.demo.channels.zooGeneral);
		expect(result.content).toContain('の取り違え');
		expect(trainer.requests.map(({ classifier }) => classifier)).toEqual([world.playground.demo.guilds.zoo]);
		expect(await park().audit.list()).toEqual([]);
		const { channels } = world.playground.demo;
		expect(world.playground.messages(channels.general)).toEqual([]);
	});
});

test('those who run the host can have the last blocks trained, too, and nobody else', async () => {
	expect((await retrain({ fine_tune: true })).content).toContain('those who run this Hantei');
	await world.end();
	const owners: string[] = [];
	await open({ owners, before: ({ demo }) => owners.push(demo.users.admin) });
	trainer.progress = [{ step: 'tune', done: 3, total: 48 }];
	let release = () => {};
	trainer.hold = new Promise((resolve) => {
		release = resolve;
	});
	trainer.outcome = ({ classifier }) =>
		trained(`${classifier}/v1`, { fineTuning: { isKept: true, bytes: 8_000_000 } });
	const question = await retrain({ fine_tune: true });
	expect(question.content).toContain('The last two blocks of the backbone are trained, too');
	click(question, 'start tune');
	const running = await saying('step 5 of 8');
	expect(running.content).toContain('▶️ **Fine-tune the last blocks** · epoch 3 of 48');
	release();
	const result = await saying('v1 serves now');
	expect(result.content).toContain('its own backbone takes 8 MB');
	expect(trainer.requests).toMatchObject([{ fineTune: 'always' }]);
});

describe('a network from scratch', () => {
	const curve = [1, 2].map((epoch) => ({
		epoch,
		rate: 1e-4,
		loss: 1.2 / epoch,
		accuracy: 0.3 * epoch,
		heldOutLoss: 1.3 / epoch,
		heldOutAccuracy: 0.25 * epoch,
		seconds: 1,
	}));
	const summary = [
		{ name: 'conv2d', className: 'Conv2D', shape: [24, 24, 32], parameters: 896, trained: 896 },
		{ name: 'activation', className: 'Activation', shape: [24, 24, 32], parameters: 0, trained: 0 },
	];
	const step = { epoch: 3, done: 32, total: 80, loss: 0.5, accuracy: 0.75 };

	async function openToHost() {
		await world.end();
		const owners: string[] = [];
		await open({ owners, before: ({ demo }) => owners.push(demo.users.admin) });
	}

	test('is for those who run the host, and takes no option that is another’s', async () => {
		expect((await retrain({ network: 'cifar10-cnn' })).content).toContain('those who run this Hantei');
		await openToHost();
		expect((await retrain({ network: 'cifar10-cnn', crawl: 20 })).content).toContain(
			'`network` and `crawl` do not go together',
		);
		expect((await retrain({ epochs: 3 })).content).toContain('it needs `network`, too');
	});

	test('is trained as it was chosen, with its curves, and what it is made of', async () => {
		await openToHost();
		trainer.progress = [{ step: 'learn', done: 2, total: 5, network: { epochs: 5, curve, summary, step } }];
		let release = () => {};
		trainer.hold = new Promise((resolve) => {
			release = resolve;
		});
		trainer.outcome = ({ classifier }) => trained(`${classifier}/v1`, { curve });
		const options = { network: 'cifar10-cnn', size: 24, epochs: 5, augment: 'course', patience: 2 };
		const question = await retrain(options);
		expect(question.content).toContain(
			'A whole network from scratch: `cifar10-cnn`, photos of 24 × 24 pixels, 5 epochs, photos changed each time: turned by up to 20° and mirrored.',
		);
		click(question, 'start network');
		const running = await saying('step 3 of 6');
		const lines = running.content.split('\n');
		expect(lines).toContain('▶️ **Train the network** · epoch 2 of 5');
		expect(lines).toContain('-# epoch 3 of 5 · loss 0.5000 · accuracy 75 %');
		expect(lines).toContain('-# after epoch 2: val_loss 0.6500 · val_accuracy 50 %');
		expect(lines).toContain('conv2d      24 × 24 × 32         896');
		expect(lines).toContain('-# 896 parameters, 896 of them trained');
		await eventually(() => {
			const now = world.playground.message(running);
			expect(now?.attachments.map(({ filename }) => filename)).toEqual(['training-curve.png']);
		});
		release();
		const finished = await saying('Training finished');
		expect(finished.content).toContain('896 parameters');
		const result = await saying('v1 serves now');
		// Two side by side would be cropped.
		const [picture, ...others] = result.attachments;
		expect([picture?.filename, others]).toEqual(['overview.png', []]);
		expect(picture?.description).toContain('Accuracy and loss over 2 epochs');
		expect(trainer.requests).toMatchObject([
			{
				fromScratch: {
					architecture: 'cifar10-cnn',
					side: 24,
					epochs: 5,
					augmentation: 'course',
					patience: 2,
				},
			},
		]);
	});
});

test('members who do not manage the server do not see the command, and the host’s models are the host’s', async () => {
	const { users, channels } = world.playground.demo;
	const seen = world.playground.commandsFor(users.member, channels.general).map(({ name }) => name);
	expect(seen).not.toContain('retrain');
	const direct = { user: users.member, channel: channels.botDm };
	expect((await retrain({}, direct)).content).toContain('those who run this Hantei');
});

test('a server that follows the host gets its own photos first, and its labels are found again by name', async () => {
	const { guilds } = world.playground.demo;
	await fill('default', { crow: 6, boar: 6 });
	const manager = makeJapaneseManager();
	const question = await retrain({ crawl: 10, label: 'boar' }, manager);
	expect(question.content).toContain('専用のコピー');
	click(question, 'start', world.playground.demo.users.japanese);
	await saying('v1', world.playground.demo.channels.zooGeneral);
	const own = await catalogue.dataset(guilds.zoo).labels.find('boar');
	expect(own?.id).not.toBe((await catalogue.dataset('default').labels.find('boar'))?.id);
	expect(trainer.requests[0]).toMatchObject({
		classifier: guilds.zoo,
		crawl: { labels: [own?.id], wanted: 10 },
	});
});

test('a training outlives the fifteen minutes of its interaction', async () => {
	await world.end();
	const clock = createManualClock(Date.now());
	await open({ playground: { clock } });
	let release = () => {};
	trainer.hold = new Promise((resolve) => {
		release = resolve;
	});
	await start();
	await saying('Training** is being started');
	clock.advance(16 * 60_000);
	release();
	await saying('Training finished');
	await saying('v1 serves now');
});
