import { dirname } from 'node:path';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { openTrainingJobs, type TrainingJobs, trainingLock } from '../../src/train/jobs.ts';
import { trainInProcess } from '../../src/train/process/train-in-process.ts';
import { openTestEngine, sharedBackbone } from '../support/backbone.ts';
import { drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { openWorkshop, type Workshop } from '../train/workshop.ts';
import { openWorld, recordingLogger, type World } from './harness.ts';

const temporaryFolder = temporaryFolders();

/** Trainings in processes of their own, as a host has them. */
async function jobsOf({ data, models }: Workshop): Promise<TrainingJobs> {
	return openTrainingJobs({
		lock: trainingLock(data),
		train: trainInProcess({
			crawl: () => Promise.reject(new Error('nobody asked for a crawl')),
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
}

/** A host whose own model tells fences from houses, and a bot that can train more. */
async function openHost(): Promise<{ world: World; workshop: Workshop }> {
	const workshop = await openWorkshop(await temporaryFolder());
	await workshop.add('fence', 'fence', 14);
	await workshop.add('house', 'house', 14);
	const first = await jobsOf(workshop);
	const end = await (await first.start({ classifier: 'default', by: 'cli' })).ended;
	expect(end).toMatchObject({ kind: 'finished', result: { promoted: true } });
	await first.close();

	const { engine } = await openTestEngine();
	onTestFinished(() => engine.close());
	const { catalogue, photoStore, registry } = workshop;
	const world = await openWorld({
		catalogue,
		photoStore,
		registry,
		predictors: await ModelManager.start({ registry, engine, logger: recordingLogger().logger }),
		trainingJobs: await jobsOf(workshop),
		limits: { progressEditMs: 50 },
	});
	onTestFinished(() => world.end());
	const { users, channels } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
	return { world, workshop };
}

function customId(message: APIMessage, state: string): string {
	const found = (message.components ?? [])
		.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
		.map((component) => ('custom_id' in component ? component.custom_id : ''))
		.find((id) => id.split(':').slice(2).join(':').startsWith(state));
	if (found === undefined) throw new Error(`no button ${state} below ${message.content}`);
	return found;
}

/** Three trainings in processes of their own, on a machine that may be busy. */
const TIMEOUT_MS = 180_000;

test(
	'a server learns what the host does not know, judges by it, and goes back at once',
	async () => {
		const { world, workshop } = await openHost();
		const { users, channels, guilds } = world.playground.demo;
		const { playground } = world;
		const invoke = (command: string, more: object = {}) =>
			playground.invoke({ user: users.admin, channel: channels.general, command, ...more }).responded;
		const click = (message: APIMessage, state: string) =>
			playground.clickButton({ user: users.admin, message, customId: customId(message, state) });
		const saying = (text: string) =>
			playground.waitFor(
				() => playground.messages(channels.general).find(({ content }) => content.includes(text)),
				{ what: text, timeoutMs: 120_000 },
			);
		const judged = async (seed: number) => {
			const posted = playground.postMessage({
				channel: channels.photos,
				author: users.member,
				attachments: [{ name: 'photo.png', bytes: await drawPicture('balloons', seed) }],
			});
			return (await playground.replyTo(posted, { timeoutMs: 60_000 })).content;
		};
		await workshop.add('balloons', 'balloons', 14);
		expect(await judged(900)).not.toContain('balloons');

		const question = await invoke('retrain');
		expect(question.content).toContain('training gives it a copy of its own');
		click(question, 'start');
		await saying('step ');
		const result = await saying('v1 serves now');
		expect(result.content).toMatch(/^\*\*v1\*\* mixe[sd] up /);
		expect(result.attachments.map(({ filename }) => filename)).toEqual(['overview.png']);
		expect(await judged(901)).toContain('balloons');
		expect(await workshop.catalogue.dataset('default').isOwn()).toBe(true);

		const again = await invoke('retrain');
		click(again, 'start');
		await saying('Nothing has changed');

		const way = click(result, 'ask-rollback');
		const roll = await way.responded;
		expect(roll.content).toContain('Return from **v1** to **default/v1**');
		click(roll, 'rollback');
		await playground.waitFor(() => playground.message(roll)?.content.includes('**default/v1** serves again'));
		expect(await judged(902)).not.toContain('balloons');

		const actions = (await workshop.catalogue.dataset(guilds.park).audit.list()).map(({ action }) => action);
		expect(actions).toEqual(expect.arrayContaining(['fork', 'retrain', 'promote', 'roll-back']));
		expect(await workshop.catalogue.dataset('default').audit.list({ action: 'roll-back' })).toEqual([]);
		expect(await workshop.registry.aliases('default')).toMatchObject({ champion: 'v1' });
	},
	TIMEOUT_MS,
);
