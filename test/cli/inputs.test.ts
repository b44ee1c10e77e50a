import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expandInputs } from '../../src/cli/inputs.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

describe('what is named on the command line', () => {
	it('is every picture of a folder', async () => {
		const folder = await temporaryFolder();
		await mkdir(join(folder, 'crow'));
		for (const name of ['b.jpg', 'crow/a.PNG', 'notes.txt']) await writeFile(join(folder, name), name);
		const inputs = await expandInputs([folder], 1000);
		expect(inputs.map(({ name }) => name)).toEqual([join(folder, 'b.jpg'), join(folder, 'crow/a.PNG')]);
	});

	it('is told apart from a folder that is empty, or holds no picture', async () => {
		const folder = await temporaryFolder();
		for (const name of ['empty', 'texts']) await mkdir(join(folder, name));
		await writeFile(join(folder, 'texts', 'notes.txt'), 'none');
		const [empty, texts, nowhere] = await expandInputs(
			['empty', 'texts', 'nowhere'].map((name) => join(folder, name)),
			1000,
		);
		await expect(empty?.read()).rejects.toMatchObject({
			code: 'folder-empty',
			details: { path: empty?.name },
		});
		await expect(texts?.read()).rejects.toMatchObject({ code: 'folder-without-pictures' });
		await expect(nowhere?.read()).rejects.toMatchObject({ code: 'file-not-found' });
	});
});
