import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { scanFolder } from '../../src/train/scan-folder.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const cwd = process.cwd();
afterEach(() => process.chdir(cwd));

async function folderOf(...names: string[]): Promise<string> {
	const folder = await temporaryFolder();
	for (const name of names) {
		await mkdir(dirname(join(folder, name)), { recursive: true });
		await writeFile(join(folder, name), name);
	}
	return folder;
}

const listed = async (folder: string) =>
	(await scanFolder(folder)).map(({ name, label }) => `${label}: ${name}`);

describe('a folder of photos', () => {
	it('has a label a subfolder; deeper folders belong to it; the list is sorted', async () => {
		const folder = await folderOf('crow/b.jpg', 'crow/a.jpg', 'boar/2020/c.jpg', 'boar/1.jpg');
		expect(await listed(folder)).toEqual([
			'boar: boar/1.jpg',
			'boar: boar/2020/c.jpg',
			'crow: crow/a.jpg',
			'crow: crow/b.jpg',
		]);
		expect((await scanFolder(folder))[0].path).toBe(join(folder, 'boar', '1.jpg'));
	});

	it('does not count what is hidden, nor what lies beside the labels', async () => {
		const folder = await folderOf(
			'crow/a.jpg',
			'crow/.DS_Store',
			'.cache/b.jpg',
			'crow/.thumbnails/a.jpg',
			'README.md',
		);
		expect(await listed(folder)).toEqual(['crow: crow/a.jpg']);
	});

	it.each([
		['with a slash at its end', (folder: string) => `${folder}/`],
		['from within', () => '.'],
		['from within, spelt out', () => './'],
		['from a folder in it', () => '..'],
		['by way of its parent', (folder: string) => relative(process.cwd(), folder)],
	])('is the same %s', async (way, spelling) => {
		const folder = await folderOf('crow/a.jpg', 'boar/b.jpg');
		process.chdir(way === 'from a folder in it' ? join(folder, 'crow') : folder);
		if (way === 'by way of its parent') process.chdir('..');
		expect(await listed(spelling(folder))).toEqual(['boar: boar/b.jpg', 'crow: crow/a.jpg']);
	});

	it('has one label however its letters are composed', async () => {
		const folder = await folderOf(`${'ガチョウ'.normalize('NFD')}/1.jpg`, 'カラス/1.jpg');
		const labels = (await scanFolder(folder)).map(({ label }) => label);
		expect(labels.sort()).toEqual(['カラス', 'ガチョウ'.normalize('NFC')].sort());
	});

	it('may be put together of links', async () => {
		const source = await folderOf('birds/1.jpg', 'birds/2.jpg', 'pigs/3.jpg');
		const folder = await folderOf('crow/own.jpg');
		await symlink(join(source, 'pigs'), join(folder, 'boar'));
		await symlink(join(source, 'birds', '1.jpg'), join(folder, 'crow', 'linked.jpg'));
		expect(await listed(folder)).toEqual(['boar: boar/3.jpg', 'crow: crow/linked.jpg', 'crow: crow/own.jpg']);
	});
});

describe('what is no folder of photos', () => {
	it('is one that is not there', async () => {
		const path = join(await temporaryFolder(), 'nowhere');
		await expect(scanFolder(path)).rejects.toMatchObject({ code: 'file-not-found', details: { path } });
	});

	it.each([
		['empty', 'folder-empty', []],
		['without subfolders', 'folder-without-photos', ['a.jpg', 'b.jpg']],
	])('is one that is %s', async (_, code, names) => {
		const path = await folderOf(...names);
		await expect(scanFolder(path)).rejects.toMatchObject({ code, details: { path } });
	});

	it('is a file', async () => {
		const path = join(await folderOf('a.jpg'), 'a.jpg');
		await expect(scanFolder(path)).rejects.toMatchObject({
			code: 'folder-without-photos',
			details: { path },
		});
	});
});
