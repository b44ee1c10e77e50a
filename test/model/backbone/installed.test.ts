import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeBackbone } from '../../../src/model/backbone/folder.ts';
import { installedBackbones } from '../../../src/model/backbone/installed.ts';

let dataFolder: string;

beforeEach(async () => {
	dataFolder = await mkdtemp(join(tmpdir(), 'hantei-installed-'));
});
afterEach(() => rm(dataFolder, { recursive: true }));

function install(id: string, onnx = 'bytes', more: { safetyClasses?: string[] } = {}): Promise<void> {
	return writeBackbone(join(dataFolder, 'backbones', id), Buffer.from(onnx), {
		id,
		input: { width: 32, height: 24 },
		parts: [8],
		dimension: 8,
		licence: 'MIT',
		sources: [],
		...more,
	});
}

const ofTheHost = async () =>
	(await installedBackbones(dataFolder)).filter(({ origin }) => origin === 'installed');

test('installed backbones are listed by id, with their size and what they say of themselves', async () => {
	await install('second');
	await install('first', 'more bytes');
	const [first, second] = await ofTheHost();
	expect([first?.id, second?.id]).toEqual(['first', 'second']);
	expect(first).toMatchObject({
		state: 'ready',
		folder: join(dataFolder, 'backbones', 'first'),
		backbone: { manifest: { dimension: 8, licence: 'MIT' } },
	});
	const manifest = await readFile(join(dataFolder, 'backbones', 'first', 'manifest.json'));
	expect(first?.bytes).toBe('more bytes'.length + manifest.length);
});

test('a broken one is told as such and hides no other', async () => {
	await install('whole');
	await install('changed');
	await appendFile(join(dataFolder, 'backbones', 'changed', 'backbone.onnx'), '!');
	await mkdir(join(dataFolder, 'backbones', 'empty'));
	const found = await ofTheHost();
	expect(found.map((backbone) => [backbone.id, backbone.state])).toEqual([
		['changed', 'broken'],
		['empty', 'broken'],
		['whole', 'ready'],
	]);
	expect(found[0]).toMatchObject({ reason: { code: 'backbone-damaged' } });
});

test('files and folders that are being written are no backbones', async () => {
	await mkdir(join(dataFolder, 'backbones', '.1234.tmp'), { recursive: true });
	await writeFile(join(dataFolder, 'backbones', 'notes.txt'), '');
	expect(await ofTheHost()).toEqual([]);
});

test('what an earlier Hantei made for itself is not on offer', async () => {
	await install('bundled-earlier', 'bytes', { safetyClasses: ['neutral', 'other'] });
	await install('own');
	expect((await ofTheHost()).map(({ id }) => id)).toEqual(['own']);
});

test('a host without any has none', async () => {
	expect(await ofTheHost()).toEqual([]);
});
