import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderAliases } from '../../src/storage/folder-aliases.ts';
import { FolderObjects } from '../../src/storage/folder-objects.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { testAliases, testObjects } from './contract.ts';

const temporaryFolder = temporaryFolders();

describe('objects in a folder', () => {
	const open = async () => new FolderObjects(join(await temporaryFolder(), 'objects'));
	testObjects({ open, openAgain: ({ folder = '' }) => new FolderObjects(folder) });

	it('are files by their names', async () => {
		const store = await open();
		await store.put('ab/photo.jpg', Buffer.from('crow'));
		expect(await readdir(join(store.folder, 'ab'))).toEqual(['photo.jpg']);
	});

	it('leave nothing when writing fails', async () => {
		const store = await open();
		await mkdir(join(store.folder, 'ab', 'photo.jpg'), { recursive: true });
		await expect(store.put('ab/photo.jpg', Buffer.from('crow'))).rejects.toThrow();
		expect(await readdir(join(store.folder, 'ab'))).toEqual(['photo.jpg']);
	});

	it('that were cut off are not there, and are cleared away once they are old', async () => {
		const store = await open();
		await mkdir(join(store.folder, 'ab'), { recursive: true });
		const half = join(store.folder, 'ab', 'photo.jpg.123.part');
		await writeFile(half, 'half');
		expect(await store.list().next()).toEqual({ done: true, value: undefined });
		expect(await store.clearAbandoned(new Date(Date.now() - 1_000))).toEqual({ files: 0, bytes: 0 });
		await utimes(half, 0, 0);
		expect(await store.clearAbandoned(new Date(Date.now() - 1_000))).toEqual({ files: 1, bytes: 4 });
		expect(await readdir(join(store.folder, 'ab'))).toEqual([]);
	});
});

describe('aliases in a folder', () => {
	const folders = new WeakMap<object, string>();
	const openAt = (folder: string) => {
		const aliases = new FolderAliases(folder);
		folders.set(aliases, folder);
		return aliases;
	};
	testAliases({
		open: async () => openAt(join(await temporaryFolder(), 'models')),
		openAgain: (aliases) => openAt(folders.get(aliases) ?? ''),
	});
});
