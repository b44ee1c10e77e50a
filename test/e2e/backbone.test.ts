import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Registry } from '../../src/registry/registry.ts';
import { choiceInFolder } from '../../src/train/backbone/choice.ts';
import { BackboneMover } from '../../src/train/backbone/mover.ts';
import { recordingLogger } from '../support/backbone.ts';
import { installSmallBackbone } from '../support/small-backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { eventually, openWorld, type World } from './harness.ts';
import { ScriptedTrainer, trained } from './scripted-trainer.ts';

const newFolder = temporaryFolders();
let world: World;
let mover: BackboneMover;
let trainer: ScriptedTrainer;

beforeEach(async () => {
	const dataFolder = await newFolder();
	const old = await installSmallBackbone(dataFolder, 'old', { seed: 1 });
	await installSmallBackbone(dataFolder, 'new', { seed: 2 });
	const choice = choiceInFolder(dataFolder);
	await choice.change((now) => ({ ...now, inUse: 'old' }));
	const registry = new Registry({ folder: await newFolder(), shipped: await newFolder() });
	const version = newVersion();
	const { id, sha256 } = old.manifest;
	const backbone = { ...version.manifest.backbone, id, sha256 };
	await registry.promote(
		await registry.write('default', { ...version, manifest: { ...version.manifest, backbone } }),
	);
	trainer = new ScriptedTrainer();
	const trainingJobs = trainer.jobs();
	const parts = { dataFolder, choice, registry, trainings: trainingJobs, logger: recordingLogger() };
	mover = new BackboneMover({ ...parts, setting: undefined, tryOut: async () => {}, lookMs: 10 });
	// The demonstration's admin runs this host, too.
	const owners: string[] = [];
	const before = ({ demo }: World['playground']) => owners.push(demo.users.admin);
	world = await openWorld({ registry, trainingJobs, mover, owners, before });
	const { users } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.admin, world.playground.demo.channels.general).length > 0,
	);
});
afterEach(async () => {
	await mover.close();
	await world.end();
});

function show(user = world.playground.demo.users.admin) {
	const channel = world.playground.demo.channels.general;
	return world.playground.invoke({ user, channel, command: 'model', subcommand: 'backbone' }).responded;
}

function customId(message: APIMessage, state: string): string {
	const found = (message.components ?? [])
		.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
		.map((component) => ('custom_id' in component ? component.custom_id : ''))
		.find((id) => id.split(':')[2]?.startsWith(state));
	if (found === undefined) throw new Error(`nothing to ${state} below ${message.content}`);
	return found;
}

function says(message: APIMessage, text: string): Promise<APIMessage> {
	const find = () => {
		const now = world.playground.message(message);
		return now?.content.includes(text) ? now : undefined;
	};
	return world.playground.waitFor(find, { what: text, timeoutMs: 30_000 });
}

const press = (message: APIMessage, state: string) =>
	world.playground.clickButton({
		user: world.playground.demo.users.admin,
		message,
		customId: customId(message, state),
	});

async function chooseNew(message: APIMessage): Promise<APIMessage> {
	const menu = (message.components ?? [])
		.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
		.find((component) => component.type === ComponentType.StringSelect);
	const value = menu?.options.find(({ label }) => label === 'new')?.value ?? '';
	const { users } = world.playground.demo;
	world.playground.chooseOptions({
		user: users.admin,
		message,
		customId: menu?.custom_id ?? '',
		values: [value],
	});
	return says(message, 'Make new models on **new**');
}

test('shows whoever runs the host what is in use, what there is, and who is judged on what', async () => {
	const message = await show();
	expect(message.content).toContain('New models are made on old');
	expect(message.content).toMatch(/\*\*old\*\* · ✅ in use · MIT · [\d.]+ kB · serves the host’s/);
	expect(message.content).toMatch(/\*\*new\*\* · MIT · [\d.]+ kB · serves nobody/);
	expect(message.content).toMatch(/\*\*efficientnet-lite0\*\* · bundled · Apache-2\.0 · [\d.]+ MB/);
	expect(Number(message.flags) & MessageFlags.Ephemeral).toBeTruthy();
});

test('a server’s manager who does not run the host is refused', async () => {
	const message = await show(world.playground.demo.users.owner);
	expect(message.content).toContain('HANTEI_OWNERS');
});

test('moves all classifiers to another one, with progress, after asking', async () => {
	let release = () => {};
	trainer.hold = new Promise((resolve) => {
		release = resolve;
	});
	trainer.progress = [{ step: 'embed', done: 1, total: 2 }];
	trainer.outcome = () =>
		trained('default/v2', { promoted: false, verdict: { decision: 'keep', reason: 'unproven', pairs: 3 } });
	const message = await show();
	await press(await chooseNew(message), 'use');
	const moving = await says(message, 'Moving to new');
	await eventually(() => expect(mover.progress()?.training?.progress).toBeDefined());
	await press(moving, 'show');
	expect((await says(message, '1 of 1: the host’s')).content).toContain('Moving to new');
	release();
	await mover.settled();
	// Asked anew: the message that was refreshed a moment ago may have heard of the end by itself, and has no button then.
	const { content } = await show();
	expect(content).toContain('The last move, to **new**, is done');
	expect(content).toContain('New models are made on new');
	expect(content).toContain('goes on serving on its own backbone');
});

test('a move can be cancelled: new models are made on the former one again', async () => {
	trainer.hold = new Promise(() => {});
	const message = await show();
	await press(await chooseNew(message), 'use');
	await press(await says(message, 'Moving to new'), 'cancel');
	expect((await says(message, 'was cancelled')).content).toContain('New models are made on old');
});

test('what was asked can be left', async () => {
	const message = await show();
	await press(await chooseNew(message), 'show');
	expect((await says(message, 'serves nobody')).content).toContain('New models are made on old');
	expect(trainer.requests).toEqual([]);
});
