import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const BACKBONE = { id: 'test', sha256: 'b'.repeat(64), dimension: 5 };
const PHOTO = 'ab'.repeat(32);
const EMBEDDED = { embedding: Float32Array.of(0.1, -2, 3e-8, 4, 5), perceptualHash: 0xfedc_ba98_7654_3210n };

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
		expect(await cache.get(PHOTO)).toEqual(EMBEDDED);
		expect(await new EmbeddingCache(folder, BACKBONE).get(PHOTO)).toEqual(EMBEDDED);
	});

	it('takes numbers that lie in the middle of others', async () => {
		const embedding = Float32Array.of(9, ...EMBEDDED.embedding, 9).subarray(1, 6);
		await cache.put(PHOTO, { ...EMBEDDED, embedding });
		expect(await cache.get(PHOTO)).toEqual(EMBEDDED);
	});

	it('knows nothing of other photos', async () => {
		await cache.put(PHOTO, EMBEDDED);
		expect(await cache.get('cd'.repeat(32))).toBeUndefined();
	});

	it.each([
		['another name', { ...BACKBONE, id: 'other' }],
		['the same name', { ...BACKBONE, sha256: 'c'.repeat(64) }],
	])('keeps backbones apart: one of %s has its own', async (_, backbone) => {
		await cache.put(PHOTO, EMBEDDED);
		const other = new EmbeddingCache(folder, backbone);
		expect(await other.get(PHOTO)).toBeUndefined();
		await other.put(PHOTO, { ...EMBEDDED, perceptualHash: 1n });
		expect(await cache.get(PHOTO)).toEqual(EMBEDDED);
	});

	it('has forgotten what was cut short', async () => {
		await cache.put(PHOTO, EMBEDDED);
		const [file] = await files();
		await truncate(file, 20);
		expect(await cache.get(PHOTO)).toBeUndefined();
		await cache.put(PHOTO, EMBEDDED);
		expect(await cache.get(PHOTO)).toEqual(EMBEDDED);
	});

	it('may be filled by several at once, and leaves nothing lying about', async () => {
		await Promise.all([1, 2, 3, 4].map(() => cache.put(PHOTO, EMBEDDED)));
		expect(await files()).toHaveLength(1);
	});
});
