import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { downloadBackbone } from '../../src/host/download-backbone.ts';
import { workerFile } from '../../src/model/engine/worker-file.ts';
import { IMAGENET } from '../../src/model/formats/network/pixels.ts';
import { serve } from '../crawl/local-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const CLASSIFIER = join(import.meta.dirname, '../interop/onnx/dense.onnx');

async function arrange(file: Buffer) {
	const dataFolder = await temporaryFolder();
	let requests = 0;
	const origin = await serve((_, response) => {
		requests++;
		response.writeHead(200, { 'content-length': file.length }).end(file);
	});
	const download = {
		id: 'small-classifier',
		urls: [`${origin}/net.onnx`],
		hosts: [new URL(origin).host],
		bytes: file.length,
		sha256: createHash('sha256').update(file).digest('hex'),
		licence: 'MIT',
		input: { width: 24, height: 32 },
		normalisation: IMAGENET,
	};
	const settings = readSettings({ HANTEI_DATA: dataFolder });
	const get = (changes: Partial<typeof download> = {}) =>
		downloadBackbone(settings, { ...download, ...changes }, { localOrigins: [origin] });
	return { get, folder: join(dataFolder, 'backbones'), requests: () => requests, origin };
}

test('a downloaded classifier is installed as a backbone under its id, once', async () => {
	const { get, folder, requests, origin } = await arrange(await readFile(CLASSIFIER));
	const { manifest } = await get();
	expect(manifest).toMatchObject({
		id: 'small-classifier',
		dimension: 10,
		licence: 'MIT',
		sources: [`${origin}/net.onnx`],
	});
	expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual(['small-classifier']);
	expect(await readdir(join(folder, '.downloads'))).toEqual([]);
	expect((await get()).manifest).toEqual(manifest);
	expect(requests()).toBe(1);
});

test('what is another file, or no network, is installed nowhere', async () => {
	const wrong = await arrange(await readFile(CLASSIFIER));
	await expect(wrong.get({ sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'download-wrong' });
	expect(await readdir(join(wrong.folder, '.downloads'))).toEqual([]);

	const useless = await arrange(Buffer.from('not a network'));
	await expect(useless.get()).rejects.toMatchObject({ code: 'network-damaged' });
	expect(await readdir(useless.folder)).toEqual(['.downloads']);
	expect(await readdir(join(useless.folder, '.downloads'))).toEqual([]);
});

test('one process at a time downloads a backbone, and the second says so', async () => {
	const { get, folder, requests } = await arrange(await readFile(CLASSIFIER));
	const { filename, execArgv } = workerFile('./download-holder', import.meta.url);
	const holder = fork(filename, [join(folder, '.downloads'), 'small-classifier'], { execArgv });
	await once(holder, 'message');
	await expect(get()).rejects.toMatchObject({
		code: 'download-running',
		details: { what: 'small-classifier', process: expect.stringContaining(String(holder.pid)) },
	});
	expect(requests()).toBe(0);
	holder.send('release');
	await once(holder, 'exit');
	expect((await get()).manifest.id).toBe('small-classifier');
});
