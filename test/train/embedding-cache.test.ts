import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ViewName } from '../../src/image/views.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const BACKBONE = { id: 'test', sha256: 'b'.repeat(64), dimension: 5 };
const PHOTO = 'ab'.repeat(32);
const BOTH: ViewName[] = ['original', 'mirror'];
const FACTS = { perceptualHash: 0xfedc_ba98_7654_3210n, sharpness: 123.456_789_012 };
const ORIGINAL = Float32Array.of(0.1, -2, 3e-8, 4, 5);
const MIRROR = Float32Array.of(9, 8, 7, 6, 5);
const EMBEDDED = {
	...FACTS,
	views: new Map<ViewName, Float32Array>([
		['original', ORIGINAL],
		['mirror', MIRROR],
	]),
};
const ONLY_MIRROR = { ...FACTS, views: new Map<ViewName, Float32Array>([['mirror', MIRROR]]) };

let folder: string;
let cache: EmbeddingCache;
beforeEach(async () => {
	folder = await temporaryFolder();
	cache = new EmbeddingCache(folder, BACKBONE);
});

async function files(): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('the cache of embeddings', () => {
	it('gives back what it was given, to the last bit', async () => {
		await cache.put(PHOTO, EMBEDDED);
		expect(await cache.get(PHOTO, BOTH)).toEqual(EMBEDDED);
		expect(await new EmbeddingCache(folder, BACKBONE).get(PHOTO, BOTH)).toEqual(EMBEDDED);
	});

	it('takes numbers that lie in the middle of others', async () => {
		const amid = (numbers: Float32Array) => Float32Array.of(9, ...numbers, 9).subarray(1, 6);
		const views = new Map<ViewName, Float32Array>([
			['original', amid(ORIGINAL)],
			['mirror', amid(MIRROR)],
		]);
		await cache.put(PHOTO, { ...EMBEDDED, views });
		expect(await cache.get(PHOTO, BOTH)).toEqual(EMBEDDED);
	});

	it('gives the views that it knows of those asked for', async () => {
		await cache.put(PHOTO, EMBEDDED);
		expect(await cache.get(PHOTO, ['mirror'])).toEqual(ONLY_MIRROR);
		expect(await cache.get(PHOTO, ['mirror', 'darker-15'])).toEqual(ONLY_MIRROR);
		expect(await cache.get(PHOTO, ['darker-15'])).toBeUndefined();
	});

	it('adds views to those it knows', async () => {
		await cache.put(PHOTO, ONLY_MIRROR);
		expect(await cache.get(PHOTO, BOTH)).toEqual(ONLY_MIRROR);
		await cache.put(PHOTO, { ...EMBEDDED, views: new Map([['original', ORIGINAL]]) });
		expect(await cache.get(PHOTO, BOTH)).toEqual(EMBEDDED);
	});

	it('knows nothing of other photos', async () => {
		await cache.put(PHOTO, EMBEDDED);
		expect(await cache.get('cd'.repeat(32), BOTH)).toBeUndefined();
	});

	it.each([
		['another name', { ...BACKBONE, id: 'other' }],
		['the same name', { ...BACKBONE, sha256: 'c'.repeat(64) }],
	])('keeps backbones apart: one of %s has its own', async (_, backbone) => {
		await cache.put(PHOTO, EMBEDDED);
		const other = new EmbeddingCache(folder, backbone);
		expect(await other.get(PHOTO, BOTH)).toBeUndefined();
		await other.put(PHOTO, { ...EMBEDDED, perceptualHash: 1n });
		expect(await cache.get(PHOTO, BOTH)).toEqual(EMBEDDED);
	});

	it('has forgotten what was cut short, and nothing else', async () => {
		await cache.put(PHOTO, EMBEDDED);
		const original = (await files()).find((path) => path.includes('original')) as string;
		await truncate(original, 20);
		expect(await cache.get(PHOTO, BOTH)).toEqual(ONLY_MIRROR);
		await cache.put(PHOTO, EMBEDDED);
		expect(await cache.get(PHOTO, BOTH)).toEqual(EMBEDDED);
	});

	it('may be filled by several at once, and leaves nothing lying about', async () => {
		await Promise.all([1, 2, 3, 4].map(() => cache.put(PHOTO, EMBEDDED)));
		expect(await files()).toHaveLength(2);
	});
});
