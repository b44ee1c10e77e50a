import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedModels } from '../../src/config.ts';
import type { Engine } from '../../src/model/engine/engine.ts';
import { areaUnderRoc } from '../../src/model/statistics/area-under-roc.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { trainFromFolder } from '../../src/train/train.ts';
import { hasSharedData, sharedPath } from '../model/support/shared-data.ts';
import { openTestEngine } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const COURSE = sharedPath('photos', 'course');
const OTHER = sharedPath('photos', 'other');

const temporaryFolder = temporaryFolders();

describe.skipIf(!hasSharedData)('on real photos (skipped without ../shared/data)', () => {
	let opened: Awaited<ReturnType<typeof openTestEngine>>;
	let engine: Engine;
	let registry: Registry;
	let cache: EmbeddingCache;
	beforeAll(async () => {
		opened = await openTestEngine({ workers: 2 });
		engine = opened.engine;
		const models = await temporaryFolder();
		registry = new Registry({ folder: models, shipped: shippedModels() });
		cache = new EmbeddingCache(await temporaryFolder(), engine.backbone.manifest);
	});
	afterAll(() => opened?.engine.close());

	const train = (folder: string, classifier: string) =>
		trainFromFolder({
			folder,
			classifier,
			seed: 1,
			promote: true,
			engine,
			cache,
			registry,
			code: 'test',
		});

	// Floors some way below what was measured, so that a slip shows and a rounding difference does not.
	it('the course is told apart as well as ever, and the starter is what comes of it', async () => {
		const { version, refused } = await train(COURSE, 'course');
		const { accuracy, calibrationError, unknownAuroc } = version.evaluation;
		expect(refused).toEqual([]);
		expect(accuracy.value).toBeGreaterThanOrEqual(0.87);
		expect(calibrationError).toBeLessThan(0.08);
		expect(unknownAuroc).toBeGreaterThan(0.7);

		const starter = await registry.read({ classifier: 'starter', version: 'v1' });
		expect(starter.manifest.training.dataset).toBe(version.manifest.training.dataset);
		expect(starter.manifest.backbone).toEqual(version.manifest.backbone);
		expect(Math.abs(starter.evaluation.accuracy.value - accuracy.value)).toBeLessThan(0.02);
	});

	it('photos of other things are known to be unknown', async () => {
		const folder = await temporaryFolder();
		const heldOut: string[] = [];
		for (const label of await readdir(COURSE)) {
			await mkdir(join(folder, label));
			for (const [index, name] of (await readdir(join(COURSE, label))).sort().entries()) {
				const path = join(COURSE, label, name);
				if (index % 5 === 0) heldOut.push(path);
				else await symlink(path, join(folder, label, name));
			}
		}
		await train(folder, 'most-of-it');
		const servings = await ModelManager.start({
			registry,
			engine,
			logger: opened.logger,
		});
		const serving = servings.of('most-of-it');
		const predictor = async (path: string) => serving.predict(await readFile(path));
		const known = await Promise.all(heldOut.map(predictor));
		const unknown = await Promise.all((await readdir(OTHER)).map((name) => predictor(join(OTHER, name))));

		const scores = (predictions: typeof known) => predictions.map(({ unknownScore }) => unknownScore);
		expect(areaUnderRoc(scores(unknown), scores(known))).toBeGreaterThanOrEqual(0.88);
		const answered = unknown.filter(({ verdict }) => verdict === 'sure').length / unknown.length;
		expect(answered).toBeLessThan(0.4);
	});
});
