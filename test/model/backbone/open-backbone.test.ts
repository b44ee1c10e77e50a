import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBackbone } from '../../../src/model/backbone/open.ts';

let root: string;
let dataFolder: string;
let bundled: string;

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'hantei-backbone-'));
	dataFolder = join(root, 'data');
	bundled = dirname((await openBackbone({ dataFolder, setting: 'bundled' })).onnxPath);
});
afterAll(() => rm(root, { recursive: true }));

describe('the bundled backbone', () => {
	test('lies ready in the repository, with its licence and what was changed', async () => {
		expect((await readdir(bundled)).toSorted()).toEqual([
			'LICENSE',
			'NOTICE',
			'backbone.onnx',
			'manifest.json',
			'strangers.safetensors',
		]);
	});

	test('needs nothing in the data folder', async () => {
		await expect(readdir(dataFolder)).rejects.toMatchObject({ code: 'ENOENT' });
	});

	test('opens by its id, too', async () => {
		const { manifest } = await openBackbone({ dataFolder, setting: 'bundled' });
		expect(await openBackbone({ dataFolder, setting: manifest.id })).toEqual({
			manifest,
			onnxPath: join(bundled, 'backbone.onnx'),
		});
	});
});

describe('a backbone of the host’s own', () => {
	let own: string;
	beforeEach(async () => {
		own = await mkdtemp(join(root, 'own-'));
		await cp(bundled, own, { recursive: true });
	});

	test('opens by its folder', async () => {
		const { onnxPath } = await openBackbone({ dataFolder, setting: own });
		expect(onnxPath).toBe(join(own, 'backbone.onnx'));
	});

	test('opens by its id once it is installed', async () => {
		const installed = join(dataFolder, 'backbones', 'mine');
		await cp(own, installed, { recursive: true });
		const { onnxPath } = await openBackbone({ dataFolder, setting: 'mine' });
		expect(onnxPath).toBe(join(installed, 'backbone.onnx'));
	});

	test('that is not there is not found', async () => {
		const setting = join(root, 'nowhere');
		await expect(openBackbone({ dataFolder, setting })).rejects.toMatchObject({
			code: 'backbone-not-found',
			details: { path: setting },
		});
	});

	test('in an empty folder is not found', async () => {
		const setting = join(root, 'empty');
		await mkdir(setting);
		await expect(openBackbone({ dataFolder, setting })).rejects.toMatchObject({ code: 'backbone-not-found' });
	});

	test.each([
		['a byte more', () => appendFile(join(own, 'backbone.onnx'), 'x')],
		['its end cut off', () => truncate(join(own, 'backbone.onnx'), 1000)],
		['its network gone', () => rm(join(own, 'backbone.onnx'))],
		['half a manifest', () => truncate(join(own, 'manifest.json'), 20)],
	])('with %s is refused and left as it is', async (_, damage) => {
		await damage();
		const before = await readdir(own);
		await expect(openBackbone({ dataFolder, setting: own })).rejects.toMatchObject({
			code: 'backbone-damaged',
			details: { path: own },
		});
		expect(await readdir(own)).toEqual(before);
	});

	test.each([
		['an id that would leave the folder', { id: '../evil' }],
		['parts that do not add up', { parts: [1, 2] }],
		['a photo of no size', { input: { width: 0, height: 224 } }],
		['something unheard of', { surprise: true }],
	])('whose manifest has %s is damaged', async (_, change) => {
		const path = join(own, 'manifest.json');
		await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...change }));
		await expect(openBackbone({ dataFolder, setting: own })).rejects.toMatchObject({
			code: 'backbone-damaged',
		});
	});
});
