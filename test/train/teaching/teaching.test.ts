import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import sharp from 'sharp';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_RULES } from '../../../src/crawl/rules.ts';
import { Catalogue, type Label } from '../../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../../src/dataset/photo-store.ts';
import { UserError } from '../../../src/errors.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { type Lesson, Teaching } from '../../../src/train/teaching/teaching.ts';
import { photoFile } from '../../support/photo-file.ts';
import { drawPicture } from '../../support/pictures.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const PARK = '400000000000000001';
const ZOO = '400000000000000002';
const MOMO = { id: '300000000000000001', name: 'Momo' };
const KEN = { id: '300000000000000002', name: 'Ken' };

let now: number;
let folder: string;
let catalogue: Catalogue;
let photoStore: PhotoStore;
let teaching: Teaching;
let crow: Label;
let nsfw: number;
let nsfwScore: () => Promise<number>;

beforeEach(async () => {
	now = Date.parse('2026-11-24T10:00:00Z');
	nsfw = 0;
	nsfwScore = async () => nsfw;
	folder = await temporaryFolder();
	catalogue = await Catalogue.open(openDatabase(':memory:'), { now: () => new Date(now) });
	photoStore = new PhotoStore(join(folder, 'photos'));
	crow = await catalogue.dataset(PARK).labels.add({ name: 'crow' }, 'ann');
	teaching = new Teaching({
		isOn: true,
		catalogue,
		photoStore,
		rules: DEFAULT_RULES,
		nsfwScore: () => nsfwScore(),
		dataFolder: folder,
		perDay: 3,
		now: () => now,
	});
});

async function teach(seed: number, more: Partial<Lesson> = {}) {
	const original = more.original ?? (await drawPicture('house', seed));
	return teaching.teach({ classifier: PARK, labelId: crow.id, member: MOMO, ...more, original });
}

async function code(action: Promise<unknown>): Promise<unknown> {
	return action.then(
		() => undefined,
		(error: { code?: string }) => error.code ?? error,
	);
}

async function stored(): Promise<string[]> {
	const found: string[] = [];
	for await (const sha256 of photoStore.list()) found.push(sha256);
	return found;
}

describe('a photo that a member gives', () => {
	it('waits for an admin, credited to the member, for this server’s training only', async () => {
		const taught = await teach(1);
		expect(taught).toMatchObject({
			kind: 'taken',
			photo: {
				state: 'quarantined',
				quarantine: 'taught',
				kept: false,
				provenance: { source: 'member', author: 'Momo', licence: 'member', url: '', pageUrl: '' },
			},
		});
		expect(await catalogue.dataset(PARK).audit.list()).toMatchObject([
			{ action: 'teach', by: MOMO.id, detail: { label: 'crow' } },
		]);
		expect(await stored()).toHaveLength(1);
	});

	it('is kept without anything but its pixels', async () => {
		const original = await sharp(await drawPicture('house', 1))
			.withExif({ IFD0: { Artist: 'Momo at home' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
			.jpeg()
			.toBuffer();
		await teach(1, { original });
		const [sha256] = await stored();
		const kept = await readFile(photoFile(photoStore, sha256));
		expect((await sharp(kept).metadata()).exif).toBeUndefined();
		expect(kept.includes('Momo at home')).toBe(false);
	});

	it('that is perhaps not safe for work is marked so', async () => {
		nsfw = 0.9;
		expect(await teach(1)).toMatchObject({ photo: { quarantine: 'nsfw', nsfwScore: 0.9 } });
	});

	it('leaves nothing behind when it is not taken', async () => {
		const small = await sharp(await drawPicture('house', 1))
			.resize(64)
			.png()
			.toBuffer();
		expect(await teach(1, { original: small })).toEqual({ kind: 'not-taken', reason: 'too-small' });
		expect(await code(teach(1, { original: Buffer.from('no picture') }))).toBe('image-unknown');
		expect(await code(teach(1, { labelId: 999 }))).toBe('label-not-found');
		expect(await stored()).toEqual([]);
		await teach(2);
		expect(await teach(2)).toEqual({ kind: 'not-taken', reason: 'duplicate' });
		expect(await stored()).toHaveLength(1);
	});

	it('is one of few a day', async () => {
		for (const seed of [1, 2, 3]) expect(await teach(seed)).toMatchObject({ kind: 'taken' });
		expect(await code(teach(4))).toBe('teaching-limit');
		expect(await teach(4, { member: KEN })).toMatchObject({ kind: 'taken' });
		now += 86_400_001;
		expect(await teach(5)).toMatchObject({ kind: 'taken' });
	});

	it('is one of few also when many come at once', async () => {
		const codes = await Promise.all([1, 2, 3, 4, 5].map((seed) => code(teach(seed))));
		expect(codes.filter((refusal) => refusal === 'teaching-limit')).toHaveLength(2);
		expect(await stored()).toHaveLength(3);
	});
});

it('keeps the file of a photo while another member fails to give the same one', async () => {
	const put = photoStore.put.bind(photoStore);
	let failing: Promise<unknown> | undefined;
	vi.spyOn(photoStore, 'put').mockImplementationOnce(async (sha256, bytes) => {
		await put(sha256, bytes);
		const failed = new Promise<void>((resolve) => {
			nsfwScore = async () => {
				resolve();
				throw new UserError('engine-timeout', { limitMs: 1 });
			};
		});
		failing = code(teach(1, { member: KEN }));
		await failed;
		await letOthersRun();
	});
	expect(await teach(1)).toMatchObject({ kind: 'taken' });
	expect(await failing).toBe('engine-timeout');
	expect(await stored()).toHaveLength(1);
});

describe('withdrawing', () => {
	it('leaves no photo, no file and no embedding, and touches nobody else’s', async () => {
		await teach(1);
		await teach(2);
		const [sha256] = await stored();
		await teach(3, { member: KEN });
		const zooLabel = await catalogue.dataset(ZOO).labels.add({ name: 'crow' }, 'ann');
		await teach(4, { classifier: ZOO, labelId: zooLabel.id });
		const shelf = join(folder, 'embeddings', 'bundled-abc', sha256.slice(0, 2));
		await mkdir(shelf, { recursive: true });
		await writeFile(join(shelf, `${sha256}.original.f32`), 'x');

		expect(await teaching.withdraw(PARK, MOMO.id)).toBe(2);
		expect(await stored()).toHaveLength(2);
		expect(await readdir(shelf)).toEqual([]);
		await expect(access(photoFile(photoStore, sha256))).rejects.toThrow();
		expect(await catalogue.dataset(PARK).taught.count(MOMO.id)).toBe(0);
		expect(await catalogue.dataset(PARK).taught.count(KEN.id)).toBe(1);
		expect(await catalogue.dataset(ZOO).taught.count(MOMO.id)).toBe(1);
		expect((await catalogue.dataset(PARK).audit.list())[0]).toMatchObject({
			action: 'teach-withdraw',
			by: MOMO.id,
			detail: { photos: 2 },
		});
	});

	it('takes back what an admin had accepted, so that the next training does not see it', async () => {
		const taught = await teach(1);
		if (taught.kind !== 'taken') throw new Error('not taken');
		const dataset = catalogue.dataset(PARK);
		await dataset.decisions.keep([taught.photo.id], 'ann');
		expect(await dataset.photos.list()).toHaveLength(1);
		await teaching.withdraw(PARK, MOMO.id);
		expect(await dataset.photos.list()).toEqual([]);
	});

	it('keeps a file that another server’s photo is', async () => {
		const zooLabel = await catalogue.dataset(ZOO).labels.add({ name: 'crow' }, 'ann');
		await teach(1);
		await teach(1, { classifier: ZOO, labelId: zooLabel.id, member: KEN });
		await teaching.withdraw(PARK, MOMO.id);
		expect(await stored()).toHaveLength(1);
	});

	it('of nothing is nothing', async () => {
		expect(await teaching.withdraw(PARK, MOMO.id)).toBe(0);
		expect(await catalogue.dataset(PARK).audit.list()).toEqual([]);
	});
});
