import {
	appendFile,
	cp,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	stat,
	truncate,
	utimes,
	writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Logger } from '../../../src/log.ts';
import { openBackbone } from '../../../src/model/backbone/open.ts';

let root: string;
let dataFolder: string;
let folder: string;
let onnxPath: string;

/** What was logged, by level. */
function recorder(): Logger & { lines: string[] } {
	const lines: string[] = [];
	const record = (level: string) => (_: object, message: string) => void lines.push(`${level}: ${message}`);
	return {
		lines,
		debug: record('debug'),
		info: record('info'),
		warn: record('warn'),
		error: record('error'),
	} as Logger & {
		lines: string[];
	};
}

const open = (logger?: Logger) => openBackbone({ dataFolder, setting: 'bundled', logger });

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'hantei-backbone-'));
	dataFolder = join(root, 'data');
	({ onnxPath } = await open());
	folder = dirname(onnxPath);
});
afterAll(() => rm(root, { recursive: true }));

describe('the bundled backbone', () => {
	test('is made once and opened ever after', async () => {
		const log = recorder();
		const before = await stat(onnxPath);
		const { manifest } = await open(log);
		expect(manifest.dimension).toBe(3696);
		expect((await stat(onnxPath)).mtimeMs).toBe(before.mtimeMs);
		expect(log.lines).toEqual([]);
	});

	test.each([
		[
			'a byte changed',
			async () => {
				const bytes = await readFile(onnxPath);
				bytes[1_000_000] = (bytes[1_000_000] as number) ^ 1;
				await writeFile(onnxPath, bytes);
			},
		],
		['half a manifest', () => writeFile(join(folder, 'manifest.json'), '{"format":1,')],
	])('is made anew with %s', async (_, damage) => {
		const good = await readFile(onnxPath);
		await damage();
		const log = recorder();
		await open(log);
		expect(log.lines).toEqual([
			'warn: the cached backbone is damaged',
			'info: preparing the bundled backbone',
		]);
		expect((await readFile(onnxPath)).equals(good)).toBe(true);
	});

	test('is made whole by several that begin at once', async () => {
		const elsewhere = join(root, 'race');
		const opened = await Promise.all(
			[1, 2].map(() => openBackbone({ dataFolder: elsewhere, setting: 'bundled' })),
		);
		expect(new Set(opened.map(({ manifest }) => manifest.sha256)).size).toBe(1);
		expect((await readdir(dirname(opened[0]?.onnxPath as string))).sort()).toEqual([
			'backbone.onnx',
			'manifest.json',
		]);
	});

	test('takes away what a killed process left long ago, not what another one is writing', async () => {
		await writeFile(join(folder, 'backbone.onnx.1.tmp'), 'old');
		await utimes(join(folder, 'backbone.onnx.1.tmp'), 0, 0);
		await writeFile(join(folder, 'backbone.onnx.2.tmp'), 'new');
		await rm(onnxPath);
		await open();
		const left = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
		expect(left).toEqual(['backbone.onnx.2.tmp']);
		await rm(join(folder, 'backbone.onnx.2.tmp'));
	});

	test('says why when it cannot be made', async () => {
		const blocked = join(root, 'blocked');
		await writeFile(blocked, 'a file where a folder should be');
		await expect(openBackbone({ dataFolder: blocked, setting: 'bundled' })).rejects.toThrow();
	});
});

describe('a backbone of the host’s own', () => {
	let own: string;
	beforeEach(async () => {
		own = await mkdtemp(join(root, 'own-'));
		await cp(folder, own, { recursive: true });
	});

	test('opens by its folder', async () => {
		const { manifest, onnxPath: path } = await openBackbone({ dataFolder, setting: own });
		expect(manifest.id).toMatch(/^bundled-/);
		expect(path).toBe(join(own, 'backbone.onnx'));
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
