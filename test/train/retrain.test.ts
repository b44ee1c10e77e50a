import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../src/model/engine/engine.ts';
import { type RetrainOptions, retrain } from '../../src/train/retrain.ts';
import type { TrainingOutcome } from '../../src/train/training.ts';
import { TRAINING_STEPS, type TrainingProgress } from '../../src/train/training-progress.ts';
import { openTestEngine } from '../support/backbone.ts';
import { drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { CLASSIFIER, openWorkshop, type Workshop } from './workshop.ts';

const temporaryFolder = temporaryFolders();

let engine: Engine;
/** What one test has embedded, the next one need not. */
let embeddings: string;
beforeAll(async () => {
	embeddings = await temporaryFolder();
	({ engine } = await openTestEngine({ workers: 2 }));
});
afterAll(() => engine.close());

function train(workshop: Workshop, options: Partial<RetrainOptions> = {}): Promise<TrainingOutcome> {
	return retrain({
		request: { classifier: CLASSIFIER, by: 'cli' },
		dataset: workshop.dataset,
		photoStore: workshop.photoStore,
		registry: workshop.registry,
		dataFolder: embeddings,
		code: '1.2.3',
		withEngine: (work) => work(engine),
		crawl: () => Promise.reject(new Error('nobody asked for a crawl')),
		...options,
	});
}

async function trained(workshop: Workshop, options?: Partial<RetrainOptions>) {
	const outcome = await train(workshop, options);
	if (outcome.kind !== 'trained') throw new Error(`it was ${outcome.kind}`);
	return outcome;
}

async function workshopWithPhotos(count = 24): Promise<Workshop> {
	const workshop = await openWorkshop(await temporaryFolder());
	await workshop.add('fence', 'fence', count);
	await workshop.add('house', 'house', count);
	return workshop;
}

/** Fine-tuning has tests of its own. */
const STEPS = TRAINING_STEPS.filter((step) => step !== 'tune');

describe('learning from the catalogue', () => {
	it('goes step by step from photos to a model that serves, with everybody credited', async () => {
		const workshop = await workshopWithPhotos();
		await workshop.add('balloons', 'balloons', 3);
		const progress: TrainingProgress[] = [];
		const outcome = await trained(workshop, { onProgress: (step) => progress.push(step) });

		expect(outcome).toMatchObject({
			version: 'default/v1',
			promoted: true,
			forced: false,
			verdict: { decision: 'promote', reason: 'first' },
			labels: ['fence', 'house'],
			leftOut: [{ label: 'balloons', photos: 3, missing: 2 }],
		});
		expect(outcome.before).toBeUndefined();
		expect(outcome.evaluation.accuracy.value).toBeGreaterThan(0.9);
		const { training, holdout, excluded, added } = outcome.photos;
		expect(training + holdout + excluded).toBe(48);
		expect(holdout).toBeGreaterThan(0);
		expect(added).toBe(48);
		expect([...new Set(progress.map(({ step }) => step))]).toEqual(STEPS.filter((step) => step !== 'crawl'));

		expect(await workshop.registry.aliases(CLASSIFIER)).toMatchObject({ champion: 'v1' });
		const attribution = Buffer.from((await workshop.files('v1'))['ATTRIBUTION.md'], 'base64').toString();
		expect(attribution).toContain('Author 7');
		expect(attribution).toContain('CC BY 4\\.0');
		expect((await workshop.dataset.audit.list()).map(({ action, by }) => [action, by])).toContainEqual([
			'promote',
			'cli',
		]);
	});

	it('does nothing where nothing has changed, and gives the same bytes where it does it again', async () => {
		const workshop = await workshopWithPhotos();
		await train(workshop);
		expect(await train(workshop)).toMatchObject({ kind: 'unchanged', champion: 'default/v1' });
		expect(await workshop.versions()).toEqual(['v1']);

		const other = await workshopWithPhotos();
		await train(other);
		expect(await other.files('v1')).toEqual(await workshop.files('v1'));
	});

	it('learns anew when photos come, a person keeps one, or another Hantei trains', async () => {
		const workshop = await workshopWithPhotos();
		await train(workshop);
		expect((await trained(workshop, { code: '1.2.4' })).photos.added).toBe(0);
		const [photo] = await workshop.add('fence', 'fence', 1, 500);
		expect((await trained(workshop, { code: '1.2.4' })).photos.added).toBe(1);
		await workshop.dataset.decisions.keep([photo.id], 'cli');
		expect((await trained(workshop, { code: '1.2.4' })).version).toBe('default/v4');
	});

	it('makes a version that knows what its labels are called', async () => {
		const workshop = await workshopWithPhotos();
		const house = await workshop.dataset.labels.find('house');
		await workshop.dataset.labels.edit(house?.id ?? 0, { displayNames: { ja: '家' } }, 'cli');
		expect(await trained(workshop)).toMatchObject({ promoted: true, names: { house: { ja: '家' } } });
		const { manifest } = await workshop.registry.read({ classifier: CLASSIFIER, version: 'v1' });
		expect(manifest.displayNames).toEqual({ house: { ja: '家' } });
	});

	it('keeps the champion when the photos get worse, and says so once only', async () => {
		const workshop = await workshopWithPhotos();
		await train(workshop);
		await workshop.add('fence', 'house', 30, 200, true);
		await workshop.add('house', 'fence', 30, 200, true);
		const outcome = await trained(workshop);
		expect(outcome).toMatchObject({ promoted: false, forced: false, before: { version: 'default/v1' } });
		expect(outcome.verdict.decision).toBe('keep');
		expect(await workshop.registry.aliases(CLASSIFIER)).toMatchObject({ champion: 'v1', challenger: 'v2' });
		expect(await train(workshop)).toMatchObject({ kind: 'unchanged', champion: 'default/v1' });
	});

	it('promotes what was kept for a lost label once nobody wants that label any more', async () => {
		const workshop = await workshopWithPhotos(52);
		const balloons = await workshop.add('balloons', 'balloons', 8);
		await train(workshop);
		const ids = balloons.map(({ id }) => id);
		await workshop.dataset.decisions.remove(ids, 'cli');
		expect((await trained(workshop)).verdict).toMatchObject({ reason: 'label-lost', lost: ['balloons'] });
		expect(await train(workshop)).toMatchObject({ kind: 'unchanged', champion: 'default/v1' });

		const label = await workshop.dataset.labels.find('balloons');
		await workshop.dataset.labels.remove(label?.id ?? 0, 'cli');
		expect(await trained(workshop)).toMatchObject({ promoted: true, labels: ['fence', 'house'] });
		expect(await train(workshop)).toMatchObject({ kind: 'unchanged', champion: 'default/v3' });
	});

	it('promotes the next time what a killed training had written and not yet promoted', async () => {
		const workshop = await workshopWithPhotos();
		await train(workshop);
		await workshop.add('balloons', 'balloons', 8);
		vi.spyOn(workshop.registry, 'promote').mockRejectedValueOnce(new Error('killed'));
		await expect(train(workshop)).rejects.toThrow('killed');
		expect(await workshop.registry.aliases(CLASSIFIER)).toMatchObject({ champion: 'v1', challenger: 'v2' });
		expect(await trained(workshop)).toMatchObject({ promoted: true, before: { version: 'default/v1' } });
	});

	it('does not make again what people have taken back', async () => {
		const workshop = await workshopWithPhotos();
		await train(workshop);
		await workshop.add('balloons', 'balloons', 8);
		expect(await trained(workshop)).toMatchObject({ version: 'default/v2', promoted: true });
		await workshop.registry.rollBack(CLASSIFIER);
		expect(await train(workshop)).toMatchObject({ kind: 'unchanged', champion: 'default/v1' });
	});

	it('has nothing to defend where the backbone of the champion is gone', async () => {
		const workshop = await workshopWithPhotos();
		await train(workshop);
		const { manifest, ...known } = await workshop.registry.read({ classifier: CLASSIFIER, version: 'v1' });
		const other = await workshopWithPhotos();
		const backbone = { ...manifest.backbone, sha256: 'f'.repeat(64) };
		const foreign = { ...known, manifest: { ...manifest, backbone }, attribution: '' };
		await other.registry.promote(await other.registry.write(CLASSIFIER, foreign));
		const outcome = await trained(other);
		expect(outcome).toMatchObject({ version: 'default/v2', promoted: true, verdict: { reason: 'first' } });
		expect(outcome.before).toBeUndefined();
	});

	it('promotes a worse one where that is forced, and enters it into the audit log', async () => {
		const workshop = await workshopWithPhotos();
		await train(workshop);
		await workshop.add('fence', 'house', 30, 200, true);
		await workshop.add('house', 'fence', 30, 200, true);
		const request = { classifier: CLASSIFIER, by: '123', force: true };
		const outcome = await trained(workshop, { request });
		expect(outcome).toMatchObject({ promoted: true, forced: true, verdict: { decision: 'keep' } });
		expect(await workshop.registry.aliases(CLASSIFIER)).toMatchObject({ champion: 'v2', previous: 'v1' });
		expect(await workshop.dataset.audit.list({ action: 'force-promote' })).toMatchObject([
			{ by: '123', detail: { version: 'default/v2', reason: outcome.verdict.reason } },
		]);
	});

	it('leaves out photos with a wrong label, shows them to people, and takes them back when they are kept', async () => {
		const workshop = await workshopWithPhotos();
		const [wrong] = await workshop.add('fence', 'house', 1, 300);
		const outcome = await trained(workshop);
		expect(outcome.photos.excluded).toBe(1);
		expect((await workshop.dataset.findings.of(wrong.id))[0]).toMatchObject({
			issue: 'label-noise',
			excluded: true,
			suggestedLabelId: (await workshop.dataset.labels.find('house'))?.id,
		});
		expect(await workshop.dataset.findings.reviewQueue(1)).toMatchObject([{ photo: { id: wrong.id } }]);
		const { dataset } = await workshop.registry.read({ classifier: CLASSIFIER, version: 'v1' });
		expect(dataset.photos.filter(({ excluded }) => excluded)).toMatchObject([{ sha256: wrong.file.sha256 }]);

		await workshop.dataset.decisions.keep([wrong.id], 'cli');
		expect((await trained(workshop)).photos.excluded).toBe(0);
	});

	it('learns nothing from a photo that its member takes back meanwhile, and leaves no embedding of it', async () => {
		const workshop = await workshopWithPhotos();
		const { dataset, photoStore, data } = workshop;
		const bytes = await drawPicture('fence', 700);
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		await photoStore.put(sha256, bytes);
		const { id } = await dataset.runs.start('300');
		const file = { sha256, perceptualHash: 1n << 40n, width: 160, height: 160, bytes: bytes.length };
		await dataset.photos.add(
			id,
			(await dataset.labels.find('fence'))?.id ?? 0,
			{ source: 'member', sourceId: `300/${sha256.slice(0, 16)}`, url: '', pageUrl: '', licence: 'member' },
			{ ...file, originalWidth: 160, originalHeight: 160 },
			{ kept: true },
		);
		await train(workshop, {
			dataFolder: data,
			withEngine: async (work) => {
				const result = await work(engine);
				expect(await dataset.taught.withdraw('300')).toMatchObject({ photos: 1, files: [sha256] });
				return result;
			},
		});
		const version = await workshop.registry.read({ classifier: CLASSIFIER, version: 'v1' });
		expect(version.dataset.photos.map((photo) => photo.sha256)).not.toContain(sha256);
		const embedded = await readdir(join(data, 'embeddings'), { recursive: true });
		expect(embedded.filter((name) => name.includes(sha256))).toEqual([]);
		expect(embedded.length).toBeGreaterThan(48);
	});

	it('needs two labels with enough photos', async () => {
		const workshop = await openWorkshop(await temporaryFolder());
		await expect(train(workshop)).rejects.toMatchObject({ code: 'too-few-labels' });
		await workshop.add('fence', 'fence', 12);
		await workshop.add('house', 'house', 2);
		await expect(train(workshop)).rejects.toMatchObject({
			code: 'labels-not-ready',
			details: { labels: [{ label: 'house', photos: 2, missing: 3 }], needed: 5 },
		});
	});

	it('passes over files that are gone or altered, and writes that down', async () => {
		const workshop = await workshopWithPhotos();
		const [gone] = await workshop.add('fence', 'fence', 1, 400);
		await workshop.photoStore.remove(gone.file.sha256);
		await train(workshop);
		const { dataset } = await workshop.registry.read({ classifier: CLASSIFIER, version: 'v1' });
		expect(dataset.leftOut).toEqual([{ file: `#${gone.id}`, reason: 'file-unreadable' }]);
	});
});

describe('learning that is cancelled', () => {
	it.each(STEPS)('at the step "%s" changes no model', async (cancelledAt) => {
		const workshop = await openWorkshop(await temporaryFolder());
		await workshop.add('fence', 'fence', 8);
		await workshop.add('house', 'house', 8);
		const stop = new AbortController();
		const cancelled = train(workshop, {
			request: { classifier: CLASSIFIER, by: 'cli', crawl: { labels: [], wanted: 8 } },
			crawl: () => Promise.resolve(),
			signal: stop.signal,
			onProgress: ({ step }) => step === cancelledAt && stop.abort(),
		});
		if (cancelledAt === 'publish') {
			// Too late: what is being published is published, whole.
			await cancelled;
			expect(await workshop.versions()).toEqual(['v1']);
			return;
		}
		await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
		expect(await workshop.versions()).toEqual([]);
		expect(await workshop.dataset.findings.counts()).toEqual([]);
	});
});
