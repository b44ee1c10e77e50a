import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { photoKey } from '../../src/dataset/photo-store.ts';
import { copyStorage } from '../../src/storage/copy.ts';
import type { ObjectStore, Storage } from '../../src/storage/object-store.ts';
import { folderStorage } from '../../src/storage/storage.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const open = async (): Promise<{ readonly folder: string; readonly storage: Storage }> => {
	const folder = await temporaryFolder();
	const [dataFolder, modelsFolder] = [join(folder, 'data'), join(folder, 'models')];
	return { folder, storage: folderStorage({ dataFolder, modelsFolder }) };
};

const putPhoto = async (photos: ObjectStore, text: string): Promise<string> => {
	const key = photoKey(createHash('sha256').update(text).digest('hex'));
	await photos.put(key, Buffer.from(text));
	return key;
};
const folderOf = (text: string) =>
	new Map([
		['head.bin', text],
		['manifest.json', `manifest of ${text}`],
	]);

/** One of everything. */
async function fill({ photos, models, backbones }: Storage): Promise<void> {
	for (const text of ['crow', 'boar', 'monkey']) await putPhoto(photos, text);
	for (const version of ['v1', 'v2'])
		await models.versions.putFolder(`default/${version}`, folderOf(version));
	await models.aliases.update('default', async () => '{"champion":"v2"}');
	await backbones.installed.putFolder('lite', folderOf('lite'));
	await backbones.tuned.putFolder('lite-tuned', folderOf('tuned'));
}

async function everythingIn({ photos, models, backbones }: Storage): Promise<string[]> {
	const found: string[] = [];
	for (const store of [photos, models.versions, backbones.installed, backbones.tuned]) {
		for await (const key of store.list()) found.push(`${key}: ${await store.read(key)}`);
	}
	return [...found.sort(), (await models.aliases.read('default')) ?? ''];
}

describe('copying an installation’s files', () => {
	it('brings all of them, once', async () => {
		const [{ storage: from }, { storage: to }] = [await open(), await open()];
		await fill(from);
		expect(await copyStorage(from, to)).toEqual({
			photos: 3,
			photosThere: 0,
			versions: 2,
			backbones: 2,
			damaged: [],
		});
		expect(await everythingIn(to)).toEqual(await everythingIn(from));
		expect(await copyStorage(from, to)).toMatchObject({
			photos: 0,
			photosThere: 3,
			versions: 0,
			backbones: 0,
		});
	});

	it('goes on where it was when it was cancelled, and says what serves only when all is there', async () => {
		const [{ storage: from }, { storage: to }] = [await open(), await open()];
		await fill(from);
		const cancel = new AbortController();
		const copying = copyStorage(from, to, {
			signal: cancel.signal,
			onProgress: (step) => step === 'backbones' && cancel.abort(new Error('enough')),
		});
		await expect(copying).rejects.toThrow('enough');
		expect(await to.models.aliases.read('default')).toBeUndefined();
		expect(await copyStorage(from, to)).toMatchObject({ photos: 0, photosThere: 3, versions: 2 });
		expect(await everythingIn(to)).toEqual(await everythingIn(from));
	});

	it('leaves out and names a photo that is not what its name says', async () => {
		const [{ storage: from, folder }, { storage: to }] = [await open(), await open()];
		await fill(from);
		const key = await putPhoto(from.photos, 'heron');
		await writeFile(join(folder, 'data', 'photos', key), 'another');
		expect(await copyStorage(from, to)).toMatchObject({ photos: 3, damaged: [key] });
		expect(await to.photos.stat(key)).toBeUndefined();
	});

	it('replaces nothing that is another under the same name', async () => {
		const [{ storage: from }, { storage: to }] = [await open(), await open()];
		await fill(from);
		await to.models.versions.putFolder('default/v1', folderOf('another v1'));
		await expect(copyStorage(from, to)).rejects.toMatchObject({
			code: 'storage-differs',
			details: { path: 'default/v1' },
		});
		expect(Buffer.from((await to.models.versions.read('default/v1/head.bin')) ?? []).toString()).toBe(
			'another v1',
		);
	});

	it('passes over what lies beside the models and is none', async () => {
		const [{ storage: from, folder }, { storage: to }] = [await open(), await open()];
		await fill(from);
		await mkdir(join(folder, 'models', 'backbones', 'shipped'), { recursive: true });
		await writeFile(join(folder, 'models', 'backbones', 'shipped', 'manifest.json'), '{}');
		await mkdir(join(folder, 'models', 'default', '.lock'));
		expect(await copyStorage(from, to)).toMatchObject({ versions: 2 });
		expect(await to.models.versions.folders('backbones')).toEqual([]);
	});
});
