import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ModelManager, type ModelManagerOptions } from '../../src/registry/model-manager.ts';
import type { ModelChange } from '../../src/registry/predictor.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openSinglePredictor } from '../../src/registry/single-predictor.ts';
import { recordingLogger } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { FakeEngine, fakeBackbone } from './fake-engine.ts';

const temporaryFolder = temporaryFolders();
const GUILD = '123456789012345678';
const CROW = Uint8Array.of(1);

let folder: string;
let registry: Registry;
let engine: FakeEngine;
let logger: ReturnType<typeof recordingLogger>;
let changes: ModelChange[];

beforeEach(async () => {
	folder = await temporaryFolder();
	registry = new Registry({ folder, shipped: join(folder, 'shipped') });
	engine = new FakeEngine();
	logger = recordingLogger();
	changes = [];
});

const OTHER = { id: 'other', sha256: 'c'.repeat(64) };

/** A version that was made on another backbone. */
function versionOn(reference: typeof OTHER, seed: number) {
	const version = newVersion(seed);
	const backbone = { ...version.manifest.backbone, ...reference };
	return { ...version, manifest: { ...version.manifest, backbone } };
}

/** Writes a version and lets it serve. */
async function publish(seed: number, { classifier = 'default', version = newVersion(seed) } = {}) {
	const name = await registry.write(classifier, version);
	await registry.promote(name);
	return name;
}

async function start(options: Partial<ModelManagerOptions> = {}): Promise<ModelManager> {
	const servings = await ModelManager.start({ registry, engine, logger, ...options });
	servings.onChange((change) => changes.push(change));
	return servings;
}

const damage = (version: string, classifier = 'default') =>
	writeFile(join(folder, classifier, version, 'head.safetensors'), 'damaged');

const modelOf = async (servings: ModelManager, classifier = 'default') =>
	(await servings.of(classifier).predict(CROW)).model;

describe('judging', () => {
	it('goes on by the names heard last while what labels are called cannot be told', async () => {
		await publish(1);
		let isAway = false;
		const predictor = (
			await start({
				namesOf: async () => {
					if (isAway) throw new Error('connect ECONNREFUSED');
					return { crow: { en: 'Crow', ja: 'カラス' } };
				},
			})
		).of('default');
		isAway = true;
		const names = { crow: { en: 'Crow', ja: 'カラス' } };
		expect(await predictor.predict(CROW)).toMatchObject({ ranking: [{ label: 'crow' }, {}, {}], names });
		expect((await predictor.loaded()).names).toEqual(names);
	});

	it('is done by the champion, which says its name', async () => {
		await publish(1);
		await publish(2);
		const predictor = (await start()).of('default');
		expect(await predictor.predict(CROW)).toMatchObject({
			verdict: 'sure',
			ranking: [{ label: 'crow' }, {}, {}],
			model: 'default/v2',
		});
		expect(predictor.status()).toEqual({
			model: 'default/v2',
			labels: ['boar', 'crow', 'monkey'],
			backbone: 'test-backbone',
			queue: { waiting: 3, limit: 50, workers: 2 },
			device: { providers: ['cpu'], absent: [] },
			judged: 1,
		});
		expect(logger.lines).toEqual([]);
	});

	it('passes refusals on, and does not count them', async () => {
		await publish(1);
		const predictor = (await start()).of('default');
		await expect(predictor.predict(Uint8Array.of())).rejects.toMatchObject({ code: 'image-empty' });
		expect(predictor.status().judged).toBe(0);
	});

	it('shows all that its version holds to who asks', async () => {
		await publish(1);
		const { name, version } = await (await start()).of('default').loaded();
		expect(name).toBe('default/v1');
		expect(version.dataset.photos).toHaveLength(newVersion(1).dataset.photos.length);
	});

	it('can be done with one version and no other', async () => {
		await publish(1);
		await publish(2);
		const first = { classifier: 'default', version: 'v1' };
		const predictor = await openSinglePredictor(first, { registry, engine });
		expect((await predictor.predict(CROW)).model).toBe('default/v1');
		expect(predictor.status()).toMatchObject({ model: 'default/v1', judged: 1 });
		await damage('v1');
		await expect(openSinglePredictor(first, { registry, engine })).rejects.toMatchObject({
			code: 'model-damaged',
		});
	});
});

describe('a champion that does not load', () => {
	it('makes way for what served before it, and the log says so', async () => {
		await publish(1);
		await publish(2);
		await damage('v2');
		const servings = await start();
		expect(await modelOf(servings)).toBe('default/v1');
		expect(logger.lines).toEqual(['error: a model does not load; trying the one before']);
	});

	it('is the reason given when nothing else loads either', async () => {
		await publish(1);
		await publish(2);
		await damage('v1');
		await damage('v2');
		await expect(start()).rejects.toMatchObject({
			code: 'model-damaged',
			details: { version: 'default/v2' },
		});
	});

	it('was trained on another backbone, perhaps', async () => {
		await publish(1, { version: versionOn(OTHER, 1) });
		await expect(start()).rejects.toMatchObject({
			code: 'model-backbone-missing',
			details: { version: 'default/v1', backbone: 'other' },
		});
	});

	it('does not answer as it did when it was made, perhaps', async () => {
		const golden = { ...newVersion(1).golden, cases: newVersion(2).golden.cases };
		await publish(1, { version: { ...newVersion(1), golden } });
		await expect(start()).rejects.toMatchObject({
			code: 'model-damaged',
			details: { reason: expect.stringContaining('reference') },
		});
	});

	it('is no champion at all, perhaps', async () => {
		await mkdir(join(folder, 'default'));
		await expect(start()).rejects.toMatchObject({ code: 'no-model' });
	});
});

describe('a new champion', () => {
	it('takes over while photos are judged; those are judged by the one that served when they came', async () => {
		await publish(1);
		const servings = await start();
		const predictor = servings.of('default');
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		engine.before = () => held;
		const inFlight = [predictor.predict(CROW), predictor.predict(CROW)];

		await publish(2);
		await servings.refresh();
		expect(predictor.status().model).toBe('default/v2');
		const after = predictor.predict(CROW);
		expect(servings.counts()).toMatchObject({ loaded: 2, leases: 3 });
		release();
		expect((await Promise.all(inFlight)).map(({ model }) => model)).toEqual(['default/v1', 'default/v1']);
		expect((await after).model).toBe('default/v2');
		expect(logger.lines).toEqual(['info: another model serves now']);
		expect(changes).toEqual([
			{ kind: 'swapped', classifier: 'default', model: 'default/v2', before: 'default/v1' },
		]);
	});

	it('is turned to once, however often one looks', async () => {
		await publish(1);
		const servings = await start();
		await publish(2);
		await Promise.all([servings.refresh(), servings.refresh(), servings.refresh()]);
		await servings.refresh();
		expect(changes).toHaveLength(1);
	});

	it('is the latest, also when one looks again before the last look ended', async () => {
		await publish(1);
		const servings = await start();
		await publish(2);
		const first = servings.refresh();
		await publish(3);
		await Promise.all([first, servings.refresh()]);
		expect(await modelOf(servings)).toBe('default/v3');
	});

	it('that does not load is refused once, and the present one goes on', async () => {
		await publish(1);
		const servings = await start();
		await publish(2);
		await damage('v2');
		await servings.refresh();
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v1');
		expect(changes).toEqual([
			{
				kind: 'refused',
				classifier: 'default',
				model: 'default/v2',
				before: 'default/v1',
				reason: 'does-not-load',
				error: expect.objectContaining({ code: 'model-damaged' }),
			},
		]);
		await publish(3);
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v3');
	});

	it('that did not load at the start is not tried again', async () => {
		await publish(1);
		await publish(2);
		await damage('v2');
		const servings = await start();
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v1');
		expect(changes).toEqual([]);
	});

	it('can be an older one again, or the one that was rolled back to', async () => {
		await publish(1);
		await publish(2);
		const servings = await start();
		await registry.promote({ classifier: 'default', version: 'v1' });
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v1');
		await registry.rollBack('default');
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v2');
	});

	it('is noticed when another process promotes it', async () => {
		await publish(1);
		const servings = await start();
		const other = new Registry({ folder, shipped: join(folder, 'shipped') });
		await other.promote(await other.write('default', newVersion(2)));
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v2');
	});
});

describe('models on several backbones', () => {
	it('each judge by their own, and only that one looks at a photo', async () => {
		engine.installed.set(OTHER.sha256, fakeBackbone(OTHER));
		await publish(1);
		await publish(5, { classifier: GUILD, version: versionOn(OTHER, 5) });
		const servings = await start();
		expect(await modelOf(servings)).toBe('default/v1');
		expect(await modelOf(servings, GUILD)).toBe(`${GUILD}/v1`);
		expect(engine.ran).toEqual(['test-backbone', 'other']);
		expect(servings.of('default').status().backbone).toBe('test-backbone');
		expect(servings.of(GUILD).status().backbone).toBe('other');
		expect((await servings.of(GUILD).loaded()).backbone.manifest.id).toBe('other');
		expect(logger.lines).toEqual([]);
	});

	it('take over from one another while photos are judged', async () => {
		engine.installed.set(OTHER.sha256, fakeBackbone(OTHER));
		await publish(1);
		const servings = await start();
		await publish(2, { version: versionOn(OTHER, 2) });
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v2');
		await registry.rollBack('default');
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v1');
		expect(engine.ran).toEqual(['other', 'test-backbone']);
	});

	it('leave nobody without an answer when a new one fails: the one before looks at the photo itself', async () => {
		engine.installed.set(OTHER.sha256, fakeBackbone(OTHER));
		await publish(1);
		const servings = await start();
		await publish(2, { version: versionOn(OTHER, 2) });
		await servings.refresh();
		const embed = engine.embed.bind(engine);
		engine.embed = async (bytes, options) => {
			const { embedding } = await embed(bytes, options);
			return {
				embedding: options?.backbone?.manifest.id === 'other' ? embedding.fill(Number.NaN) : embedding,
			};
		};
		expect(await modelOf(servings)).toBe('default/v1');
		expect(engine.ran).toEqual(['other', 'test-backbone']);
		expect(changes.at(-1)).toMatchObject({ kind: 'rolled-back', reason: 'not-a-number' });
	});

	it('of which one is not installed make way for what served before, which the log says at the start', async () => {
		await publish(1);
		await publish(2, { version: versionOn(OTHER, 2) });
		await publish(5, { classifier: GUILD, version: versionOn(OTHER, 5) });
		const servings = await start();
		expect(logger.lines).toEqual([
			'error: a model does not load; trying the one before',
			'error: a model does not load; trying the one before',
		]);
		expect(servings.of('default').status().model).toBe('default/v1');
		expect(servings.of(GUILD).status().model).toBe('default/v1');
		expect(await modelOf(servings, GUILD)).toBe('default/v1');
	});

	it('of which one is not installed are neither promoted nor returned to', async () => {
		const backbones = { find: (reference: typeof OTHER) => engine.backboneOf(reference) };
		const careful = new Registry({ folder, shipped: join(folder, 'shipped'), backbones });
		await publish(1);
		await publish(2, { version: versionOn(OTHER, 2) });
		await publish(3);
		await expect(careful.promote({ classifier: 'default', version: 'v2' })).rejects.toMatchObject({
			code: 'model-backbone-missing',
			details: { version: 'default/v2', backbone: 'other' },
		});
		expect(await careful.rollBack('default')).toEqual({ classifier: 'default', version: 'v1' });
		engine.installed.set(OTHER.sha256, fakeBackbone(OTHER));
		await careful.promote({ classifier: 'default', version: 'v2' });
		expect(await careful.aliases('default')).toMatchObject({ champion: 'v2' });
	});

	it('of which one is not installed are refused once when they are promoted', async () => {
		await publish(1);
		const servings = await start();
		await publish(2, { version: versionOn(OTHER, 2) });
		await servings.refresh();
		expect(await modelOf(servings)).toBe('default/v1');
		expect(changes).toMatchObject([
			{ kind: 'refused', model: 'default/v2', error: { code: 'model-backbone-missing' } },
		]);
	});
});

describe('a classifier without a model of its own', () => {
	it('is judged as default is, also after default has changed', async () => {
		await publish(1);
		const servings = await start();
		expect(await modelOf(servings, GUILD)).toBe('default/v1');
		await publish(2);
		await servings.refresh();
		expect(await modelOf(servings, GUILD)).toBe('default/v2');
		expect(servings.of(GUILD).status()).toEqual(servings.of('default').status());
	});

	it('gets its own with its first promotion, which no other classifier sees', async () => {
		await publish(1);
		const servings = await start();
		await registry.write(GUILD, newVersion(5));
		await servings.refresh();
		expect(await modelOf(servings, GUILD)).toBe('default/v1');
		await registry.promote({ classifier: GUILD, version: 'v1' });
		await servings.refresh();
		expect(await modelOf(servings, GUILD)).toBe(`${GUILD}/v1`);
		expect(await modelOf(servings)).toBe('default/v1');
		expect(await modelOf(servings, '999')).toBe('default/v1');
		expect(changes).toEqual([
			{ kind: 'swapped', classifier: GUILD, model: `${GUILD}/v1`, before: 'default/v1' },
		]);
	});

	it('follows default again when its only model is rolled back, or its folder is deleted', async () => {
		await publish(1);
		await publish(5, { classifier: GUILD });
		const servings = await start();
		expect(await modelOf(servings, GUILD)).toBe(`${GUILD}/v1`);
		await registry.rollBack(GUILD);
		await servings.refresh();
		expect(await modelOf(servings, GUILD)).toBe('default/v1');
		expect(changes).toEqual([
			{ kind: 'swapped', classifier: GUILD, model: 'default/v1', before: `${GUILD}/v1` },
		]);

		await registry.promote({ classifier: GUILD, version: 'v1' });
		await servings.refresh();
		expect(await modelOf(servings, GUILD)).toBe(`${GUILD}/v1`);
		await rm(join(folder, GUILD), { recursive: true });
		await servings.refresh();
		expect(await modelOf(servings, GUILD)).toBe('default/v1');
	});

	it('follows default while its own model does not load', async () => {
		await publish(1);
		await publish(5, { classifier: GUILD });
		await damage('v1', GUILD);
		const servings = await start();
		expect(await modelOf(servings, GUILD)).toBe('default/v1');
		expect(changes).toMatchObject([{ kind: 'refused', model: `${GUILD}/v1`, before: 'default/v1' }]);
		await servings.refresh();
		expect(await modelOf(servings, GUILD)).toBe('default/v1');
	});
});

describe('models in memory', () => {
	const guilds = Array.from({ length: 12 }, (_, n) => `${GUILD}-${n}`);
	beforeEach(async () => {
		await publish(1);
		for (const [n, classifier] of guilds.entries()) await publish(n + 2, { classifier });
	});

	it('are those that photos came for; the labels of the others are known all the same', async () => {
		const servings = await start();
		expect(servings.counts().loaded).toBe(1);
		expect(servings.of(guilds[3]).status()).toMatchObject({
			model: `${guilds[3]}/v1`,
			labels: ['boar', 'crow', 'monkey'],
		});
		await Promise.all(guilds.slice(0, 4).flatMap((guild) => [1, 2, 3].map(() => modelOf(servings, guild))));
		expect(servings.counts()).toMatchObject({ loaded: 5, leases: 0, draining: 0 });
	});

	it('take no more than their budget: the one unused for longest goes, and comes back when asked for', async () => {
		const one = (await start()).counts().bytes;
		const servings = await start({ budgetBytes: 4 * one });
		for (const guild of guilds) expect(await modelOf(servings, guild)).toBe(`${guild}/v1`);
		expect(servings.counts()).toEqual({ loaded: 4, bytes: 4 * one, leases: 0, draining: 0 });
		expect(await modelOf(servings, guilds[0])).toBe(`${guilds[0]}/v1`);
		expect(await modelOf(servings)).toBe('default/v1');
		expect(servings.counts().loaded).toBe(4);
	});

	it('are never fewer than their photos need, however small the budget', async () => {
		const servings = await start({ budgetBytes: 1 });
		const models = await Promise.all(guilds.map((guild) => modelOf(servings, guild)));
		expect(models).toEqual(guilds.map((guild) => `${guild}/v1`));
		expect(servings.counts()).toMatchObject({ leases: 0, draining: 0 });
	});
});
