import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ModelManager } from '../../src/registry/model-manager.ts';
import type { ModelChange } from '../../src/registry/predictor.ts';
import { Registry } from '../../src/registry/registry.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';
import { recordingLogger } from '../support/backbone.ts';
import { embeddingOf } from '../support/classifiers.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { blinded, newVersion } from '../support/versions.ts';
import { FakeEngine } from './fake-engine.ts';

const temporaryFolder = temporaryFolders();
const GUILD = '123456789012345678';
const CROW = Uint8Array.of(1);
const MINUTE = 60_000;

let registry: Registry;
let engine: FakeEngine;
let logger: ReturnType<typeof recordingLogger>;
let changes: ModelChange[];
/** Milliseconds on the watch's clock, and how far each look at it moves it. */
let time: number;
let tick: number;

beforeEach(async () => {
	const folder = await temporaryFolder();
	registry = new Registry({ folder, shipped: join(folder, 'shipped') });
	engine = new FakeEngine();
	logger = recordingLogger();
	changes = [];
	time = 0;
	tick = 0;
});

async function start(health = { photos: 50, milliseconds: 30 * MINUTE }): Promise<ModelManager> {
	const now = () => {
		time += tick;
		return time;
	};
	const servings = await ModelManager.start({ registry, engine, logger, now, health });
	servings.onChange((change) => changes.push(change));
	return servings;
}

async function publish(version: NewVersion, classifier = 'default'): Promise<void> {
	await registry.promote(await registry.write(classifier, version));
}

async function judge(servings: ModelManager, photos: number, classifier = 'default'): Promise<string[]> {
	const models: string[] = [];
	for (let n = 0; n < photos; n++) models.push((await servings.of(classifier).predict(CROW)).model);
	return models;
}

describe('a new model under watch', () => {
	it('stays when it does as well, and the one before is given up', async () => {
		await publish(newVersion(1));
		const servings = await start();
		await judge(servings, 50);
		await publish(newVersion(2));
		await servings.refresh();
		await judge(servings, 49);
		expect(servings.counts().loaded).toBe(2);
		await judge(servings, 1);
		await servings.refresh();
		expect(servings.counts().loaded).toBe(1);
		expect(changes.map(({ kind }) => kind)).toEqual(['swapped']);
	});

	it('is watched over as many photos as the policy says, however many those are', async () => {
		await publish(newVersion(1));
		const servings = await start({ photos: 300, milliseconds: 30 * MINUTE });
		await publish(newVersion(2));
		await servings.refresh();
		await judge(servings, 299);
		await servings.refresh();
		expect(servings.counts().loaded).toBe(2);
		await judge(servings, 1);
		await servings.refresh();
		expect(servings.counts().loaded).toBe(1);
	});

	it('is trusted after a while where few photos come', async () => {
		await publish(newVersion(1));
		const servings = await start();
		await publish(newVersion(2));
		await servings.refresh();
		time += 30 * MINUTE;
		await servings.refresh();
		await servings.refresh();
		expect(servings.counts().loaded).toBe(1);
	});

	it('that finds far more photos unknown is taken back, once, in memory and on disk', async () => {
		await publish(newVersion(1));
		const servings = await start();
		await judge(servings, 50);
		await publish(blinded(newVersion(2)));
		await servings.refresh();
		const models = await judge(servings, 40);
		expect(models.filter((model) => model === 'default/v2')).toHaveLength(20);
		expect(models.slice(20)).toEqual(Array.from({ length: 20 }, () => 'default/v1'));

		await servings.refresh();
		await servings.refresh();
		expect(await judge(servings, 1)).toEqual(['default/v1']);
		expect(await registry.aliases('default')).toEqual({ champion: 'v1', challenger: 'v2' });
		expect(changes).toEqual([
			{ kind: 'swapped', classifier: 'default', model: 'default/v2', before: 'default/v1' },
			{
				kind: 'rolled-back',
				classifier: 'default',
				model: 'default/v1',
				before: 'default/v2',
				reason: 'unknowns',
			},
		]);
		expect(logger.lines).toContain('warn: a new model was taken back');
		expect(servings.counts()).toMatchObject({ loaded: 1, leases: 0, draining: 0 });
	});

	it('that was taken back serves again once somebody promotes it anew', async () => {
		await publish(newVersion(1));
		const servings = await start();
		await judge(servings, 50);
		await publish(blinded(newVersion(2)));
		await servings.refresh();
		await judge(servings, 20);
		await servings.refresh();
		await registry.promote({ classifier: 'default', version: 'v2' });
		await servings.refresh();
		expect(await judge(servings, 1)).toEqual(['default/v2']);
	});

	it('that is the first of a server is taken back to default', async () => {
		await publish(newVersion(1));
		const servings = await start();
		await publish(newVersion(5), GUILD);
		await servings.refresh();
		tick = 0;
		expect(await judge(servings, 1, GUILD)).toEqual([`${GUILD}/v1`]);
		engine.embed = async () => ({ embedding: embeddingOf(1).fill(Number.NaN) });
		await expect(servings.of(GUILD).predict(CROW)).rejects.toThrow('no number');
		expect(changes.at(-1)).toMatchObject({
			kind: 'rolled-back',
			classifier: GUILD,
			model: 'default/v1',
			reason: 'not-a-number',
		});
		engine.embed = new FakeEngine().embed;
		engine.before = async () => {};
		expect(await servings.of(GUILD).predict(CROW).catch(String)).toMatchObject({ model: 'default/v1' });
		await servings.refresh();
		expect(await registry.aliases(GUILD)).toEqual({ challenger: 'v1' });
		expect(servings.of('default').status().model).toBe('default/v1');
	});

	it('that takes three times as long is taken back', async () => {
		await publish(newVersion(1));
		const servings = await start();
		tick = 20;
		await judge(servings, 50);
		await publish(newVersion(2));
		await servings.refresh();
		tick = 70;
		await judge(servings, 20);
		expect(changes.at(-1)).toMatchObject({ kind: 'rolled-back', reason: 'slow' });
	});

	it('that fails on a photo leaves nobody without an answer', async () => {
		await publish(newVersion(1));
		const servings = await start();
		await publish(newVersion(2));
		await servings.refresh();
		engine.embed = async () => ({ embedding: spoiltOnce(embeddingOf(1)) });
		expect(await servings.of('default').predict(CROW)).toMatchObject({
			verdict: 'sure',
			model: 'default/v1',
		});
		expect(changes.at(-1)).toMatchObject({ kind: 'rolled-back', reason: 'not-a-number' });
	});

	it('is not watched where a person returned to it', async () => {
		await publish(newVersion(1));
		const servings = await start();
		await judge(servings, 50);
		await publish(newVersion(2));
		await servings.refresh();
		await judge(servings, 50);
		await registry.rollBack('default');
		await servings.refresh();
		engine.embed = async () => ({ embedding: embeddingOf(3) });
		expect(new Set(await judge(servings, 40))).toEqual(new Set(['default/v1']));
		expect(changes.map(({ kind }) => kind)).toEqual(['swapped', 'swapped']);
	});
});

/** An embedding that is no number for as many reads as the first head makes, as if that head were broken. */
function spoiltOnce(embedding: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
	let reads = 0;
	return new Proxy(embedding, {
		get(target, key) {
			const value = Reflect.get(target, key, target);
			if (typeof value === 'function') return value.bind(target);
			return typeof value === 'number' && key !== 'length' && reads++ < 24 ? Number.NaN : value;
		},
	});
}
