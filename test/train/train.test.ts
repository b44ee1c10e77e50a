import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Engine } from '../../src/model/engine/engine.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import { mostFits } from '../../src/train/cross-validate.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { evaluateFolder } from '../../src/train/evaluate-folder.ts';
import { type TrainingOptions, trainFromFolder } from '../../src/train/train.ts';
import type { TrainingProgress } from '../../src/train/training-progress.ts';
import { openTestEngine, recordingLogger } from '../support/backbone.ts';
import { drawPhotoFolder, drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const LABELS = {
	balloons: 'balloons',
	fence: 'fence',
	[`カ${'ガチョウ'.normalize('NFD')}`]: 'house',
} as const;
const JAPANESE = 'カガチョウ'.normalize('NFC');

let engine: Engine;
let photos: string;
/** Data folder of a training that ended well. */
let seen: string;
beforeAll(async () => {
	seen = await temporaryFolder();
	({ engine } = await openTestEngine({ workers: 2 }));
	photos = await temporaryFolder();
	await drawPhotoFolder(photos, LABELS, 12);
});
afterAll(() => engine.close());

/** Trains in folders of its own. */
async function train(options: Partial<TrainingOptions> & { models?: string; data?: string } = {}) {
	const models = options.models ?? (await temporaryFolder());
	const data = options.data ?? (await temporaryFolder());
	const registry = new Registry({ folder: models, shipped: join(models, 'none') });
	const cache = new EmbeddingCache(data, engine.backbone.manifest);
	const result = await trainFromFolder({
		folder: photos,
		classifier: 'default',
		seed: 1,
		promote: true,
		engine,
		cache,
		registry,
		code: '1.2.3',
		...options,
	});
	return { ...result, registry, cache, folder: join(models, result.name.classifier, result.name.version) };
}

async function bytesOf(folder: string): Promise<Record<string, string>> {
	const files: Record<string, string> = {};
	for (const name of (await readdir(folder)).sort())
		files[name] = (await readFile(join(folder, name))).toString('base64');
	return files;
}

describe('training on a folder of photos', () => {
	let trained: Awaited<ReturnType<typeof train>>;
	const progress: TrainingProgress[] = [];
	beforeAll(async () => {
		trained = await train({ data: seen, onProgress: (step) => progress.push(step) });
	});

	it('makes a version that serves and knows photos it never saw', async () => {
		const servings = await ModelManager.start({
			registry: trained.registry,
			engine,
			logger: recordingLogger(),
		});
		const serving = servings.of('default');
		for (const [kind, label] of [
			['balloons', 'balloons'],
			['fence', 'fence'],
			['house', JAPANESE],
		] as const) {
			const { ranking, model } = await serving.predict(await drawPicture(kind, 1000));
			expect(ranking[0].label).toBe(label);
			expect(model).toBe('default/v1');
		}
	});

	it('writes down what it was made from', async () => {
		const { manifest, dataset } = await trained.registry.read(trained.name);
		expect(manifest.labels).toEqual(['balloons', 'fence', JAPANESE]);
		expect(manifest.training).toMatchObject({ photos: 36, seed: 1, folds: 5, code: '1.2.3' });
		expect(manifest.backbone).toMatchObject({
			id: engine.backbone.manifest.id,
			sha256: engine.backbone.manifest.sha256,
			preprocessing: { resize: 'squash', width: 224, height: 224 },
		});
		expect(dataset.photos).toHaveLength(36);
		expect(dataset.leftOut).toEqual([]);
		const attribution = await readFile(join(trained.folder, 'ATTRIBUTION.md'), 'utf8');
		expect(attribution).toContain(`- ${JAPANESE}: 12 photos`);
	});

	it('measures with photos that the model did not see', async () => {
		const { evaluation } = await trained.registry.read(trained.name);
		expect(evaluation).toMatchObject({ source: 'out-of-fold', photos: 36 });
		expect(evaluation.accuracy.value).toBeGreaterThan(0.9);
		expect(evaluation.unknownAuroc).toBeGreaterThan(0.5);
	});

	it('says how far it is, step by step', () => {
		const embedding = progress.filter(({ step }) => step === 'embed').map(({ done }) => done);
		expect(embedding).toEqual(Array.from({ length: 36 }, (_, n) => n + 1));
		const fitting = progress.filter(({ step }) => step === 'fit');
		const fits = mostFits(5);
		expect(fitting.map(({ done }) => done)).toEqual(fitting.map((_, n) => n + 1));
		expect(fitting.length).toBeLessThanOrEqual(fits);
		expect(new Set(fitting.map(({ total }) => total))).toEqual(new Set([fits]));
	});

	it('gives the same bytes for the same photos, whatever they are called and however many workers there are', async () => {
		const renamed = await temporaryFolder();
		const names: Record<string, string> = { balloons: 'balloons', fence: 'fence', house: JAPANESE };
		for (const [kind, label] of Object.entries(names)) {
			await drawPhotoFolder(renamed, { [label]: kind as 'house' }, 12, {
				nameOf: (n) => `photo ${99 - n}.PNG`,
			});
		}
		const single = await openTestEngine({ workers: 1 });
		onTestFinished(() => single.engine.close());
		const again = await train({ folder: renamed, engine: single.engine, classifier: 'other' });
		expect(await bytesOf(again.folder)).toEqual(await bytesOf(trained.folder));
	});

	it('deals the photos differently for another seed', async () => {
		const other = await train({ seed: 2, data: seen });
		const folds = (version: typeof other.version) => version.dataset.photos.map(({ fold }) => fold);
		expect(folds(other.version)).not.toEqual(folds(trained.version));
		expect(other.version.manifest.training.dataset).toBe(trained.version.manifest.training.dataset);
	});

	it('lets the present model serve when told so', async () => {
		const second = await train({
			models: join(trained.folder, '..', '..'),
			promote: false,
			cache: trained.cache,
		});
		expect(second.name.version).toBe('v2');
		expect(await second.registry.aliases('default')).toEqual({ champion: 'v1', challenger: 'v2' });
	});

	it('looks at a photo once in its life', async () => {
		const embed = vi.spyOn(engine, 'embed');
		onTestFinished(() => embed.mockRestore());
		await train({ data: seen });
		expect(embed).not.toHaveBeenCalled();
	});

	describe('evaluated on a folder', () => {
		const evaluateOn = async (folder: string) =>
			evaluateFolder(folder, await trained.registry.read(trained.name), {
				engine,
				backbone: engine.backbone,
				cache: trained.cache,
			});

		it('tells the photos it was trained on from those it was not', async () => {
			const folder = await temporaryFolder();
			await drawPhotoFolder(folder, LABELS, 4, { firstSeed: 11 });
			const { all, unseen, trainedOn } = await evaluateOn(folder);
			// Seeds 11 and 12 were trained on, 13 and 14 were not.
			expect(all.photos).toBe(12);
			expect(trainedOn).toBe(6);
			expect(unseen).toMatchObject({ source: 'given', photos: 6 });
			expect(unseen?.accuracy.value).toBe(1);
		});

		it('has no figures of its own for the unseen when all or none are', async () => {
			expect(await evaluateOn(photos)).toMatchObject({ trainedOn: 36, unseen: undefined });
			const folder = await temporaryFolder();
			await drawPhotoFolder(folder, { fence: 'fence' }, 3, { firstSeed: 500 });
			expect(await evaluateOn(folder)).toMatchObject({ trainedOn: 0, unseen: undefined, all: { photos: 3 } });
		});

		it('leaves out labels it does not know, and files that are none', async () => {
			const folder = await temporaryFolder();
			await drawPhotoFolder(folder, { fence: 'fence', giraffe: 'house' }, 3, { firstSeed: 500 });
			await writeFile(join(folder, 'fence', 'notes.txt'), 'no photo');
			const { all, unknownLabels, refused } = await evaluateOn(folder);
			expect(all.photos).toBe(3);
			expect(unknownLabels).toEqual([{ label: 'giraffe', photos: 3 }]);
			expect(refused).toMatchObject([
				{ name: join('fence', 'notes.txt'), refusal: { code: 'image-unknown' } },
			]);
		});

		it('of labels it does not know, has nothing to say', async () => {
			const folder = await temporaryFolder();
			await drawPhotoFolder(folder, { giraffe: 'house' }, 2);
			await expect(evaluateOn(folder)).rejects.toMatchObject({
				code: 'no-known-label',
				details: { labels: ['giraffe'], known: ['balloons', 'fence', JAPANESE] },
			});
		});
	});
});

describe('files that are no use', () => {
	it('are listed with the reason, and the others are trained on', async () => {
		const folder = await temporaryFolder();
		await drawPhotoFolder(folder, { fence: 'fence', house: 'house' }, 6);
		const good = await drawPicture('fence', 1);
		await writeFile(join(folder, 'fence', 'damaged.png'), good.subarray(0, good.length / 2));
		await writeFile(join(folder, 'fence', 'empty.jpg'), '');
		await writeFile(join(folder, 'fence', 'tiny.png'), await sharp(good).resize(8, 8).png().toBuffer());
		await writeFile(join(folder, 'house', 'notes.txt'), 'not a photo');
		await writeFile(join(folder, 'house', 'copy.png'), await drawPicture('house', 2));
		await writeFile(join(folder, 'house', 'fence.png'), await drawPicture('fence', 3));

		const { refused, leftOut, version } = await train({ folder });
		expect(refused.map(({ name, refusal }) => [basename(name), refusal.code])).toEqual([
			['damaged.png', 'image-damaged'],
			['empty.jpg', 'image-empty'],
			['tiny.png', 'image-too-small'],
			['notes.txt', 'image-unknown'],
		]);
		expect(leftOut.map(({ file, reason }) => [file, reason]).sort()).toEqual([
			[join('fence', '2.png'), 'conflicting-labels'],
			[join('house', 'copy.png'), 'duplicate'],
			[join('house', 'fence.png'), 'conflicting-labels'],
		]);
		expect(version.dataset.leftOut).toHaveLength(7);
		expect(version.manifest.training.photos).toBe(11);
	});
});

describe('training that is cancelled', () => {
	it('leaves no version, and keeps what it had seen', async () => {
		const [models, data] = [await temporaryFolder(), await temporaryFolder()];
		const stop = new AbortController();
		const cancelled = train({
			models,
			data,
			signal: stop.signal,
			onProgress: ({ done }) => done === 10 && stop.abort(),
		});
		await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
		expect(await readdir(models)).toEqual([]);

		const embed = vi.spyOn(engine, 'embed');
		onTestFinished(() => embed.mockRestore());
		await train({ models, data });
		expect(embed.mock.calls.length).toBeLessThanOrEqual(26);
		expect(await readdir(join(models, 'default'))).toEqual(['aliases.json', 'v1']);
	});

	it('while it fits, leaves no version either', async () => {
		const models = await temporaryFolder();
		const stop = new AbortController();
		const cancelled = train({
			models,
			data: seen,
			signal: stop.signal,
			onProgress: ({ step }) => step === 'fit' && stop.abort(),
		});
		await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
		expect(await readdir(models)).toEqual([]);
	});
});

describe('what cannot be trained on', () => {
	it.each([
		['a folder that is not there', 'file-not-found', async (folder: string) => join(folder, 'nowhere')],
		['an empty folder', 'folder-empty', async (folder: string) => folder],
		[
			'one label',
			'too-few-labels',
			async (folder: string) => {
				await drawPhotoFolder(folder, { fence: 'fence' }, 6);
				return folder;
			},
		],
		[
			'a label of too few photos',
			'too-few-photos',
			async (folder: string) => {
				await drawPhotoFolder(folder, { fence: 'fence' }, 6);
				await drawPhotoFolder(folder, { house: 'house' }, 4);
				return folder;
			},
		],
		[
			'a label of files that are no photos',
			'too-few-labels',
			async (folder: string) => {
				await drawPhotoFolder(folder, { fence: 'fence' }, 6);
				await mkdir(join(folder, 'texts'));
				await writeFile(join(folder, 'texts', '1.jpg'), 'hello');
				return folder;
			},
		],
	])('is %s', async (_, code, make) => {
		const models = await temporaryFolder();
		const folder = await make(await temporaryFolder());
		await expect(train({ models, folder })).rejects.toMatchObject({ name: 'UserError', code });
		expect(await readdir(models)).toEqual([]);
	});
});
