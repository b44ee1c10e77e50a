import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { writeFileAtomically } from '../../src/atomic-write.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { openDataFolder } from '../../src/store/data-folder.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

let folder: string;
beforeEach(async () => {
	folder = await temporaryFolder();
});

const coded = (code: string, details: object = {}) =>
	expect.objectContaining({ code, details: expect.objectContaining(details) });

/** A file system with room for next to nothing; undefined where only root may have one. */
function smallDisk(options: string): string | undefined {
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
	} catch {
		return undefined;
	}
	onTestFinished(() => {
		execFileSync('umount', ['-l', folder]);
	});
	return folder;
}

describe('a folder for data is refused', () => {
	it('where nothing can be written', (context) => {
		if (!smallDisk('ro,size=64k')) return context.skip('file systems cannot be mounted here');
		expect(() => openDataFolder(folder)).toThrow(coded('folder-unusable', { path: folder }));
		expect(() => openDataFolder(join(folder, 'data'))).toThrow(coded('folder-unusable'));
	});

	it('on a full disk', (context) => {
		if (!smallDisk('size=16k')) return context.skip('file systems cannot be mounted here');
		expect(() => openDataFolder(folder)).toThrow(coded('storage-full'));
	});
});

describe('a disk that is full by now', () => {
	it('is said to be, by whatever writes to it, and what was there is kept', async (context) => {
		if (!smallDisk('size=1m')) return context.skip('file systems cannot be mounted here');
		openDataFolder(folder);
		const file = join(folder, 'hantei.sqlite');
		const database = openDatabase(file);
		const { labels } = (await Catalogue.open(database)).dataset('default');
		await labels.add({ name: 'crow' }, 'host');
		const store = openStore(database, { error: () => {} });
		await store.keyv('settings').set('a', 1);
		expect(() => writeFileSync(join(folder, 'filler'), Buffer.alloc(2_000_000))).toThrow('ENOSPC');

		const big = 'x'.repeat(100_000);
		await expect(store.keyv('settings').set('b', big)).rejects.toMatchObject({ code: 'storage-full' });
		const addMany = async () => {
			for (let n = 0; n < 100; n++) await labels.add({ name: `label ${n}`, searchTerms: ['x'] }, 'host');
		};
		await expect(addMany()).rejects.toMatchObject({ code: 'storage-full' });
		await expect(writeFileAtomically(join(folder, 'aliases.json'), big)).rejects.toMatchObject({
			code: 'storage-full',
		});
		await expect(
			new PhotoStore(join(folder, 'photos')).put('a'.repeat(64), Buffer.from(big)),
		).rejects.toMatchObject({ code: 'storage-full' });
		expect(await labels.find('crow')).toBeDefined();
		expect(await store.keyv('settings').get('a')).toBe(1);
		await database.close();
	});
});
