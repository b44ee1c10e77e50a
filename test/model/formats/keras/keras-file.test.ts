import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { convertKerasFile } from '../../../../src/model/formats/keras/convert.ts';
import { runOnnx } from '../../support/onnx.ts';
import { hasSharedData, sharedPath } from '../../support/shared-data.ts';

const GOLDEN = fileURLToPath(new URL('golden/', import.meta.url));

/** What Keras itself made of the files: see test/interop/keras_goldens.py. */
const expected = z
	.record(z.string(), z.object({ divisor: z.number(), probabilities: z.array(z.array(z.number())) }))
	.parse(JSON.parse(readFileSync(join(GOLDEN, 'expected.json'), 'utf8')));

const PICTURES = 3;

function pictures(side: number): Uint8Array {
	const numbers = side * side * 3;
	return Uint8Array.from({ length: PICTURES * numbers }, (_, n) =>
		Math.floor((((n * n * 31 + n * 7) % 251) * (Math.floor(n / numbers) + 1)) / 3),
	);
}

async function judge(path: string, divisor: number): Promise<number[]> {
	const { networks, input } = await convertKerasFile(path, [divisor === 1 ? '0..255' : '0..1']);
	const { probabilities } = await runOnnx(networks[0]?.onnx as Uint8Array, pictures(input.width), input);
	return [...(probabilities as Float32Array)];
}

function expectKerasAnswer(actual: number[], name: string): void {
	const wanted = expected[name]?.probabilities.flat() ?? [];
	expect(actual.length).toBe(wanted.length);
	for (const [index, probability] of wanted.entries()) {
		expect(Math.abs((actual[index] as number) - probability)).toBeLessThan(1e-5);
	}
}

describe('A Keras file', () => {
	test.each([
		'keras-1.2.h5',
		'keras-2-sequential.h5',
		'keras-2-functional.h5',
		'keras-2-functional.keras',
		'keras-3-sequential.h5',
		'keras-3-sequential.keras',
		'keras-3-functional.h5',
		'keras-3-functional.keras',
		'keras-2-others.h5',
		'keras-3-others.h5',
		'keras-3-others.keras',
	])('is judged with as Keras does: %s', async (name) => {
		expectKerasAnswer(await judge(join(GOLDEN, name), expected[name]?.divisor ?? 0), name);
	});

	test
		.skipIf(!hasSharedData)
		.each(['a-keras-2.1.6.h5', 'a-keras-2.4.0.h5', 'b-keras-2.12.0.h5', 'b-keras-2.13.1.h5'])(
		'of a student is judged with as Keras does: %s',
		async (name) => {
			expectKerasAnswer(await judge(sharedPath('models', 'keras', name), 255), name);
		},
	);
});
