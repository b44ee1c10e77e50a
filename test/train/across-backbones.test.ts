import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { Backbones } from '../../src/model/backbone/backbones.ts';
import type { Backbone } from '../../src/model/backbone/folder.ts';
import { Engine } from '../../src/model/engine/engine.ts';
import { retrain } from '../../src/train/retrain.ts';
import type { TrainingOutcome, TrainingRequest } from '../../src/train/training.ts';
import { recordingLogger } from '../support/backbone.ts';
import { installSmallBackbone } from '../support/small-backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { CLASSIFIER, openWorkshop, type Workshop } from './workshop.ts';

const temporaryFolder = temporaryFolders();

/** Holds the backbones, and what one test has embedded, the next one need not. */
let data: string;
/** One engine for each backbone in use. */
const engines: Record<string, Engine> = {};
beforeAll(async () => {
	data = await temporaryFolder();
	const installed = {
		old: await installSmallBackbone(data, 'old', { seed: 1 }),
		new: await installSmallBackbone(data, 'new', { seed: 1, isReversed: true }),
		blind: await installSmallBackbone(data, 'blind', { seed: 3, isBlind: true }),
	};
	for (const [name, backbone] of Object.entries(installed)) engines[name] = engineOf(backbone);
});
afterAll(() => Promise.all(Object.values(engines).map((engine) => engine.close())));

function engineOf(backbone: Backbone): Engine {
	return new Engine({
		backbone,
		backbones: new Backbones(data),
		workers: 1,
		queueLimit: Number.POSITIVE_INFINITY,
		timeoutMs: 30_000,
		limits: DEFAULT_IMAGE_LIMITS,
		logger: recordingLogger(),
	});
}

function train(
	workshop: Workshop,
	on: string,
	request: Partial<TrainingRequest> = {},
): Promise<TrainingOutcome> {
	return retrain({
		request: { classifier: CLASSIFIER, by: 'cli', ...request },
		dataset: workshop.dataset,
		photoStore: workshop.photoStore,
		registry: workshop.registry,
		dataFolder: data,
		code: '1.2.3',
		withEngine: (work) => work(engines[on] as Engine),
		crawl: () => Promise.reject(new Error('nobody asked for a crawl')),
	});
}

async function trained(workshop: Workshop, on: string, request?: Partial<TrainingRequest>) {
	const outcome = await train(workshop, on, request);
	if (outcome.kind !== 'trained') throw new Error(`it was ${outcome.kind}`);
	return outcome;
}

/** A model made on the old backbone serves. */
async function workshopOnOld(count = 40): Promise<Workshop> {
	const workshop = await openWorkshop(await temporaryFolder());
	await workshop.add('fence', 'fence', count);
	await workshop.add('house', 'house', count);
	await workshop.add('balloons', 'balloons', count);
	expect(await trained(workshop, 'old')).toMatchObject({ version: 'default/v1', promoted: true });
	return workshop;
}

describe('a model made on another backbone than the one that serves', () => {
	it('is compared with it on the same photos, each by what its own backbone saw', async () => {
		const workshop = await workshopOnOld();
		const outcome = await trained(workshop, 'new');
		expect(outcome).toMatchObject({ version: 'default/v2', before: { version: 'default/v1' } });
		expect(outcome.verdict.pairs).toBe(120);
		expect(outcome.verdict.difference).toBeDefined();
		expect(outcome.evaluation.accuracy.value).toBeGreaterThan(0.85);
		const { manifest } = await workshop.registry.read({ classifier: CLASSIFIER, version: 'v2' });
		expect(manifest.backbone.id).toBe('new');
	});

	it('takes over where it is as good', async () => {
		const workshop = await workshopOnOld();
		const { promoted, verdict } = await trained(workshop, 'new');
		expect({ promoted, reason: verdict.reason }).toEqual({
			promoted: true,
			reason: expect.stringMatching(/^(no-worse|improved)$/),
		});
	});

	it('is kept back where it is worse, and what serves goes on on its own backbone', async () => {
		const workshop = await workshopOnOld();
		const outcome = await trained(workshop, 'blind');
		expect(outcome).toMatchObject({ promoted: false, verdict: { decision: 'keep', pairs: 120 } });
		expect(await workshop.registry.aliases(CLASSIFIER)).toMatchObject({ champion: 'v1', challenger: 'v2' });
		expect(await train(workshop, 'blind')).toMatchObject({ kind: 'unchanged', champion: 'default/v1' });
	});

	it('is compared on photos that came since, too: what serves is asked by its own backbone', async () => {
		const workshop = await workshopOnOld();
		await workshop.add('fence', 'fence', 10, 500);
		const { verdict, photos } = await trained(workshop, 'new');
		expect(photos.added).toBe(10);
		expect(verdict.pairs).toBeGreaterThan(120);
		expect(verdict.pairs).toBeLessThanOrEqual(130);
	});

	it('is compared with what served before that, where the backbone of the champion is not installed any more', async () => {
		const workshop = await workshopOnOld();
		const gone = await installSmallBackbone(data, 'gone', { seed: 9 });
		engines.gone = engineOf(gone);
		await trained(workshop, 'gone', { force: true });
		await rm(dirname(gone.onnxPath), { recursive: true });
		// What served before serves by now.
		expect(await trained(workshop, 'new')).toMatchObject({ before: { version: 'default/v1' } });
	});
});

describe('moving back to a backbone', () => {
	const back = { reason: 'move' } as const;

	it('lets what served on it serve again, where nothing has changed since', async () => {
		const workshop = await workshopOnOld();
		await trained(workshop, 'new', { force: true });
		const embeddings = await readdir(join(data, 'embeddings'), { recursive: true });
		expect(await train(workshop, 'old', back)).toMatchObject({ kind: 'unchanged', champion: 'default/v1' });
		expect(await workshop.versions()).toEqual(['v1', 'v2']);
		expect(await workshop.registry.aliases(CLASSIFIER)).toMatchObject({ champion: 'v1' });
		expect(await readdir(join(data, 'embeddings'), { recursive: true })).toEqual(embeddings);
		expect(await workshop.dataset.audit.list({ action: 'roll-back' })).toMatchObject([
			{ detail: { version: 'default/v1', before: 'default/v2' } },
		]);

		expect(await train(workshop, 'new', back)).toMatchObject({ kind: 'unchanged', champion: 'default/v2' });
		expect(await workshop.registry.aliases(CLASSIFIER)).toMatchObject({ champion: 'v2' });
		expect(await train(workshop, 'new', back)).toMatchObject({ kind: 'unchanged', champion: 'default/v2' });
	});

	it('trains anew where photos came since', async () => {
		const workshop = await workshopOnOld();
		await trained(workshop, 'new', { force: true });
		await workshop.add('fence', 'fence', 1, 700);
		expect(await trained(workshop, 'old', back)).toMatchObject({
			version: 'default/v3',
			before: { version: 'default/v2' },
		});
	});

	it('is no business of a training that nobody asked to move', async () => {
		const workshop = await workshopOnOld();
		await trained(workshop, 'new', { force: true });
		expect(await trained(workshop, 'old')).toMatchObject({ version: 'default/v3' });
	});
});
