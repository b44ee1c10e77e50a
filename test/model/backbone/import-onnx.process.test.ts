import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBackbone } from '../../../src/model/backbone/import/import-backbone.ts';
import type { ImportWishes } from '../../../src/model/backbone/import/wishes.ts';
import { largestDifference, TOLERANCE } from '../support/closeness.ts';
import { runOnnx } from '../support/onnx.ts';

/** Made by test/interop/make_onnx.py, with what ONNX Runtime gives for them in Python. */
const GOLDEN = join(import.meta.dirname, '../../interop/onnx');
const SIZE = { width: 24, height: 32 };

let dataFolder: string;
let expected: Record<'dense' | 'convolution' | 'map', number[]>;

beforeAll(async () => {
	dataFolder = await mkdtemp(join(tmpdir(), 'hantei-import-onnx-'));
	expected = JSON.parse(await readFile(join(GOLDEN, 'expected.json'), 'utf8'));
});
afterAll(() => rm(dataFolder, { recursive: true }));

/** By the formula of the script. */
const photo = Uint8Array.from({ length: 24 * 32 * 3 }, (_, i) => (i * 37 + (i >> 3) * 11) % 256);

const importing = (path: string, wishes: Partial<ImportWishes> = {}) =>
	importBackbone({
		path,
		wishes,
		as: { name: 'tiny' },
		licence: 'MIT',
		sources: [],
		dataFolder,
	});

async function embed(path: string, wishes: Partial<ImportWishes> = {}): Promise<Float32Array> {
	const { onnxPath, manifest } = await importing(path, wishes);
	expect(manifest).toMatchObject({ input: SIZE, dimension: 10, parts: [10] });
	const { embedding } = await runOnnx(onnxPath, photo, SIZE);
	return embedding as Float32Array;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
	return Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

describe('a backbone cut out of an ONNX classifier', () => {
	test('gives what the last fully connected layer works on, of ImageNet’s pixels', async () => {
		const embedding = await embed(join(GOLDEN, 'dense.onnx'));
		expect(largestDifference(embedding, expected.dense)).toBeLessThan(TOLERANCE);
	});

	test('knows a convolution of one pixel for a fully connected layer', async () => {
		const embedding = await embed(join(GOLDEN, 'convolution.onnx'));
		expect(largestDifference(embedding, expected.convolution)).toBeLessThan(TOLERANCE);
	});

	test.each(['qdq', 'qoperator'])('of 8-bit numbers (%s) says what the float one says', async (name) => {
		const embedding = await embed(join(GOLDEN, `${name}.onnx`));
		expect(cosine(embedding, expected.dense)).toBeGreaterThan(0.99);
	});

	test.each(['map', 'second'])(
		'takes a layer by its value or its name (%s), and averages it',
		async (layer) => {
			const embedding = await embed(join(GOLDEN, 'dense.onnx'), { layers: [layer] });
			const isMap = layer === 'map';
			expect(cosine(embedding, expected.map) > 0.9999).toBe(isMap);
		},
	);

	test('has no classifier any more', async () => {
		const { onnxPath } = await importing(join(GOLDEN, 'dense.onnx'));
		const text = (await readFile(onnxPath)).toString('latin1');
		expect(text).toContain('source/w2');
		expect(text).not.toContain('source/w3');
	});

	test('can be cut out of a backbone of ours again, whose names are the same', async () => {
		const { onnxPath } = await importing(join(GOLDEN, 'dense.onnx'));
		const again = await embed(onnxPath);
		expect(largestDifference(again, expected.dense)).toBeLessThan(TOLERANCE);
	});

	test('is told to take another size where the file has one', async () => {
		const size = { width: 64, height: 64 };
		await expect(importing(join(GOLDEN, 'dense.onnx'), { size })).rejects.toMatchObject({
			code: 'conversion-unsupported',
		});
	});

	test('is refused for a layer that is not there, and leaves nothing', async () => {
		const before = await readdir(join(dataFolder, 'backbones'));
		await expect(importing(join(GOLDEN, 'dense.onnx'), { layers: ['nowhere'] })).rejects.toMatchObject({
			code: 'network-damaged',
		});
		expect(await readdir(join(dataFolder, 'backbones'))).toEqual(before);
	});

	test('is cancelled at once', async () => {
		const signal = AbortSignal.abort();
		await expect(
			importBackbone({
				path: join(GOLDEN, 'dense.onnx'),
				as: { id: 'tiny' },
				licence: 'MIT',
				sources: [],
				dataFolder,
				signal,
			}),
		).rejects.toMatchObject({ code: 'cancelled' });
	});

	test('is not guessed among several', async () => {
		const folder = await mkdtemp(join(dataFolder, 'two-'));
		await writeFile(join(folder, 'a.onnx'), '');
		await writeFile(join(folder, 'b.onnx'), '');
		await expect(importing(folder)).rejects.toMatchObject({ code: 'network-not-found' });
	});
});
