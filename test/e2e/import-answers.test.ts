import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { zipFiles } from '../../commands/model/export.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { Backbones } from '../../src/model/backbone/backbones.ts';
import { encodeNetwork } from '../../src/registry/export/encode-network.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openTrainingJobs, type TrainingJobs, trainingLock } from '../../src/train/jobs.ts';
import type { TrainingSettings } from '../../src/train/process/protocol.ts';
import { trainInProcess } from '../../src/train/process/train-in-process.ts';
import { openTestEngine } from '../support/backbone.ts';
import { drawPicture, type Kind } from '../support/pictures.ts';
import { installSmallBackbone } from '../support/small-backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { openWorkshop, type Workshop } from '../train/workshop.ts';
import { openWorld, recordingLogger } from './harness.ts';

const temporaryFolder = temporaryFolders();

function jobsOn(settings: TrainingSettings): TrainingJobs {
	return openTrainingJobs({
		lock: trainingLock(settings.dataFolder),
		train: trainInProcess({
			crawl: () => Promise.reject(new Error('nobody asked for a crawl')),
			settings,
		}),
	});
}

/** On the backbone of a folder. */
function settingsOf({ data, models }: Workshop, backbone: string): TrainingSettings {
	return {
		dataFolder: data,
		models,
		backbone,
		workers: 1,
		timeoutMs: 20_000,
		limits: DEFAULT_IMAGE_LIMITS,
		memoryMb: 2_000,
		logLevel: 'silent',
		code: '1.2.3',
	};
}

async function train(settings: TrainingSettings, classifier: string): Promise<void> {
	const jobs = jobsOn(settings);
	const { ended } = await jobs.start({ classifier, by: 'cli', force: true });
	expect(await ended).toMatchObject({ kind: 'finished', result: { promoted: true } });
	await jobs.close();
}

/** What somebody trained on Teachable Machine: it tells fences from houses. */
async function teachableMachine(workshop: Workshop): Promise<Buffer> {
	await workshop.add('fence', 'fence', 14);
	await workshop.add('house', 'house', 14);
	const { onnxPath, manifest } = await installSmallBackbone(workshop.data, 'small', { seed: 1 });
	await train(settingsOf(workshop, dirname(onnxPath)), 'default');
	const { classifier } = await workshop.registry.read({ classifier: 'default', version: 'v1' });
	const order = { version: 'default/v1', onnxPath, input: manifest.input, classifier };
	return zipFiles(await encodeNetwork({ ...order, format: 'teachable-machine' }));
}

/** Three trainings and an import in processes of their own, on a machine that may be busy. */
const TIMEOUT_MS = 240_000;

test(
	'a Teachable Machine zip answers in chat, and learns a further label on what it sees itself',
	async () => {
		const workshop = await openWorkshop(await temporaryFolder());
		const bytes = await teachableMachine(workshop);
		const { data, catalogue, photoStore } = workshop;
		const backbones = new Backbones(data, undefined);
		const registry = new Registry({ ...workshop.models, backbones });
		const { engine } = await openTestEngine({ backbones });
		onTestFinished(() => engine.close());
		const predictors = await ModelManager.start({ registry, engine, logger: recordingLogger().logger });
		const world = await openWorld({
			catalogue,
			photoStore,
			registry,
			predictors,
			trainingJobs: jobsOn(settingsOf(workshop, join(data, 'backbones', 'small'))),
			importsFolder: await temporaryFolder(),
			limits: { progressEditMs: 50 },
		});
		onTestFinished(() => world.end());
		const { playground } = world;
		const { users, channels, guilds } = playground.demo;
		await playground.waitFor(() => playground.commandsFor(users.owner, channels.general).length > 0);
		const judged = async (kind: Kind, seed: number) => {
			const posted = playground.postMessage({
				channel: channels.photos,
				author: users.member,
				attachments: [{ name: 'photo.png', bytes: await drawPicture(kind, seed) }],
			});
			return (await playground.replyTo(posted, { timeoutMs: 60_000 })).content;
		};

		await playground.invoke({
			user: users.admin,
			channel: channels.general,
			command: 'model',
			subcommand: 'import',
			options: { file: { name: 'tm-my-image-model.zip', bytes }, promote: true },
		}).responded;
		await playground.waitFor(
			() =>
				playground
					.messages(channels.general)
					.find(({ content }) => content.includes('v1 serves nevertheless')),
			{ what: 'the import', timeoutMs: 120_000 },
		);
		expect(await judged('house', 900)).toContain('house');
		expect(await judged('fence', 900)).toContain('fence');
		const { manifest } = await registry.read({ classifier: guilds.park, version: 'v1' });
		expect(manifest.network).toMatchObject({ file: 'tm-my-image-model.zip', format: 'Teachable Machine' });

		const taken = await playground.invoke({
			user: users.admin,
			channel: channels.general,
			command: 'model',
			subcommand: 'export',
			options: { format: 'keras' },
		}).responded;
		expect(taken.content).toContain('**v1** as a network for Keras (.keras)');
		expect(taken.attachments.map(({ filename }) => filename)).toEqual([`${guilds.park}-v1.keras`]);

		// The host makes new models on what the network sees, and learns what it was never shown.
		await workshop.add('balloons', 'balloons', 14);
		const own = (await readdir(join(data, 'backbones'))).find((id) => id.startsWith('tm-my-image-model'));
		expect(manifest.backbone.id).toBe(own);
		await train(settingsOf(workshop, join(data, 'backbones', own ?? '')), 'default');
		const extended = await registry.read({ classifier: 'default', version: 'v2' });
		expect(extended.manifest.backbone.id).toBe(own);
		expect(extended.manifest.labels).toEqual(['balloons', 'fence', 'house']);
		await predictors.refresh();
		const { ranking } = await predictors.of('default').predict(await drawPicture('balloons', 901));
		expect(ranking[0]?.label).toBe('balloons');
	},
	TIMEOUT_MS,
);
