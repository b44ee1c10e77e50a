import { createHash } from 'node:crypto';
import { drawPhoto, planPhoto } from 'photo-services';
import { expect, it, onTestFinished } from 'vitest';
import { headLogits } from '../../src/model/head.ts';
import { assembleDataset } from '../../src/train/assemble-dataset.ts';
import { fitVersion } from '../../src/train/fit-version.ts';
import { openTestEngine } from '../support/backbone.ts';

const LABELS = ['boar', 'cat', 'crow', 'monkey'];
const TRAINING = 20;
const HELD_OUT = 8;

it('draws photos that a model learns to tell apart', { timeout: 180_000 }, async () => {
	const { engine } = await openTestEngine();
	onTestFinished(() => engine.close());
	const draw = async (label: string, index: number) => {
		const bytes = await drawPhoto(planPhoto(label, index, false));
		const name = `${label}/${index}.jpg`;
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const photo = await engine.embedViews(bytes, { views: ['original'] });
		const embedding = photo.views.get('original') as Float32Array;
		return { label, name, path: name, sha256, ...photo, embedding };
	};
	const drawAll = async (first: number, count: number) => {
		const photos = [];
		for (const label of LABELS)
			for (let index = first; index < first + count; index++) photos.push(await draw(label, index));
		return photos;
	};

	const { parts } = engine.backbone.manifest;
	const dataset = await assembleDataset(await drawAll(0, TRAINING), {
		parts: parts.length,
		seed: 1,
		holdout: false,
		tooFew: 'refuse',
	});
	const { classifier } = await fitVersion({ ...dataset, parts });
	const heldOut = await drawAll(TRAINING, HELD_OUT);
	const right = heldOut.filter(({ label, embedding }) => {
		const logits = headLogits(classifier.head, embedding);
		return classifier.labels[logits.indexOf(Math.max(...logits))] === label;
	});
	expect(right.length / heldOut.length).toBeGreaterThan(0.85);
});
