import { readFile } from 'node:fs/promises';
import { drawPhoto, planPhoto } from 'photo-services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippedModels } from '../../src/config.ts';
import type { Engine } from '../../src/model/engine/engine.ts';
import type { Predictor } from '../../src/registry/predictor.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openSinglePredictor } from '../../src/registry/single-predictor.ts';
import { openTestEngine } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const SAMPLES = new URL('../../packages/discord-playground/page/samples/', import.meta.url);

const temporaryFolder = temporaryFolders();

let engine: Engine;
let starter: Predictor;
beforeAll(async () => {
	({ engine } = await openTestEngine());
	const registry = new Registry({ folder: await temporaryFolder(), shipped: shippedModels() });
	starter = await openSinglePredictor({ classifier: 'starter', version: 'v1' }, { registry, engine });
});
afterAll(() => engine?.close());

const predictor = async (sample: string) =>
	starter.predict(await readFile(new URL(`${sample}.jpg`, SAMPLES)));

// A newcomer's first photo is one of these.
test.each(['crow', 'boar', 'monkey'])('the starter knows the playground’s drawing of a %s', async (label) => {
	const { verdict, ranking } = await predictor(label);
	expect({ verdict, label: ranking[0].label }).toEqual({ verdict: 'sure', label });
	expect(ranking[0].confidence).toBeGreaterThan(0.6);
});

// What a newcomer downloads from the stand-in for photo services, and posts.
test.each(['crow', 'boar', 'monkey'])('the starter knows most drawn photos of a %s', async (label) => {
	const answers = await Promise.all(
		Array.from({ length: 12 }, async (_, index) =>
			starter.predict(await drawPhoto(planPhoto(label, index, false))),
		),
	);
	const sure = answers.filter(({ verdict }) => verdict === 'sure').map(({ ranking }) => ranking[0].label);
	expect(new Set(sure)).toEqual(new Set([label]));
	expect(sure.length).toBeGreaterThanOrEqual(7);
});

test('the starter has no label for the playground’s teapot', async () => {
	expect(await predictor('teapot')).toMatchObject({ verdict: 'unknown' });
});
