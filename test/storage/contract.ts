import { describe, expect, it } from 'vitest';
import type { AliasStore, ObjectStore } from '../../src/storage/object-store.ts';

export interface Place<Store> {
	/** A new, empty store. */
	readonly open: () => Promise<Store>;
	/** What another process would open on the same place. */
	readonly openAgain: (store: Store) => Store;
}

const bytesOf = (text: string) => Buffer.from(text);
const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

async function collect(items: AsyncIterable<string>): Promise<string[]> {
	const found: string[] = [];
	for await (const item of items) found.push(item);
	return found.sort();
}

/** What every place for objects keeps to. */
export function testObjects({ open, openAgain }: Place<ObjectStore>): void {
	describe('an object', () => {
		it('is read as it was put', async () => {
			const store = await open();
			const content = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
			await store.put('ab/cd/photo.jpg', content);
			expect(Buffer.compare((await store.read('ab/cd/photo.jpg')) ?? Buffer.alloc(0), content)).toBe(0);
			expect(textOf(await openAgain(store).read('ab/cd/photo.jpg'))?.length).toBeGreaterThan(0);
			expect(await store.stat('ab/cd/photo.jpg')).toMatchObject({ bytes: 70_000 });
			expect(await collect(store.list())).toEqual(['ab/cd/photo.jpg']);
		});

		it('may be empty, and have any name that a file has', async () => {
			const store = await open();
			const keys = ['leer', 'a b/c+d', '判定/カラス.jpg', "it's (1)!*.txt", 'per%20cent'];
			for (const key of keys) await store.put(key, bytesOf(key === 'leer' ? '' : key));
			expect(await collect(store.list())).toEqual(keys.toSorted());
			for (const key of keys) expect(textOf(await store.read(key))).toBe(key === 'leer' ? '' : key);
		});

		it('that is not there is nothing', async () => {
			const store = await open();
			expect(await store.read('nowhere/photo.jpg')).toBeUndefined();
			expect(await store.stat('nowhere/photo.jpg')).toBeUndefined();
			expect(await collect(store.list())).toEqual([]);
			await store.remove('nowhere/photo.jpg');
		});

		it('that comes many times at once is there once', async () => {
			const store = await open();
			const stores = [store, openAgain(store)];
			await Promise.all(
				Array.from({ length: 10 }, (_, index) => stores[index % 2]?.put('ab/photo.jpg', bytesOf('crow'))),
			);
			expect(await collect(store.list())).toEqual(['ab/photo.jpg']);
			expect(textOf(await store.read('ab/photo.jpg'))).toBe('crow');
		});

		it('is gone for everybody once it is removed', async () => {
			const store = await open();
			await store.put('ab/photo.jpg', bytesOf('crow'));
			expect(textOf(await openAgain(store).read('ab/photo.jpg'))).toBe('crow');
			await openAgain(store).remove('ab/photo.jpg');
			expect(await store.stat('ab/photo.jpg')).toBeUndefined();
			expect(await collect(store.list())).toEqual([]);
		});

		it('that comes again counts as new', async () => {
			const store = await open();
			await store.put('photo.jpg', bytesOf('crow'));
			const before = (await store.stat('photo.jpg'))?.modifiedAt.getTime() ?? Number.POSITIVE_INFINITY;
			// Stores tell whole seconds.
			while (Date.now() < before + 1_100) await store.stat('photo.jpg');
			await store.put('photo.jpg', bytesOf('crow'));
			expect((await store.stat('photo.jpg'))?.modifiedAt.getTime()).toBeGreaterThan(before);
		});

		it.each(['../outside', 'ab/../../outside', 'nul\0'])('cannot be called %j', async (key) => {
			const store = await open();
			await expect(store.put(key, bytesOf('crow'))).rejects.toThrow(RangeError);
			await expect(store.read(key)).rejects.toThrow(RangeError);
		});
	});

	describe('a folder', () => {
		const files = new Map<string, string | Uint8Array>([
			['head.bin', bytesOf('head')],
			['manifest.json', '{"files":["head.bin"]}'],
		]);

		it('has all of its files', async () => {
			const store = await open();
			expect(await store.putFolder('default/v1', files)).toBe(true);
			expect(await openAgain(store).folders('default')).toEqual(['v1']);
			expect(textOf(await store.read('default/v1/head.bin'))).toBe('head');
			const keys = ['default/v1/head.bin', 'default/v1/manifest.json'];
			expect(await collect(store.list())).toEqual(keys);
			expect(await collect(store.list('default/v1'))).toEqual(keys);
			expect(await collect(store.list('default/v'))).toEqual([]);
		});

		it('is one writer’s: of many at once one has it, whole', async () => {
			const store = await open();
			const stores = [store, openAgain(store)];
			const writers = Array.from({ length: 6 }, (_, writer) =>
				stores[writer % 2]?.putFolder(
					'default/v1',
					new Map([
						['head.bin', `head ${writer}`],
						['manifest.json', `manifest ${writer}`],
					]),
				),
			);
			const won = await Promise.all(writers);
			expect(won.filter(Boolean)).toHaveLength(1);
			const winner = won.indexOf(true);
			expect(textOf(await store.read('default/v1/head.bin'))).toBe(`head ${winner}`);
			expect(textOf(await store.read('default/v1/manifest.json'))).toBe(`manifest ${winner}`);
		});

		it('is not another that begins like it', async () => {
			const store = await open();
			for (const path of ['default/v1', 'default/v10', 'default-2/v1']) await store.putFolder(path, files);
			await store.put('default/note.txt', bytesOf('no folder'));
			expect((await store.folders('default')).sort()).toEqual(['v1', 'v10']);
			await store.removeFolder('default/v1');
			expect(await store.folders('default')).toEqual(['v10']);
			await store.removeFolder('default');
			expect(await store.folders('default')).toEqual([]);
			expect(await store.folders('default-2')).toEqual(['v1']);
		});

		it('that is removed leaves nothing, and its place can be taken again', async () => {
			const store = await open();
			await store.putFolder('default/v1', files);
			await store.removeFolder('default/v1');
			await store.removeFolder('default/v1');
			expect(await store.folders('default')).toEqual([]);
			expect(await store.folders('nobody')).toEqual([]);
			expect(await collect(store.list())).toEqual([]);
			expect(await store.putFolder('default/v1', files)).toBe(true);
		});

		it('that is there is not abandoned', async () => {
			const store = await open();
			await store.putFolder('default/v1', files);
			expect(await store.clearAbandoned(new Date(Date.now() + 86_400_000))).toEqual({ files: 0, bytes: 0 });
			expect(await store.folders('default')).toEqual(['v1']);
		});
	});
}

/** What every place for aliases keeps to. */
export function testAliases({ open, openAgain }: Place<AliasStore>): void {
	describe('aliases', () => {
		it('are nothing before the first change', async () => {
			const aliases = await open();
			expect(await aliases.read('default')).toBeUndefined();
			expect(await aliases.names()).toEqual([]);
			await aliases.remove('default');
		});

		it('are what was written last, for everybody', async () => {
			const aliases = await open();
			await aliases.update('default', async () => 'v1');
			await openAgain(aliases).update('default', async (text) => `${text} v2`);
			expect(await aliases.read('default')).toBe('v1 v2');
			expect(await aliases.names()).toEqual(['default']);
		});

		it('have another revision after every change, and the same without one', async () => {
			const aliases = await open();
			const revisions = [await openAgain(aliases).revision('default')];
			for (const text of ['v1', 'v2', 'v1, once more']) {
				await aliases.update('default', async () => text);
				revisions.push(await openAgain(aliases).revision('default'));
			}
			expect(new Set(revisions).size).toBe(4);
			await aliases.update('default', async () => undefined);
			expect(await openAgain(aliases).revision('default')).toBe(revisions[3]);
			expect(await aliases.revision('another')).toBe(await aliases.revision('yet-another'));
		});

		it('lose no change of writers at the same time', async () => {
			const aliases = await open();
			const stores = [aliases, openAgain(aliases), openAgain(aliases)];
			await Promise.all(
				Array.from({ length: 9 }, (_, writer) =>
					stores[writer % 3]?.update('default', async (text = '') => `${text}${writer}`),
				),
			);
			expect([...((await aliases.read('default')) ?? '')].sort().join('')).toBe('012345678');
		});

		it('stay as they are when a change fails', async () => {
			const aliases = await open();
			await aliases.update('default', async () => 'v1');
			const failing = aliases.update('default', () => Promise.reject(new Error('no')));
			await expect(failing).rejects.toThrow('no');
			expect(await aliases.read('default')).toBe('v1');
			await aliases.update('default', async () => 'v2');
			expect(await aliases.read('default')).toBe('v2');
		});

		it('are gone once they are removed', async () => {
			const aliases = await open();
			await aliases.update('default', async () => 'v1');
			await openAgain(aliases).remove('default');
			expect(await aliases.read('default')).toBeUndefined();
		});
	});
}
