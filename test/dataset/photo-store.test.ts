import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoStore, photoKey } from '../../src/dataset/photo-store.ts';

let root: string;
let photos: string;
let store: PhotoStore;

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'hantei-photos-'));
	photos = join(root, 'photos');
	store = new PhotoStore(photos);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const bytesOf = (text: string) => Buffer.from(text);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const put = (text: string) => store.put(hashOf(text), bytesOf(text));
const pathOf = (sha256: string) => join(photos, photoKey(sha256));
const files = async () =>
	(await readdir(photos, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

async function collect(items: AsyncIterable<string>): Promise<string[]> {
	const found: string[] = [];
	for await (const item of items) found.push(item);
	return found;
}

describe('the photo store', () => {
	it('keeps a photo under its hash', async () => {
		await put('crow');
		const hash = hashOf('crow');
		const path = join(photos, hash.slice(0, 2), hash.slice(2, 4), `${hash}.jpg`);
		expect(await readFile(path, 'utf8')).toBe('crow');
		expect(await store.has(hash)).toBe(true);
		expect(Buffer.from(await store.read(hash)).toString()).toBe('crow');
		expect(await collect(store.list())).toEqual([hash]);
	});

	it('keeps one that comes many times at once, once', async () => {
		await Promise.all(Array.from({ length: 10 }, () => put('crow')));
		expect((await files()).map(({ name }) => name)).toEqual([`${hashOf('crow')}.jpg`]);
	});

	it('keeps what is needed, and puts back what became needed while it was deleted', async () => {
		const hash = hashOf('crow');
		await put('crow');
		await store.removeUnneeded(hash, bytesOf('crow'), async () => true);
		expect(await store.has(hash)).toBe(true);
		const answers = [false, true];
		await store.removeUnneeded(hash, bytesOf('crow'), async () => answers.shift() ?? true);
		expect(await readFile(pathOf(hash), 'utf8')).toBe('crow');
		await store.removeUnneeded(hash, bytesOf('crow'), async () => false);
		expect(await store.has(hash)).toBe(false);
	});

	it('forgets a photo, also one that it has not', async () => {
		await put('crow');
		await store.remove(hashOf('crow'));
		await store.remove(hashOf('crow'));
		expect(await store.has(hashOf('crow'))).toBe(false);
	});

	it.each(['', '../../etc/passwd', 'AB'.repeat(32), `${'a'.repeat(63)}/`, 'a'.repeat(65)])(
		'takes no name but a hash: %j',
		(name) => {
			expect(() => photoKey(name)).toThrow(RangeError);
		},
	);

	it('leaves no half of a file when writing fails', async () => {
		const hash = hashOf('crow');
		await mkdir(pathOf(hash), { recursive: true });
		await expect(put('crow')).rejects.toThrow();
		expect(await files()).toEqual([]);
	});

	it('is empty before the first photo', async () => {
		expect(await collect(store.list())).toEqual([]);
		expect(await store.sweep(async () => false)).toEqual({ orphans: 0, parts: 0, bytes: 0 });
	});
});

describe('a sweep', () => {
	const HOUR = 3_600_000;
	const now = Date.now() + 2 * HOUR;

	it('deletes what nothing needs, and halves of files', async () => {
		await put('needed');
		await put('orphan');
		await writeFile(`${pathOf(hashOf('orphan'))}.123.part`, 'half');
		await writeFile(join(photos, 'note.txt'), 'not ours');
		const swept = await store.sweep(async (sha256) => sha256 === hashOf('needed'), { now });
		expect(swept).toEqual({ orphans: 1, parts: 1, bytes: 10 });
		expect(
			(await files()).map((entry) => relative(photos, join(entry.parentPath, entry.name))).sort(),
		).toEqual([relative(photos, pathOf(hashOf('needed'))), 'note.txt'].sort());
	});

	it('leaves alone what has just come: its photo may be about to be entered', async () => {
		await put('orphan');
		expect(await store.sweep(async () => false)).toMatchObject({ orphans: 0 });
		// One that lay there for long and comes again counts as new.
		await utimes(pathOf(hashOf('orphan')), 0, 0);
		await put('orphan');
		expect(await store.sweep(async () => false)).toMatchObject({ orphans: 0 });
	});
});
