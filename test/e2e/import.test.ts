import { readFile } from 'node:fs/promises';
import type { APIMessage } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { evaluate } from '../../src/model/evaluation.ts';
import { openDatabase } from '../../src/store/database.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { openWorld, type World } from './harness.ts';
import { ScriptedTrainer, trained } from './scripted-trainer.ts';

const temporaryFolder = temporaryFolders();

let world: World;
let trainer: ScriptedTrainer;
/** What the file held that was to be imported. */
let brought: string | undefined;

const LABELS = ['cat', 'dog'];

beforeEach(async () => {
	trainer = new ScriptedTrainer();
	brought = undefined;
	trainer.outcome = async ({ classifier, network }) => {
		brought = await readFile(network?.path ?? '', 'utf8');
		return trained(`${classifier}/v1`, {
			labels: LABELS,
			evaluation: evaluate([], LABELS, 'given'),
			photos: { training: 0, holdout: 0, excluded: 0, flagged: 0, added: 0 },
		});
	};
	world = await openWorld({
		catalogue: await Catalogue.open(openDatabase(':memory:')),
		trainingJobs: trainer.jobs(),
		importsFolder: await temporaryFolder(),
		limits: { progressEditMs: 10 },
	});
	const { users, channels } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
});
afterEach(() => world.end());

type Call = Parameters<World['playground']['invoke']>[0];

function bring(name: string, options: Call['options'] = {}, user?: string): Promise<APIMessage> {
	const { users, channels } = world.playground.demo;
	return world.playground.invoke({
		user: user ?? users.admin,
		channel: channels.general,
		command: 'model',
		subcommand: 'import',
		options: { file: { name, bytes: Buffer.from('a network') }, ...options },
	}).responded;
}

function saying(text: string): Promise<APIMessage> {
	const { channels } = world.playground.demo;
	const find = () =>
		world.playground.messages(channels.general).find(({ content }) => content.includes(text));
	return world.playground.waitFor(find, { what: text, timeoutMs: 30_000 });
}

describe('/model import', () => {
	test('hands the file over and tells what came of it, with its labels', async () => {
		await bring('tm-my-image-model.zip');
		await saying('Model imported');
		const result = await saying('serves now');
		expect(result.content).toContain('cat');
		expect(result.content).toContain('There were too few photos of its labels to measure it');
		expect(result.attachments).toEqual([]);
		expect(brought).toBe('a network');
		expect(trainer.requests).toMatchObject([
			{
				classifier: world.playground.demo.guilds.park,
				network: { name: 'tm-my-image-model.zip', isTemporary: true },
			},
		]);
	});

	test('takes labels, the range of pixels, and whether it is to serve in any case', async () => {
		await bring('model.h5', { labels: 'monkey、boar, crow', range: '0..1', promote: true });
		await saying('Model imported');
		expect(trainer.requests).toMatchObject([
			{ force: true, network: { labels: ['monkey', 'boar', 'crow'], range: '0..1' } },
		]);
	});

	test('is not offered what is no network', () => {
		expect(() => bring('holiday.jpg')).toThrow('is not of the types .zip, .h5, .keras, .onnx, .tflite');
		expect(trainer.requests).toEqual([]);
	});

	test('speaks Japanese', async () => {
		const { users, guilds } = world.playground.demo;
		const role = world.playground.world.addRole({ guild: guilds.park, name: '園長', permissions: 0x20n });
		world.playground.world.changeMember(guilds.park, users.japanese, { roles: [role] });
		await bring('model.zip', {}, users.japanese);
		await saying('モデルを取り込みました');
	});
});
