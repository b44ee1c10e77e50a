import { describe, expect, test } from 'vitest';
import { flatten } from '../../../src/model/formats/network/layout.ts';
import { Network } from '../../../src/model/formats/network/network.ts';
import { normaliseLength } from '../../../src/model/formats/network/normalisation.ts';
import { type PixelRange, pixels, scale } from '../../../src/model/formats/network/pixels.ts';
import { globalPool } from '../../../src/model/formats/network/pooling.ts';
import { runOnnx } from '../support/onnx.ts';

const SIZE = { width: 3, height: 2 };

function photoNetwork(range: PixelRange): Uint8Array {
	const network = new Network();
	network.output('result', flatten(network, scale(network, pixels(network, SIZE), range)));
	return network.finish();
}

describe('the ONNX that is written', () => {
	test.each([
		['0..255', [0, 1, 51, 255]],
		['0..1', [0, 1 / 255, 0.2, 1]],
		['-1..1', [-1, 1 / 127.5 - 1, -0.6, 1]],
	] as const)('takes photos as bytes and scales them to %s', async (range, expected) => {
		const photo = new Uint8Array(18).fill(255);
		photo.set([0, 1, 51]);
		const { result } = await runOnnx(photoNetwork(range), photo, SIZE);
		for (const [i, value] of expected.entries()) expect(result?.[i]).toBeCloseTo(value, 6);
	});

	test('takes any number of photos at once and keeps the order of their pixels', async () => {
		const photos = Uint8Array.from({ length: 54 }, (_, i) => i);
		const { result } = await runOnnx(photoNetwork('0..255'), photos, SIZE);
		expect(result).toEqual(Float32Array.from(photos));
	});

	test('is the same to the byte each time', () => {
		expect(Buffer.from(photoNetwork('-1..1')).equals(photoNetwork('-1..1'))).toBe(true);
	});

	test('brings vectors to length 1, and leaves one of zeros', async () => {
		const network = new Network();
		const photo = scale(network, pixels(network, SIZE), '0..255');
		network.output('result', normaliseLength(network, globalPool(network, 'GlobalMaxPool', photo)));
		const photos = Uint8Array.from({ length: 36 }, (_, i) => (i < 18 ? 0 : ([3, 0, 4][i % 3] as number)));
		const { result } = await runOnnx(network.finish(), photos, SIZE);
		expect([...(result as Float32Array)].map((x) => Number(x.toFixed(6)))).toEqual([0, 0, 0, 0.6, 0, 0.8]);
	});
});
