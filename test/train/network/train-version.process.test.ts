import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/model/engine/engine.ts';
import type { NetworkRecipe } from '../../../src/train/network/recipe.ts';
import { trainVersion } from '../../../src/train/network/train-version.ts';
import type { TrainingOutcome } from '../../../src/train/training.ts';
import type { TrainingProgress } from '../../../src/train/training-progress.ts';
import { openTestEngine } from '../../support/backbone.ts';
import { KINDS } from '../../support/pictures.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { CLASSIFIER, openWorkshop, type Workshop } from '../workshop.ts';

const temporaryFolder = temporaryFolders();

const RECIPE: NetworkRecipe = {
	architecture: 'cifar10-cnn',
	side: 16,
	epochs: 3,
	augmentation: 'course',
	patience: null,
};

let engine: Engine;
beforeAll(async () => {
	({ engine } = await openTestEngine({ queueLimit: Number.POSITIVE_INFINITY }));
});
afterAll(() => engine.close());

interface Tools {
	readonly onProgress?: (progress: TrainingProgress) => void;
	readonly signal?: AbortSignal;
}

function train(workshop: Workshop, { onProgress, signal }: Tools = {}): Promise<TrainingOutcome> {
	return trainVersion({
		request: { classifier: CLASSIFIER, by: 'ann' },
		recipe: RECIPE,
		dataset: workshop.dataset,
		photoStore: workshop.photoStore,
		registry: workshop.registry,
		dataFolder: workshop.data,
		code: '1.2.3',
		limits: { maxBytes: 1e7, maxPixels: 1e7, timeoutMs: 10_000 },
		withEngine: (work) => work(engine),
		onProgress,
		signal,
	});
}

async function openFilledWorkshop(): Promise<Workshop> {
	const workshop = await openWorkshop(await temporaryFolder());
	for (const kind of KINDS.slice(0, 2)) await workshop.add(kind, kind, 16);
	return workshop;
}

describe('a network that is trained from scratch on what a classifier has', () => {
	it('becomes a version, and has learned from no photo that is kept apart', async () => {
		const workshop = await openFilledWorkshop();
		const told: TrainingProgress[] = [];
		const outcome = await train(workshop, { onProgress: (progress) => told.push(progress) });
		expect(outcome).toMatchObject({
			kind: 'trained',
			version: 'default/v1',
			labels: KINDS.slice(0, 2).toSorted(),
		});
		if (outcome.kind !== 'trained') return;
		expect(outcome.curve?.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);

		const { manifest, dataset } = await workshop.registry.read({ classifier: CLASSIFIER, version: 'v1' });
		expect(manifest.network?.file).toBe('cifar10-cnn.keras');
		// Those that it may be asked about, none of which it learned from.
		const holdout = dataset.photos.filter(({ fold }) => fold === null).length;
		expect(holdout).toBeGreaterThan(1);
		expect(outcome.photos).toMatchObject({ holdout, training: 32 - holdout });
		expect(outcome.evaluation.photos).toBe(holdout);

		const steps = told.map(({ step }) => step).filter((step, n, all) => step !== all[n - 1]);
		expect(steps).toEqual(['embed', 'group', 'learn', 'evaluate', 'decide', 'publish']);
		const { network } = told.at(-1) as TrainingProgress;
		expect(network?.curve).toEqual(outcome.curve);
		expect(network?.summary?.[0]).toEqual({
			name: 'conv2d',
			className: 'Conv2D',
			shape: [16, 16, 32],
			parameters: 896,
			trained: 896,
		});
		// Neither the file nor the checkpoint is needed any more.
		expect(await readdir(join(workshop.data, 'network-training'))).toEqual([]);
	}, 120_000);

	it('goes on where it was stopped, to the same numbers', async () => {
		const [whole, stopped] = [await openFilledWorkshop(), await openFilledWorkshop()];
		const outcome = await train(whole);
		const stopping = new AbortController();
		const training = train(stopped, {
			signal: stopping.signal,
			onProgress: ({ network }) => network?.curve.length === 2 && stopping.abort(),
		});
		await expect(training).rejects.toThrow();
		expect(await stopped.versions()).toEqual([]);
		const first: (number | undefined)[] = [];
		const resumed = await train(stopped, {
			onProgress: ({ network }) => network?.step && first.push(network.curve.length),
		});
		expect(first[0]).toBe(2);
		const losses = (one: TrainingOutcome) => one.kind === 'trained' && one.curve?.map(({ loss }) => loss);
		expect(losses(resumed)).toEqual(losses(outcome));
	}, 120_000);
});
