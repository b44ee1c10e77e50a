import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ModelManager } from '../../src/registry/model-manager.ts';
import type { Predictor } from '../../src/registry/predictor.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openSinglePredictor } from '../../src/registry/single-predictor.ts';
import { recordingLogger } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { FakePredictor as PageJudge } from '../web/fake-predictor.ts';
import { FakeEngine } from './fake-engine.ts';

const temporaryFolder = temporaryFolders();

interface Case {
	readonly predictor: Predictor;
	/** A photo that is judged, and one that is refused. */
	readonly photo: Uint8Array;
	readonly refused: Uint8Array;
}
const photos = { photo: Uint8Array.of(1), refused: new Uint8Array() };

async function published() {
	const folder = await temporaryFolder();
	const registry = new Registry({ folder, shipped: join(folder, 'shipped') });
	const name = await registry.write('default', newVersion());
	await registry.promote(name);
	return { registry, name, engine: new FakeEngine() };
}

async function champion(): Promise<Case> {
	const { registry, engine } = await published();
	const servings = await ModelManager.start({ registry, engine, logger: recordingLogger() });
	return { predictor: servings.of('default'), ...photos };
}

async function oneVersion(): Promise<Case> {
	const { registry, engine, name } = await published();
	return { predictor: await openSinglePredictor(name, { registry, engine }), ...photos };
}

async function fakeOfPage(): Promise<Case> {
	return { predictor: new PageJudge(), ...photos };
}

describe.each([
	['the predictor that serves', champion],
	['the predictor of one version', oneVersion],
	['the fake of it behind the page', fakeOfPage],
])('%s', (_, open) => {
	it('says of a photo how sure it is of each label, best first, and by which model', async () => {
		const { predictor, photo } = await open();
		const { model, labels } = predictor.status();
		const prediction = await predictor.predict(photo);
		const { unknownScore } = prediction;
		expect(prediction.model).toBe(model);
		expect(prediction.ranking.map(({ label }) => label).toSorted()).toEqual(labels.toSorted());
		const confidences = prediction.ranking.map(({ confidence }) => confidence);
		expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
		expect(confidences.reduce((sum, one) => sum + one, unknownScore)).toBeCloseTo(1, 6);
	});

	it('counts what it judged', async () => {
		const { predictor, photo } = await open();
		await predictor.predict(photo);
		await predictor.predict(photo);
		expect(predictor.status().judged).toBe(2);
	});

	it('refuses what is no photo, gives up what was cancelled, and counts neither', async () => {
		const { predictor, photo, refused } = await open();
		await expect(predictor.predict(refused)).rejects.toMatchObject({ code: 'image-empty' });
		const cancelled = predictor.predict(photo, { signal: AbortSignal.abort() });
		await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
		expect(predictor.status().judged).toBe(0);
	});
});
