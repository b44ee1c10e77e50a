import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isUserError } from '../../../src/errors.ts';
import { convertNetwork } from '../../../src/model/backbone/import/convert.ts';
import { ImportWishes } from '../../../src/model/backbone/import/wishes.ts';
import { largestDifference, TOLERANCE } from '../support/closeness.ts';
import { runOnnx } from '../support/onnx.ts';
import { random } from '../support/random.ts';

/** Made by test/interop/make_tflite.py, with what TensorFlow's own interpreter gives for them. */
const GOLDEN = join(import.meta.dirname, '../../interop/tflite');

let folder: string;
let expected: Record<string, number[]>;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-import-tflite-'));
	expected = JSON.parse(await readFile(join(GOLDEN, 'expected.json'), 'utf8'));
});
afterAll(() => rm(folder, { recursive: true }));

/** By the formula of the script. */
const photo = Uint8Array.from({ length: 24 * 32 * 3 }, (_, i) => (i * 37 + (i >> 3) * 11) % 256);

async function embed(path: string): Promise<Float32Array> {
	const { onnx, input, parts } = await convertNetwork(path, ImportWishes.parse({}));
	expect({ input, parts }).toEqual({ input: { width: 24, height: 32 }, parts: [16] });
	return (await runOnnx(onnx, photo, input)).embedding as Float32Array;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
	return Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

describe('a backbone made of a TensorFlow Lite classifier', () => {
	test('of float numbers gives what the last fully connected layer works on', async () => {
		const embedding = await embed(join(GOLDEN, 'float.tflite'));
		expect(largestDifference(embedding, expected['float'] as number[])).toBeLessThan(TOLERANCE);
	});

	test.each(['uint8', 'int8'])('of %s numbers gives what these stand for, but for rounding', async (name) => {
		const embedding = await embed(join(GOLDEN, `${name}.tflite`));
		expect(cosine(embedding, expected[name] as number[])).toBeGreaterThan(0.998);
	});
});

test.each(['float', 'uint8'])('however its bytes are changed, a %s file is read or refused', async (name) => {
	const original = await readFile(join(GOLDEN, `${name}.tflite`));
	const path = join(folder, `${name}.tflite`);
	const next = random(3);
	let refused = 0;
	for (let trial = 0; trial < 300; trial++) {
		const bytes = new Uint8Array(
			trial % 3 === 0 ? original.subarray(0, Math.floor(next() * original.length)) : original,
		);
		for (let change = 0; change <= trial % 5; change++)
			bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
		await writeFile(path, bytes);
		try {
			await convertNetwork(path, ImportWishes.parse({}));
		} catch (error) {
			if (!isUserError(error, 'network-damaged', 'conversion-unsupported')) throw error;
			refused++;
		}
	}
	expect(refused).toBeGreaterThan(50);
});
