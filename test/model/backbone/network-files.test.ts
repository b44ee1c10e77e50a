import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { findNetwork, openNetworkFiles } from '../../../src/model/backbone/import/network-files.ts';
import { DamagedNetwork } from '../../../src/model/formats/refusal.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const makeFolder = temporaryFolders();

let path: string;

beforeAll(async () => {
	path = join(await makeFolder(), 'network.zip');
});

async function writeZip(files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
	const zip = new ZipFile();
	for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
	zip.end();
	await pipeline(zip.outputStream, createWriteStream(path));
}

describe('The files of a network in a zip', () => {
	test('are read as those of a folder are', async () => {
		await writeZip({ 'model.json': '{}', 'weights.bin': 'numbers' });
		const files = await openNetworkFiles(path);
		expect(files.names).toEqual(['model.json', 'weights.bin']);
		expect(Buffer.from(files.read('weights.bin')).toString()).toBe('numbers');
		expect(findNetwork(path, files).format).toBe('layers-model');
	});

	test('may lie in one folder, beside what macOS adds', async () => {
		await writeZip({
			'my model/.DS_Store': '',
			'my model/model.json': '{}',
			'__MACOSX/my model/._model.json': '',
			'my model/shards/1.bin': 'numbers',
		});
		expect((await openNetworkFiles(path)).names).toEqual(['model.json', 'shards/1.bin']);
	});

	test('cannot be one that the archive does not have', async () => {
		await writeZip({ 'model.json': '{}' });
		const files = await openNetworkFiles(path);
		expect(() => files.read('../../etc/passwd')).toThrow(DamagedNetwork);
	});

	test('are refused when together they unfold to more than a network has', async () => {
		await writeZip({ 'model.json': new Uint8Array(6e6), 'weights.bin': new Uint8Array(6e6) });
		await expect(openNetworkFiles(path, 10e6)).rejects.toThrow(DamagedNetwork);
	});

	test('are refused when one is a link', async () => {
		const zip = new ZipFile();
		zip.addBuffer(Buffer.from('{}'), 'model.json');
		zip.addBuffer(Buffer.from('/dev/zero'), 'weights.bin', { mode: 0o120777 });
		zip.end();
		await pipeline(zip.outputStream, createWriteStream(path));
		await expect(openNetworkFiles(path)).rejects.toThrow('weights.bin in it is a link');
	});

	test.each(['../', '/x/'])('are refused when one would lie at %s', async (elsewhere) => {
		await writeZip({ 'model.json': '{}', '~~/weights.bin': 'numbers' });
		const archive = await readFile(path, 'latin1');
		await writeFile(path, archive.replaceAll('~~/', elsewhere.padEnd(3, '/').slice(0, 3)), 'latin1');
		await expect(openNetworkFiles(path)).rejects.toThrow(DamagedNetwork);
	});

	test('are refused when the archive is cut short', async () => {
		await writeFile(path, Buffer.from('PK\u0003\u0004'));
		await expect(openNetworkFiles(path)).rejects.toThrow(DamagedNetwork);
	});
});
