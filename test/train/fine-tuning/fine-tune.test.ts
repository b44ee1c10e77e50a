import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Backbones } from '../../../src/model/backbone/backbones.ts';
import { classify } from '../../../src/model/classifier.ts';
import type { Engine } from '../../../src/model/engine/engine.ts';
import { retrain } from '../../../src/train/retrain.ts';
import type { TrainingOutcome, TrainingRequest } from '../../../src/train/training.ts';
import type { TrainingProgress } from '../../../src/train/training-progress.ts';
import { openTestEngine, sharedBackbone } from '../../support/backbone.ts';
import { drawPicture, KINDS } from '../../support/pictures.ts';
import { installSmallBackbone } from '../../support/small-backbone.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { CLASSIFIER, openWorkshop, type Workshop } from '../workshop.ts';

const temporaryFolder = temporaryFolders();

const LABELS = KINDS.slice(0, 2);

let engine: Engine;
beforeAll(async () => {
	({ engine } = await openTestEngine({ queueLimit: Number.POSITIVE_INFINITY }));
});
afterAll(() => engine.close());

interface Tools {
	readonly on?: Engine;
	readonly enoughPhotos?: number;
	readonly onProgress?: (progress: TrainingProgress) => void;
	readonly signal?: AbortSignal;
}

function train(
	workshop: Workshop,
	request: Partial<TrainingRequest>,
	{ on = engine, ...tools }: Tools = {},
): Promise<TrainingOutcome> {
	return retrain({
		request: { classifier: CLASSIFIER, by: 'cli', ...request },
		dataset: workshop.dataset,
		photoStore: workshop.photoStore,
		registry: workshop.registry,
		dataFolder: workshop.data,
		code: '1.2.3',
		withEngine: (work) => work(on),
		crawl: () => Promise.reject(new Error('nobody asked for a crawl')),
		epochs: 1,
		...tools,
	});
}

async function openFilledWorkshop(): Promise<Workshop> {
	const workshop = await openWorkshop(await temporaryFolder());
	for (const kind of LABELS) await workshop.add(kind, kind, 7);
	return workshop;
}

describe('a training of the last blocks, too', () => {
	it('makes a version that judges by a backbone of its own', async () => {
		const workshop = await openFilledWorkshop();
		await train(workshop, {});
		const done: (number | undefined)[] = [];
		const outcome = await train(
			workshop,
			{ fineTune: 'always', force: true },
			{ onProgress: (progress) => done.push(progress.done) },
		);
		expect(outcome).toMatchObject({ kind: 'trained', version: 'default/v2', promoted: true });
		// Without each of five folds, and on all: six trainings of one epoch.
		expect(done.at(-4)).toBe(6);

		const { manifest, classifier } = await workshop.registry.read({
			classifier: CLASSIFIER,
			version: 'v2',
		});
		const { id, sha256 } = (await sharedBackbone()).manifest;
		expect(manifest.fineTuned?.from).toEqual({ id, sha256 });
		expect(manifest.backbone.sha256).not.toBe(sha256);
		expect(outcome).toMatchObject({ fineTuning: { isKept: true } });
		const own = await new Backbones(workshop.data).find(manifest.backbone);
		expect(own.manifest.trunk?.of).toBe(sha256);
		for (const kind of LABELS) {
			const { embedding } = await engine.embed(await drawPicture(kind, 50), { backbone: own });
			expect(classify(classifier, embedding).ranking[0]?.label).toBe(kind);
		}

		// Nothing has changed since: neither would make another model than what serves.
		expect(await train(workshop, { fineTune: 'always' })).toMatchObject({ kind: 'unchanged' });
		expect(await train(workshop, {})).toMatchObject({ kind: 'unchanged' });
	}, 300_000);

	it('is tried where photos are enough, and the head alone kept that is as good', async () => {
		const workshop = await openFilledWorkshop();
		const few = await train(workshop, { fineTune: 'if-better' });
		expect(few).toMatchObject({ kind: 'trained', version: 'default/v1' });
		expect(few).not.toHaveProperty('fineTuning');

		const tried = await train(workshop, { fineTune: 'if-better' }, { enoughPhotos: 5 });
		// Pictures so different are told apart by either.
		expect(tried).toMatchObject({ kind: 'trained', fineTuning: { isKept: false, verdict: { pairs: 14 } } });
		const { manifest } = await workshop.registry.read({ classifier: CLASSIFIER, version: 'v2' });
		expect(manifest.backbone.sha256).toBe((await sharedBackbone()).manifest.sha256);
		await expect(access(join(workshop.data, 'fine-tuned'))).rejects.toThrow();
		// Once is enough, as long as nothing changes.
		expect(await train(workshop, { fineTune: 'if-better' }, { enoughPhotos: 5 })).toMatchObject({
			kind: 'unchanged',
		});
	}, 300_000);

	it('leaves nothing behind where it is cancelled', async () => {
		const workshop = await openFilledWorkshop();
		const cancelling = new AbortController();
		const training = train(
			workshop,
			{ fineTune: 'always' },
			{
				signal: cancelling.signal,
				onProgress: ({ step, total }) => {
					if (step === 'tune' && total === 6) cancelling.abort();
				},
			},
		);
		await expect(training).rejects.toMatchObject({ code: 'cancelled' });
		expect(await workshop.versions()).toEqual([]);
		await expect(access(join(workshop.data, 'fine-tuned'))).rejects.toThrow();
	});

	it('is refused on a backbone that nobody knows how to train', async () => {
		const workshop = await openFilledWorkshop();
		const small = await installSmallBackbone(workshop.data, 'small', { seed: 1 });
		const { engine: other } = await openTestEngine({ backbone: small });
		const training = train(workshop, { fineTune: 'always' }, { on: other });
		await expect(training).rejects.toMatchObject({ code: 'fine-tuning-unsupported' });
		await other.close();
	});
});
