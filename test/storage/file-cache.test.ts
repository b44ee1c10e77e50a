import { createHash } from 'node:crypto';
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CachedObjects } from '../../src/storage/cached-objects.ts';
import { FileCache } from '../../src/storage/file-cache.ts';
import { FolderObjects } from '../../src/storage/folder-objects.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

let folder: string;
beforeEach(async () => {
	folder = join(await temporaryFolder(), 'cache');
});

const KB = 1_000;
const content = (name: string, bytes = KB) => Buffer.alloc(bytes, name);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);

async function bytesKept(): Promise<number> {
	const names = await readdir(folder, { recursive: true });
	const sizes = await Promise.all(names.map((name) => stat(join(folder, name))));
	return sizes.filter((found) => found.isFile()).reduce((sum, { size }) => sum + size, 0);
}

describe('copies', () => {
	it('are given as they were added, also to another process', async () => {
		await new FileCache(folder, 10 * KB).add(content('a'));
		const copy = await new FileCache(folder, 10 * KB).get(hashOf(content('a')));
		expect(copy).toEqual(content('a'));
		expect(await new FileCache(folder, 10 * KB).get(hashOf(content('b')))).toBeUndefined();
	});

	it('that were altered or cut short are not given, and are gone', async () => {
		const cache = new FileCache(folder, 10 * KB);
		for (const damaged of [content('b'), content('a', KB - 1), Buffer.alloc(0)]) {
			await cache.add(content('a'));
			await writeFile(pathOf(hashOf(content('a'))), damaged);
			expect(await cache.get(hashOf(content('a')))).toBeUndefined();
			await expect(stat(pathOf(hashOf(content('a'))))).rejects.toThrow();
		}
	});

	it('take no more than their room: those asked for longest ago go first', async () => {
		const cache = new FileCache(folder, 5 * KB);
		const names = ['a', 'b', 'c', 'd', 'e'];
		for (const [index, name] of names.entries()) {
			await cache.add(content(name));
			const at = new Date(2026, 0, index + 1);
			await utimes(pathOf(hashOf(content(name))), at, at);
		}
		await cache.get(hashOf(content('a')));
		await cache.add(content('f'));
		expect(await bytesKept()).toBeLessThanOrEqual(5 * KB);
		expect(await cache.get(hashOf(content('a')))).toBeDefined();
		expect(await cache.get(hashOf(content('f')))).toBeDefined();
		expect(await cache.get(hashOf(content('b')))).toBeUndefined();
	});

	it('that others left count, too; what has no room at all is not kept', async () => {
		const others = new FileCache(folder, 100 * KB);
		for (let index = 0; index < 20; index++) await others.add(content(String(index)));
		const cache = new FileCache(folder, 5 * KB);
		await cache.add(content('large', 6 * KB));
		expect(await cache.get(hashOf(content('large', 6 * KB)))).toBeUndefined();
		await cache.add(content('a'));
		expect(await bytesKept()).toBeLessThanOrEqual(5 * KB);
	});

	it('are not given once they are too old', async () => {
		const cache = new FileCache(folder, 10 * KB);
		await cache.add(content('a'));
		const fetched = new Date(Date.now() - 10_000);
		await utimes(pathOf(hashOf(content('a'))), new Date(), fetched);
		expect(await cache.get(hashOf(content('a')), 20_000)).toBeDefined();
		// Having been asked for makes it no younger.
		expect(await cache.get(hashOf(content('a')), 9_000)).toBeUndefined();
	});
});

describe('objects with copies', () => {
	const open = async () => {
		const origin = new FolderObjects(join(await temporaryFolder(), 'origin'));
		const cache = new FileCache(folder, 100 * KB);
		return { origin, cached: new CachedObjects(origin, { cache }) };
	};

	it('are read from the copy where it is known what is wanted', async () => {
		const { origin, cached } = await open();
		await cached.put('photo.jpg', content('a'));
		await origin.remove('photo.jpg');
		expect(await cached.read('photo.jpg', hashOf(content('a')))).toEqual(content('a'));
		expect(await cached.read('photo.jpg')).toBeUndefined();
		expect(await cached.read('photo.jpg', hashOf(content('b')))).toBeUndefined();
	});

	it('that were replaced by others under their name are those', async () => {
		const { origin, cached } = await open();
		await origin.putFolder('default/v1', new Map([['manifest.json', content('a')]]));
		await cached.read('default/v1/manifest.json', hashOf(content('a')));
		await origin.removeFolder('default');
		await origin.putFolder('default/v1', new Map([['manifest.json', content('b')]]));
		expect(await cached.read('default/v1/manifest.json', hashOf(content('b')))).toEqual(content('b'));
	});

	it('have no copy once they are removed', async () => {
		const { cached } = await open();
		await cached.put('photo.jpg', content('a'));
		await cached.remove('photo.jpg', hashOf(content('a')));
		expect(await bytesKept()).toBe(0);
	});
});
