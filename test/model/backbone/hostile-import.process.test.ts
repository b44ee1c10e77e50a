import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { convertNetwork } from '../../../src/model/backbone/import/convert.ts';
import { type ImportStep, importBackbone } from '../../../src/model/backbone/import/import-backbone.ts';
import { verifyBackbone } from '../../../src/model/backbone/import/verify.ts';
import { ImportWishes } from '../../../src/model/backbone/import/wishes.ts';
import { findEmbedding } from '../../../src/model/formats/onnx/find-embedding.ts';
import { ForeignGraph } from '../../../src/model/formats/onnx/foreign-graph.ts';
import { parseForeignModel } from '../../../src/model/formats/onnx/foreign-model.ts';
import { Message } from '../../../src/model/formats/onnx/protobuf.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../../../src/model/formats/refusal.ts';
import type { GuardOptions } from '../../../src/model/guarded/guard.ts';
import { floats, foreignOnnx, int64s, node, SOUND, stored } from '../support/foreign-onnx.ts';
import { random } from '../support/random.ts';

let folder: string;
let dataFolder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-hostile-import-'));
	dataFolder = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true }));

const importing = (path: string, limits: GuardOptions<ImportStep> = {}) =>
	importBackbone({ path, as: { name: 'x' }, licence: 'MIT', sources: [], dataFolder, ...limits });

async function importBytes(bytes: Uint8Array, limits?: GuardOptions<ImportStep>) {
	const path = join(folder, 'net.onnx');
	await writeFile(path, bytes);
	return importing(path, limits);
}

/** What a refused import leaves behind. */
const left = () => readdir(join(dataFolder, 'backbones'));

const [pool, flatten, expand, classify] = SOUND.nodes as [Message, Message, Message, Message];
const [expansion, weights] = SOUND.initializers as [Message, Message];
const withFeatures = (features: Message, more: readonly Message[] = []) => ({
	nodes: [pool, flatten, ...more, features, classify],
	initializers: [...SOUND.initializers],
});

test('the sound network that the hostile ones are made of is taken', async () => {
	const { manifest } = await importBytes(foreignOnnx(SOUND));
	expect(manifest.dimension).toBe(4);
	expect(await left()).toEqual([manifest.id]);
});

const external = stored('weights', 1, [4, 2])
	.message(13, new Message().string(1, 'location').string(2, '../../etc/passwd'))
	.integer(14, 1);
const graphAttribute = new Message().string(1, 'then_branch').message(6, new Message()).integer(20, 5);

const REFUSED: readonly [string, () => Uint8Array, string][] = [
	['no ONNX at all', () => Buffer.from('{"json": true}'), 'network-damaged'],
	['an empty file', () => new Uint8Array(0), 'network-damaged'],
	['half a file', () => foreignOnnx(SOUND).subarray(0, 120), 'network-damaged'],
	[
		'weights in another file',
		() => foreignOnnx({ ...SOUND, initializers: [expansion, external] }),
		'conversion-unsupported',
	],
	[
		'a custom operator',
		() => foreignOnnx(withFeatures(node('Evil', ['flat'], 'features', { domain: 'my.company' }))),
		'conversion-unsupported',
	],
	[
		'an operator of ONNX Runtime’s that is not for numbers of photos',
		() => foreignOnnx(withFeatures(node('Tokenizer', ['flat'], 'features', { domain: 'com.microsoft' }))),
		'conversion-unsupported',
	],
	[
		'a condition',
		() => foreignOnnx(withFeatures(node('If', ['flat'], 'features', { attributes: [graphAttribute] }))),
		'conversion-unsupported',
	],
	[
		'a function of its own',
		() => foreignOnnx({ ...SOUND, more: (model) => model.message(25, new Message().string(1, 'f')) }),
		'conversion-unsupported',
	],
	[
		'a cycle',
		() =>
			foreignOnnx(
				withFeatures(node('Add', ['turn', 'turn'], 'features'), [node('Relu', ['features'], 'turn')]),
			),
		'network-damaged',
	],
	[
		'a value that nothing makes',
		() => foreignOnnx(withFeatures(node('Relu', ['nowhere'], 'features'))),
		'network-damaged',
	],
	[
		'two values of one name',
		() => foreignOnnx({ ...SOUND, nodes: [...SOUND.nodes, expand] }),
		'network-damaged',
	],
	[
		'weights that are no numbers',
		() =>
			foreignOnnx({
				...SOUND,
				initializers: [floats('expansion', [3, 4], Array(12).fill(Number.NaN)), weights],
			}),
		'network-damaged',
	],
	[
		'fewer weights than their shape says',
		() => foreignOnnx({ ...SOUND, initializers: [floats('expansion', [3, 4_000], [1, 2]), weights] }),
		'network-damaged',
	],
	[
		'weights of an absurd shape',
		() => foreignOnnx({ ...SOUND, initializers: [stored('expansion', 1, [2 ** 40, 2 ** 40]), weights] }),
		'network-damaged',
	],
	['an older operator set', () => foreignOnnx({ ...SOUND, opset: 6 }), 'conversion-unsupported'],
	['an operator set yet to come', () => foreignOnnx({ ...SOUND, opset: 900 }), 'network-damaged'],
	[
		'a batch of photos',
		() => foreignOnnx({ ...SOUND, inputShape: [8, 3, 16, 16] }),
		'conversion-unsupported',
	],
	['grey photos', () => foreignOnnx({ ...SOUND, inputShape: [1, 1, 16, 16] }), 'conversion-unsupported'],
	[
		'an input of two dimensions',
		() => foreignOnnx({ ...SOUND, inputShape: [1, 768] }),
		'conversion-unsupported',
	],
	[
		'operators that do not fit together',
		() => foreignOnnx({ ...SOUND, initializers: [floats('expansion', [2, 6], Array(12).fill(1)), weights] }),
		'network-damaged',
	],
	[
		'the same of every picture',
		() => foreignOnnx({ ...SOUND, initializers: [floats('expansion', [3, 4], Array(12).fill(0)), weights] }),
		'network-useless',
	],
	[
		'something else each time',
		() =>
			foreignOnnx(
				withFeatures(node('MatMul', ['noise', 'expansion'], 'features'), [
					node('RandomNormalLike', ['flat'], 'noise'),
				]),
			),
		'network-useless',
	],
	[
		'numbers beyond all bounds',
		() =>
			foreignOnnx(
				withFeatures(node('Div', ['expanded', 'zero'], 'features'), [
					node('MatMul', ['flat', 'expansion'], 'expanded'),
					node('Sub', ['expanded', 'expanded'], 'zero'),
				]),
			),
		'network-useless',
	],
];

/** What the import process does, in this one: a process for each would take minutes. */
async function readHere(bytes: Uint8Array): Promise<void> {
	const path = join(folder, 'net.onnx');
	await writeFile(path, bytes);
	const { onnx, ...described } = await convertNetwork(path, ImportWishes.parse({}));
	await writeFile(join(folder, 'backbone.onnx'), onnx);
	await verifyBackbone(path, join(folder, 'backbone.onnx'), described);
}

test.each(REFUSED)('an ONNX file with %s is refused', async (_, make, code) => {
	await expect(readHere(make())).rejects.toMatchObject({ code });
});

test.each([
	['in being read', 'conversion-unsupported', { ...SOUND, opset: 6 }],
	[
		'in being tried',
		'network-useless',
		{ ...SOUND, initializers: [floats('expansion', [3, 4], Array(12).fill(0)), weights] },
	],
])('what is refused %s leaves nothing', async (_, code, file) => {
	await expect(importBytes(foreignOnnx(file))).rejects.toMatchObject({ code });
	expect(await left()).toEqual([]);
});

describe('what takes more than it may is ended, and leaves nothing:', () => {
	test('gigabytes of memory', async () => {
		const shape = int64s('huge', [1_500, 1_000, 1_000]);
		const bytes = foreignOnnx({
			...withFeatures(node('MatMul', ['sum', 'expansion'], 'features'), [
				node('Expand', ['flat1', 'huge'], 'expanded'),
				node('ReduceMean', ['expanded'], 'mean'),
				node('Add', ['flat', 'mean'], 'sum'),
				node('ReduceMean', ['flat'], 'flat1'),
			]),
			initializers: [expansion, weights, shape],
		});
		await expect(importBytes(bytes, { limitMb: 600 })).rejects.toMatchObject({
			code: expect.stringMatching(/^network-(too-demanding|damaged)$/),
		});
		expect(await left()).toEqual([]);
	});

	test('too much time', async () => {
		await expect(importBytes(foreignOnnx(SOUND), { limitSeconds: 0.05 })).rejects.toMatchObject({
			code: 'network-too-demanding',
		});
		expect(await left()).toEqual([]);
	});
});

describe.skipIf(process.platform === 'win32')('a file without an end is not read:', () => {
	test('a weights file that is a link to a device', async () => {
		await writeFile(
			join(folder, 'model.json'),
			JSON.stringify({
				modelTopology: {
					class_name: 'Sequential',
					config: {
						layers: [
							{ class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, 8, 8, 3] } },
						],
					},
				},
				weightsManifest: [
					{ paths: ['weights.bin'], weights: [{ name: 'd/kernel', shape: [3, 2], dtype: 'float32' }] },
				],
			}),
		);
		await symlink('/dev/zero', join(folder, 'weights.bin'));
		await expect(importing(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
		expect(await left()).toEqual([]);
	});

	test('a network that is one', async () => {
		await symlink('/dev/zero', join(folder, 'endless.onnx'));
		await expect(importing(join(folder, 'endless.onnx'))).rejects.toMatchObject({ code: 'file-unreadable' });
	});

	test('a folder in a network’s place', async () => {
		await mkdir(join(folder, 'sub.onnx'));
		await expect(importing(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
	});
});

test('however its bytes are changed, an ONNX file is read or refused', async () => {
	const original = await readFile(join(import.meta.dirname, '../../interop/onnx/qoperator.onnx'));
	const next = random(7);
	const outcomes = { read: 0, refused: 0 };
	for (let trial = 0; trial < 3_000; trial++) {
		const bytes = new Uint8Array(original);
		for (let change = 0; change <= trial % 4; change++)
			bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
		try {
			const graph = new ForeignGraph(parseForeignModel(bytes));
			graph.needed([findEmbedding(graph).value]);
			outcomes.read++;
		} catch (error) {
			if (!(error instanceof DamagedNetwork || error instanceof UnsupportedNetwork)) throw error;
			outcomes.refused++;
		}
	}
	expect(outcomes.read).toBeGreaterThan(100);
	expect(outcomes.refused).toBeGreaterThan(100);
});
