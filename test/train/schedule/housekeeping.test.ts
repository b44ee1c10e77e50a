import { access, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyv } from 'keyv';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Catalogue, type Photo } from '../../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../../src/dataset/photo-store.ts';
import { createLogger } from '../../../src/log.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';
import { clearHalfEmbeddings, deleteEmbeddings } from '../../../src/train/embedding-files.ts';
import { Departures } from '../../../src/train/schedule/departures.ts';
import { Housekeeping } from '../../../src/train/schedule/housekeeping.ts';
import { Bench, stored } from '../../dataset/catalogue/support.ts';
import { photoFile } from '../../support/photo-file.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const logger = createLogger('silent');
const PARK = '400000000000000001';
const ZOO = '400000000000000002';
const FAR = '400000000000000003';
const DAY = 86_400_000;

let now: number;
let folder: string;
let keyv: Keyv<unknown>;
let catalogue: Catalogue;
let photoStore: PhotoStore;
const models = {
	prune: vi.fn(async () => {}),
	forget: vi.fn(async () => {}),
	backbones: { ids: async () => new Set(['lite0-tuned-1']) },
};
let departures: Departures;
let housekeeping: Housekeeping;
let leadership: { term: number | null };

beforeEach(async () => {
	now = Date.parse('2026-11-24T10:00:00Z');
	folder = await temporaryFolder();
	keyv = openStore(openDatabase(':memory:'), logger).keyv('housekeeping');
	catalogue = await Catalogue.open(openDatabase(':memory:'), { now: () => new Date(now) });
	photoStore = new PhotoStore(join(folder, 'photos'));
	models.prune.mockReset().mockResolvedValue();
	models.forget.mockReset().mockResolvedValue();
	departures = new Departures({ keyv, catalogue, now: () => now });
	leadership = { term: 1 };
	housekeeping = new Housekeeping({
		keyv,
		leadership,
		departures,
		catalogue,
		photoStore,
		models,
		dataFolder: folder,
		retention: { removedDays: 30, leftDays: 30, versions: 5 },
		logger,
		now: () => now,
		timezone: 'UTC',
	});
});

/** A photo of a classifier, with its file. */
async function photoOf(classifier: string, name: string): Promise<{ bench: Bench; photo: Photo }> {
	const bench = await Bench.start(catalogue, classifier);
	const label = (await bench.dataset.labels.find('crow')) ?? (await bench.label('crow'));
	const photo = await bench.photo(label, name, stored(name));
	await photoStore.put(photo.file.sha256, Buffer.from(name));
	// As if it had been fetched by the clock of this test.
	await utimes(photoFile(photoStore, photo.file.sha256), new Date(now), new Date(now));
	return { bench, photo };
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}

describe('removed photos', () => {
	it('can be had back for a month, and then their files go', async () => {
		const { bench, photo } = await photoOf('default', 'a');
		const { photo: present } = await photoOf('default', 'b');
		const { id } = await bench.dataset.decisions.remove([photo.id], 'ann');
		now += 29 * DAY;
		expect(await housekeeping.run()).toMatchObject({ erased: 0, files: 0 });
		expect(await photoStore.has(photo.file.sha256)).toBe(true);
		now += 2 * DAY;
		expect(await housekeeping.run()).toMatchObject({ erased: 1, files: 1 });
		expect(await photoStore.has(photo.file.sha256)).toBe(false);
		expect(await photoStore.has(present.file.sha256)).toBe(true);
		await expect(bench.dataset.decisions.undo(id, 'ann')).rejects.toMatchObject({
			code: 'decision-not-undoable',
		});
	});
});

describe('a server that the bot left', () => {
	it('is forgotten after a month, and nobody else', async () => {
		const { photo: gone } = await photoOf(PARK, 'a');
		const { bench: zoo, photo: present } = await photoOf(ZOO, 'b');
		const { photo: shared } = await photoOf(PARK, 'c');
		await photoOf(ZOO, 'c');
		await departures.guildLeft(PARK);
		now += 29 * DAY;
		expect(await housekeeping.run()).toMatchObject({ forgotten: [] });
		expect(await catalogue.dataset(PARK).labels.list()).toHaveLength(1);
		// That it is still away does not begin the month anew.
		await departures.guildLeft(PARK);
		now += 2 * DAY;
		expect(await housekeeping.run()).toMatchObject({ forgotten: [PARK], files: 1 });
		expect(await catalogue.dataset(PARK).labels.list()).toEqual([]);
		expect(models.forget.mock.calls).toEqual([[PARK]]);
		expect(await photoStore.has(gone.file.sha256)).toBe(false);
		expect(await photoStore.has(present.file.sha256)).toBe(true);
		expect(await photoStore.has(shared.file.sha256)).toBe(true);
		expect((await zoo.dataset.stats()).total.accepted).toBe(2);
		expect(await housekeeping.run()).toMatchObject({ forgotten: [] });
	});

	it('keeps all when the bot comes back in time', async () => {
		await photoOf(PARK, 'a');
		await departures.guildLeft(PARK);
		await departures.guildJoined(PARK);
		now += 90 * DAY;
		expect(await housekeeping.run()).toMatchObject({ forgotten: [] });
	});

	it('is noticed also when that happened while Hantei was not running', async () => {
		await photoOf(PARK, 'a');
		await photoOf(ZOO, 'b');
		await photoOf('default', 'c');
		await photoOf(FAR, 'd');
		// Another process has the third one.
		const of = (guildId: string) => (guildId === FAR ? 'elsewhere' : guildId === ZOO ? 'present' : 'absent');
		await departures.guildsPresent(of);
		now += 31 * DAY;
		await departures.guildsPresent(of);
		expect(await housekeeping.run()).toMatchObject({ forgotten: [PARK] });
		expect(await catalogue.dataset('default').labels.list()).toHaveLength(1);
	});

	it('is tried again the next night when it could not be forgotten whole', async () => {
		await photoOf(PARK, 'a');
		await departures.guildLeft(PARK);
		now += 31 * DAY;
		models.forget.mockRejectedValueOnce(new Error('a file is open'));
		expect(await housekeeping.run()).toMatchObject({ forgotten: [] });
		expect(await housekeeping.run()).toMatchObject({ forgotten: [PARK] });
	});
});

describe('a night', () => {
	it('is done once, at its time, and made up for after downtime', async () => {
		await photoOf('default', 'a');
		await housekeeping.tick();
		now = Date.parse('2026-11-25T04:29:00Z');
		await housekeeping.tick();
		expect(models.prune).not.toHaveBeenCalled();
		now = Date.parse('2026-11-25T04:30:00Z');
		await housekeeping.tick();
		await housekeeping.tick();
		expect(models.prune.mock.calls).toEqual([['default', 5]]);
		now = Date.parse('2026-12-20T12:00:00Z');
		await housekeeping.tick();
		await housekeeping.tick();
		expect(models.prune).toHaveBeenCalledTimes(2);
	});

	it('is the leader’s alone', async () => {
		await photoOf('default', 'a');
		await housekeeping.tick();
		now = Date.parse('2026-11-25T04:30:00Z');
		leadership.term = null;
		await housekeeping.tick();
		expect(models.prune).not.toHaveBeenCalled();
		leadership.term = 2;
		await housekeeping.tick();
		expect(models.prune).toHaveBeenCalledTimes(1);
	});

	it('goes on when a step fails', async () => {
		const { bench, photo } = await photoOf('default', 'a');
		await bench.dataset.decisions.remove([photo.id], 'ann');
		models.prune.mockRejectedValue(new Error('a bug'));
		now += 31 * DAY;
		expect(await housekeeping.run()).toMatchObject({ erased: 1, files: 1 });
	});

	it('is one at a time', async () => {
		await photoOf('default', 'a');
		await Promise.all([housekeeping.run(), housekeeping.run()]);
		expect(models.prune).toHaveBeenCalledTimes(1);
	});
});

describe('embeddings', () => {
	async function embed(sha256: string, ageDays = 0, ending = ''): Promise<string> {
		const shelf = join(folder, 'embeddings', 'bundled-abc', sha256.slice(0, 2));
		await mkdir(shelf, { recursive: true });
		const path = join(shelf, `${sha256}.original.f32${ending}`);
		await writeFile(path, 'x');
		const at = new Date(now - ageDays * DAY);
		await utimes(path, at, at);
		return path;
	}

	it('go when nothing has needed them for a month', async () => {
		const { photo } = await photoOf('default', 'a');
		const needed = await embed(photo.file.sha256, 90);
		const old = await embed('ab'.repeat(32), 31);
		const recent = await embed('cd'.repeat(32), 1);
		expect(await housekeeping.run()).toMatchObject({ embeddings: 1 });
		expect(await Promise.all([needed, old, recent].map(exists))).toEqual([true, false, true]);
	});

	it('go when they are halves that a killed process left, whoever needs the photo', async () => {
		const { photo } = await photoOf('default', 'a');
		const half = await embed(photo.file.sha256, 31, '.4711.tmp');
		expect(await housekeeping.run()).toMatchObject({ embeddings: 1 });
		expect(await exists(half)).toBe(false);
	});

	it('go at the next start when they are halves, but for one that is being written', async () => {
		const half = await embed('ab'.repeat(32), 1, '.4711.tmp');
		const fresh = await embed('cd'.repeat(32), 0, '.4712.tmp');
		const whole = await embed('ef'.repeat(32), 1);
		expect(await clearHalfEmbeddings(folder, now)).toBe(1);
		expect(await Promise.all([half, fresh, whole].map(exists))).toEqual([false, true, true]);
	});

	it('of some photos can be deleted at once, halves too', async () => {
		await embed('ab'.repeat(32));
		await embed('ab'.repeat(32), 0, '.4711.tmp');
		const kept = await embed('cd'.repeat(32));
		expect(await deleteEmbeddings(folder, ['ab'.repeat(32), 'ef'.repeat(32)])).toBe(2);
		expect(await exists(kept)).toBe(true);
		expect(await readdir(join(folder, 'embeddings', 'bundled-abc', 'ab'))).toEqual([]);
		expect(await deleteEmbeddings(join(folder, 'nowhere'), ['ab'.repeat(32)])).toBe(0);
	});
});

describe('backbones that were tuned for one version each', () => {
	it('go with the versions that they were for, unless a training may just have made them', async () => {
		const tuned = join(folder, 'fine-tuned');
		for (const [name, age] of [
			['lite0-tuned-1', 2 * DAY],
			['lite0-tuned-2', 2 * DAY],
			['lite0-tuned-3', 0],
		] as const) {
			await mkdir(join(tuned, name), { recursive: true });
			await utimes(join(tuned, name), new Date(now - age), new Date(now - age));
		}
		expect(await housekeeping.run()).toMatchObject({ backbones: 1 });
		expect((await readdir(tuned)).sort()).toEqual(['lite0-tuned-1', 'lite0-tuned-3']);
	});
});
