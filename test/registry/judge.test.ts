import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Judge } from '../../src/registry/judge.ts';
import { Registry } from '../../src/registry/registry.ts';
import { Servings } from '../../src/registry/servings.ts';
import { judgeWith } from '../../src/registry/single-judge.ts';
import { recordingLogger } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { FakeJudge as PageJudge } from '../web/fake-judge.ts';
import { FakeEngine } from './fake-engine.ts';

const temporaryFolder = temporaryFolders();

interface Case {
	readonly judge: Judge;
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
	const servings = await Servings.start({ registry, engine, logger: recordingLogger() });
	return { judge: servings.of('default'), ...photos };
}

async function oneVersion(): Promise<Case> {
	const { registry, engine, name } = await published();
	return { judge: await judgeWith(name, { registry, engine }), ...photos };
}

async function fakeOfPage(): Promise<Case> {
	return { judge: new PageJudge(), ...photos };
}

describe.each([
	['the judge that serves', champion],
	['the judge of one version', oneVersion],
	['the fake of it behind the page', fakeOfPage],
])('%s', (_, open) => {
	it('says of a photo how sure it is of each label, best first, and by which model', async () => {
		const { judge, photo } = await open();
		const { model, labels } = judge.status();
		const prediction = await judge.judge(photo);
		expect(prediction.model).toBe(model);
		expect(prediction.ranking.map(({ label }) => label).toSorted()).toEqual(labels.toSorted());
		const confidences = prediction.ranking.map(({ confidence }) => confidence);
		expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
		expect(confidences.reduce((sum, one) => sum + one)).toBeCloseTo(1, 6);
	});

	it('counts what it judged', async () => {
		const { judge, photo } = await open();
		await judge.judge(photo);
		await judge.judge(photo);
		expect(judge.status().judged).toBe(2);
	});

	it('refuses what is no photo, gives up what was cancelled, and counts neither', async () => {
		const { judge, photo, refused } = await open();
		await expect(judge.judge(refused)).rejects.toMatchObject({ code: 'image-empty' });
		const cancelled = judge.judge(photo, { signal: AbortSignal.abort() });
		await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
		expect(judge.status().judged).toBe(0);
	});
});
