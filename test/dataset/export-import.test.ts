import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { openCollection } from '../../src/crawl/collection/collection.ts';
import { isAllowed, parseLicence } from '../../src/crawl/licence.ts';
import { normalise } from '../../src/crawl/normalise.ts';
import type { Candidate } from '../../src/dataset/candidate.ts';
import type { Catalogue, Label } from '../../src/dataset/catalogue/catalogue.ts';
import { exportDataset } from '../../src/dataset/export.ts';
import { type ImportOptions, importDataset } from '../../src/dataset/import.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { seededRandom } from '../../src/dataset/random.ts';
import { sharp } from '../../src/image/libvips.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { Bench, ManualClock, openCatalogue } from './catalogue/support.ts';

let root: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'hantei-export-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A picture unlike those of other seeds: coarse blocks of colour. */
function picture(seed: number, { width = 700, height = 500 } = {}): Promise<Buffer> {
	const random = seededRandom(seed);
	const blocks = Buffer.from(Array.from({ length: 12 * 10 * 3 }, () => Math.floor(random() * 256)));
	return sharp(blocks, { raw: { width: 12, height: 10, channels: 3 } })
		.resize(width, height, { fit: 'fill', kernel: 'nearest' })
		.jpeg()
		.toBuffer();
}

/** A dataset with its own catalogue and photo store. */
class House extends Bench {
	readonly store: PhotoStore;

	static async build(name: string): Promise<House> {
		const clock = new ManualClock();
		return new House(name, clock, await openCatalogue(clock));
	}

	private constructor(name: string, clock: ManualClock, catalogue: Catalogue) {
		super(clock, catalogue, 'default');
		this.store = new PhotoStore(join(root, name));
	}

	async crawl(label: Label, seed: number, more: Partial<Candidate> = {}) {
		const { bytes, file } = await normalise(await picture(seed), DEFAULT_IMAGE_LIMITS);
		await this.store.put(file.sha256, bytes);
		return this.photo(label, String(seed), { kind: 'stored', file, nsfwScore: seed / 1000 }, more);
	}

	async import(path: string, more: Partial<ImportOptions> = {}) {
		const collection = await openCollection(path);
		try {
			return await importDataset({
				catalogue: this.catalogue,
				classifier: 'default',
				photoStore: this.store,
				collection,
				normalise: (bytes) => normalise(bytes, DEFAULT_IMAGE_LIMITS),
				readLicence: parseLicence,
				isAllowed: (licence) => isAllowed(licence),
				by: 'cli',
				detail: path,
				maxPhotoBytes: 20_000_000,
				maxTotalBytes: 1_000_000_000,
				maxPhotos: 10_000,
				...more,
			});
		} finally {
			await collection.close();
		}
	}

	export(target: string) {
		return exportDataset({ dataset: this.dataset, photoStore: this.store, target });
	}

	async photos() {
		const names = new Map((await this.dataset.labels.list()).map(({ id, name }) => [id, name]));
		return (await this.dataset.photos.list()).map(
			({ id: _id, labelId, group: _group, duplicateOf: _of, ...photo }) => ({
				...photo,
				label: names.get(labelId),
			}),
		);
	}

	async labels() {
		return (await this.dataset.labels.list()).map(({ id: _id, createdAt: _at, ...label }) => label);
	}
}

async function contents(folder: string): Promise<Map<string, string>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	const hashed = await Promise.all(
		files.map(async (file) => {
			const hash = createHash('sha256')
				.update(await readFile(file))
				.digest('hex');
			return [relative(folder, file), hash] as const;
		}),
	);
	return new Map(hashed.sort());
}

async function zip(
	files: readonly (readonly [name: string, bytes: Buffer, mode?: number])[],
	damage = (bytes: Buffer) => bytes,
): Promise<string> {
	const archive = new ZipFile();
	for (const [name, bytes, mode = 0o100644] of files) archive.addBuffer(bytes, name, { mode });
	archive.end();
	const path = join(root, 'in.zip');
	await writeFile(path, damage(await buffer(archive.outputStream)));
	return path;
}

function replaceAll(bytes: Buffer, from: string, to: string): Buffer {
	return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

async function filledHouse(): Promise<House> {
	const house = await House.build('from');
	await house.begin();
	const crow = await house.dataset.labels.add(
		{
			name: 'カラス',
			aliases: ['crow', 'からす'],
			searchTerms: ['carrion crow'],
			exclusions: ['crow bar'],
			entity: { taxonId: 204496, name: 'Corvus corone' },
		},
		'cli',
	);
	const boar = await house.label('wild / boar');
	await house.crawl(crow, 1, {
		title: '=cmd|"x"',
		author: '@everyone, "Jane"\nDoe',
		series: 'obs 1',
		attribution: "'-1",
		authorUrl: 'https://x.example/jane',
	});
	await house.crawl(crow, 2, {
		series: 'obs 1',
		licence: 'cc0',
		licenceVersion: undefined,
		licenceUrl: undefined,
	});
	await house.crawl(boar, 3, { source: 'flickr', title: undefined, author: undefined });
	const kept = await house.crawl(boar, 4);
	await house.dataset.decisions.keep([kept.id], 'cli');
	const removed = await house.crawl(boar, 5);
	await house.dataset.decisions.remove([removed.id], 'cli');
	house.clock.advance(60_000);
	return house;
}

describe.each([
	['a folder', 'out'],
	['a zip', 'out.zip'],
])('an export as %s', (_name, target) => {
	it('is read back as it was, byte for byte', async () => {
		const from = await filledHouse();
		const path = join(root, target);
		expect(await from.export(path)).toEqual({ photos: 4, missing: 0, leftOut: 0, shareAlike: true });

		const to = await House.build('to');
		const imported = await to.import(path);
		expect(imported).toMatchObject({ accepted: 4, quarantined: new Map(), rejected: new Map() });
		expect(await to.labels()).toEqual(await from.labels());
		const byHash = (a: { file: { sha256: string } }, b: { file: { sha256: string } }) =>
			a.file.sha256 < b.file.sha256 ? -1 : 1;
		expect((await to.photos()).sort(byHash)).toEqual((await from.photos()).sort(byHash));
		for (const { file } of await from.photos()) {
			expect(await to.store.read(file.sha256)).toEqual(await from.store.read(file.sha256));
		}

		await from.export(join(root, 'first'));
		await to.export(join(root, 'second'));
		expect(await contents(join(root, 'second'))).toEqual(await contents(join(root, 'first')));
	});

	it('can be read twice: what is there is a duplicate', async () => {
		const from = await filledHouse();
		const path = join(root, target);
		await from.export(path);
		const to = await House.build('to');
		await to.import(path);
		expect(await to.import(path)).toMatchObject({
			accepted: 0,
			rejected: new Map([['duplicate', 4]]),
			labels: [],
		});
		expect(await to.photos()).toHaveLength(4);
		expect((await to.dataset.decisions.list()).filter(({ kind }) => kind === 'import')).toMatchObject([
			{ photos: 0 },
			{ photos: 4 },
		]);
	});

	it('leaves nothing behind when it fails', async () => {
		const from = await filledHouse();
		const stop = new AbortController();
		const exporting = exportDataset({
			dataset: from.dataset,
			photoStore: from.store,
			target: join(root, 'x', target),
			signal: stop.signal,
			onProgress: () => stop.abort(new Error('stop')),
		});
		await expect(exporting).rejects.toThrow('stop');
		expect(await readdir(join(root, 'x'))).toEqual([]);
	});

	it('overwrites nothing', async () => {
		const from = await filledHouse();
		await from.export(join(root, target));
		await expect(from.export(join(root, target))).rejects.toMatchObject({ code: 'target-exists' });
	});
});

describe('an export', () => {
	it('names folders so that every file system takes them', async () => {
		const from = await House.build('from');
		await from.begin();
		for (const [n, name] of ['カラス', 'a/b', 'a b', 'A-B', 'con', '++', '🐗'].entries()) {
			await from.crawl(await from.label(name), n + 1);
		}
		await from.export(join(root, 'out'));
		const folders = (await readdir(join(root, 'out'), { withFileTypes: true })).filter((entry) =>
			entry.isDirectory(),
		);
		expect(folders.map(({ name }) => name).sort()).toEqual(
			['a-b', 'A-B-2', 'a-b-3', 'カラス', 'label-con', 'label-1', 'label-2'].sort(),
		);
	});

	it('leaves out photos of licences that were not asked for, and says what is missing', async () => {
		const from = await filledHouse();
		const [lost] = (await from.dataset.photos.list()).filter(
			({ provenance }) => provenance.licence === 'cc0',
		);
		await from.store.remove(lost.file.sha256);
		const options = { dataset: from.dataset, photoStore: from.store, target: join(root, 'out') };
		expect(await exportDataset({ ...options, licences: ['cc0', 'by'] })).toEqual({
			photos: 0,
			missing: 1,
			leftOut: 3,
			shareAlike: false,
		});
	});
});

describe('photos that members taught', () => {
	const given: Partial<Candidate> = { source: 'member', licence: 'member', author: 'Momo' };

	it('are never exported', async () => {
		const from = await (await House.build('from')).begin();
		await from.crawl(await from.label('crow'), 1, given);
		const target = join(root, 'out');
		const exported = await exportDataset({
			dataset: from.dataset,
			photoStore: from.store,
			target,
			licences: ['member'],
		});
		expect(exported).toMatchObject({ photos: 0, leftOut: 1 });
		expect(await readFile(join(target, 'metadata.csv'), 'utf8')).not.toContain('Momo');
	});

	it('are never imported, whatever a file says', async () => {
		const path = join(root, 'in');
		await mkdir(join(path, 'crow'), { recursive: true });
		await writeFile(join(path, 'crow', '1.jpg'), await picture(1));
		await writeFile(join(path, 'crow', '2.jpg'), await picture(2));
		await writeFile(
			join(path, 'metadata.csv'),
			'file,source,source_id,licence\ncrow/1.jpg,member,3/ab,\ncrow/2.jpg,member,3/cd,member\n',
		);
		const to = await House.build('to');
		expect(await to.import(path)).toMatchObject({ accepted: 1, rejected: new Map([['licence', 1]]) });
		expect(await to.photos()).toMatchObject([{ provenance: { source: 'folder', sourceId: 'crow/1.jpg' } }]);
	});
});

describe('an import', () => {
	async function folder(files: Record<string, Buffer | string>): Promise<string> {
		const path = join(root, 'in');
		for (const [name, content] of Object.entries(files)) {
			await mkdir(join(path, name, '..'), { recursive: true });
			await writeFile(join(path, name), content);
		}
		return path;
	}

	it('takes folders of photos without metadata, and makes them labels', async () => {
		const path = await folder({
			'crow/1.jpg': await picture(1),
			'カラス類/2.png': await sharp(await picture(2))
				.png()
				.toBuffer(),
			'crow/.hidden/3.jpg': await picture(3),
			'crow/notes.txt': 'no picture',
			'lonely.jpg': await picture(4),
		});
		const to = await House.build('to');
		expect(await to.import(path)).toMatchObject({ accepted: 2 });
		expect(await to.photos()).toMatchObject([
			{ label: 'crow', provenance: { source: 'folder', sourceId: 'crow/1.jpg', licence: 'other' } },
			{ label: 'カラス類' },
		]);
	});

	it('removes what cameras write into files, whatever the metadata claims', async () => {
		const bytes = await sharp(await picture(1, { width: 400, height: 300 }))
			.withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
			.jpeg()
			.toBuffer();
		const hash = createHash('sha256').update(bytes).digest('hex');
		const path = await folder({ 'crow/1.jpg': bytes, 'metadata.csv': `file,sha256\ncrow/1.jpg,${hash}\n` });
		const to = await House.build('to');
		await to.import(path);
		const [{ file }] = await to.photos();
		expect(file.sha256).not.toBe(hash);
		expect((await sharp(Buffer.from(await to.store.read(file.sha256))).metadata()).exif).toBeUndefined();
	});

	it('takes a licence however people write it, and none that is not allowed', async () => {
		const path = await folder({
			'crow/1.jpg': await picture(1),
			'crow/2.jpg': await picture(2),
			'crow/3.jpg': await picture(3),
			'metadata.csv':
				'\ufeffFile,Licence,Author\r\ncrow/1.jpg,CC BY-SA 4.0,Jane\r\ncrow/2.jpg,by-nd,Joe\r\ncrow/3.jpg,all rights reserved,Jim\r\n',
		});
		const to = await House.build('to');
		expect(await to.import(path)).toMatchObject({ accepted: 1, rejected: new Map([['licence', 2]]) });
		expect(await to.photos()).toMatchObject([
			{ provenance: { licence: 'by-sa', licenceVersion: '4.0', author: 'Jane' } },
		]);
	});

	it('survives nonsense', async () => {
		const path = await folder({
			'crow/1.jpg': await picture(1),
			'crow/2.jpg': 'no picture at all',
			'crow/3.jpg': (await picture(3)).subarray(0, 2000),
			'metadata.csv':
				'file,source,fetched_at,nsfw_score,perceptual_hash,sha256\ncrow/1.jpg,nowhere,yesterday,9,xyz,../..\n"',
			'dataset.json': '{"format":"hantei-dataset","version":99}',
		});
		const to = await House.build('to');
		expect(await to.import(path)).toMatchObject({ accepted: 1, rejected: new Map([['unreadable', 2]]) });
		expect((await contents(join(root, 'to'))).size).toBe(1);
	});

	it('leaves out what is too small to tell anything, and says so', async () => {
		const strip = await sharp({ create: { width: 300, height: 15, channels: 3, background: 'teal' } })
			.jpeg()
			.toBuffer();
		const path = await folder({ 'crow/1.jpg': await picture(1), 'crow/2.jpg': strip });
		expect(await (await House.build('to')).import(path)).toMatchObject({
			accepted: 1,
			rejected: new Map([['too-small', 1]]),
		});
	});

	it('keeps out what a person removed', async () => {
		const from = await filledHouse();
		await from.export(join(root, 'out'));
		const [photo] = await from.dataset.photos.list();
		await from.dataset.decisions.remove([photo.id], 'cli');
		expect(await from.import(join(root, 'out'))).toMatchObject({
			accepted: 0,
			rejected: new Map([
				['duplicate', 3],
				['removed', 1],
			]),
		});
	});

	it('stops at its limits', async () => {
		const path = await folder({ 'crow/1.jpg': await picture(1), 'crow/2.jpg': await picture(2) });
		const to = await House.build('to');
		await expect(to.import(path, { maxPhotos: 1 })).rejects.toMatchObject({ code: 'import-too-large' });
		await expect(to.import(path, { maxTotalBytes: 1000 })).rejects.toMatchObject({
			code: 'import-too-large',
		});
		expect((await to.dataset.runs.list()).map(({ state }) => state)).toEqual(['failed', 'failed']);
		expect(await to.import(path, { maxPhotoBytes: 1000 })).toMatchObject({
			rejected: new Map([['unreadable', 2]]),
		});
	});

	it('can be stopped, and continued', async () => {
		const from = await filledHouse();
		await from.export(join(root, 'out'));
		const to = await House.build('to');
		const stop = new AbortController();
		const importing = to.import(join(root, 'out'), {
			signal: stop.signal,
			onProgress: (done) => done === 2 && stop.abort(new Error('stop')),
		});
		await expect(importing).rejects.toThrow('stop');
		expect(await to.photos()).toHaveLength(2);
		await to.import(join(root, 'out'));
		expect(await to.photos()).toHaveLength(4);
	});

	it('is not led out of a zip by a name in it', async () => {
		const path = await zip([['aaa/evil.jpg', await picture(1)]], (bytes) =>
			replaceAll(bytes, 'aaa/evil', '../e/vil'),
		);
		await expect((await House.build('to')).import(path)).rejects.toMatchObject({ code: 'file-unreadable' });
		expect(await readdir(root)).toEqual(['in.zip']);
	});

	it('is not filled by a list of millions of photos that are not there', async () => {
		const path = await zip([
			['aaa/1.jpg', await picture(1)],
			['metadata.csv', Buffer.from(`file,author\n${'x,y\n'.repeat(2_000_000)}`)],
		]);
		await expect((await House.build('to')).import(path)).rejects.toMatchObject({ code: 'import-too-large' });
	});

	it('follows no link in a zip', async () => {
		const path = await zip([
			['crow/1.jpg', await picture(1)],
			['crow/2.jpg', Buffer.from('/etc/passwd'), 0o120777],
		]);
		expect(await (await House.build('to')).import(path)).toMatchObject({ accepted: 1, rejected: new Map() });
	});

	it('does not unfold a bomb', async () => {
		const path = await zip([
			['crow/1.jpg', Buffer.alloc(200_000_000)],
			['crow/2.jpg', await picture(2)],
		]);
		const to = await House.build('to');
		const before = process.memoryUsage().rss;
		expect(await to.import(path)).toMatchObject({ accepted: 1, rejected: new Map([['unreadable', 1]]) });
		expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
	});

	it('does not believe what a zip says of its sizes', async () => {
		const path = await zip([['crow/1.jpg', Buffer.alloc(30_000_000)]], (bytes) => {
			const size = Buffer.alloc(4);
			size.writeUInt32LE(30_000_000);
			return replaceAll(bytes, size.toString('latin1'), '\x10\x00\x00\x00');
		});
		expect(await (await House.build('to')).import(path)).toMatchObject({
			accepted: 0,
			rejected: new Map([['unreadable', 1]]),
		});
	});

	it('finds nothing in an empty folder', async () => {
		await cp(new URL('.', import.meta.url), join(root, 'code'), { recursive: true });
		await expect((await House.build('to')).import(join(root, 'code'))).rejects.toMatchObject({
			code: 'folder-without-photos',
		});
	});
});
