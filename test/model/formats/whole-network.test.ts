import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { convertLayersModel, convertTeachableMachine } from '../../../src/model/formats/whole-network.ts';
import { largestDifference, TOLERANCE } from '../support/closeness.ts';
import { runOnnx } from '../support/onnx.ts';
import { noise } from '../support/random.ts';
import { hasSharedData, sharedPath, sharedPhotos } from '../support/shared-data.ts';
import {
	loadLayersModel,
	photoTensor,
	saveLayersModel,
	seedWeights,
	startTensorFlow,
} from '../support/tensorflow.ts';

const L = tf.layers;
const SIZE = { width: 12, height: 10 };

let folder: string;

beforeAll(() => startTensorFlow('wasm'));
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-network-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A small network that ends in the given layers. */
async function save(...end: tf.layers.Layer[]): Promise<tf.LayersModel> {
	const model = tf.sequential({
		layers: [
			L.conv2d({
				inputShape: [SIZE.height, SIZE.width, 3],
				filters: 4,
				kernelSize: 3,
				strides: 2,
				activation: 'relu',
			}),
			L.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
			...end,
		],
	});
	seedWeights(model);
	await saveLayersModel(model, folder);
	return model;
}

function predict(
	model: tf.LayersModel,
	photos: Uint8Array,
	size: { width: number; height: number },
): Float32Array {
	return tf.tidy(() => {
		const input = photoTensor(photos, size).div(127.5).sub(1);
		return (model.predict(input) as tf.Tensor).dataSync() as Float32Array;
	});
}

describe('a whole network', () => {
	test('gives the probabilities that TensorFlow.js gives', async () => {
		const model = await save(L.dense({ units: 5, activation: 'softmax' }));
		const converted = convertLayersModel(folder, { range: '-1..1' });
		expect(converted).toMatchObject({ input: SIZE, classes: 5, labels: undefined });
		const photos = noise(SIZE, 3);
		const { probabilities } = await runOnnx(converted.onnx, photos, SIZE);
		expect(largestDifference(probabilities as Float32Array, predict(model, photos, SIZE))).toBeLessThan(
			TOLERANCE,
		);
	});

	test('that ends in bare scores gets a softmax', async () => {
		const model = await save(L.dense({ units: 5 }));
		const { onnx } = convertLayersModel(folder, { range: '-1..1' });
		const photos = noise(SIZE);
		const { probabilities } = await runOnnx(onnx, photos, SIZE);
		const expected = tf.softmax(tf.tensor1d(predict(model, photos, SIZE))).dataSync();
		expect(largestDifference(probabilities as Float32Array, expected)).toBeLessThan(TOLERANCE);
	});

	test('that ends in one sigmoid tells two classes apart', async () => {
		const model = await save(L.dense({ units: 1, activation: 'sigmoid' }));
		const { onnx, classes } = convertLayersModel(folder, { range: '-1..1' });
		expect(classes).toBe(2);
		const photos = noise(SIZE, 2);
		const { probabilities } = await runOnnx(onnx, photos, SIZE);
		const expected = [...predict(model, photos, SIZE)].flatMap((second) => [1 - second, second]);
		expect(largestDifference(probabilities as Float32Array, expected)).toBeLessThan(TOLERANCE);
	});

	test.each([
		['several sigmoids', L.dense({ units: 3, activation: 'sigmoid' })],
		['a single score', L.dense({ units: 1 })],
		['an image', L.reshape({ targetShape: [2, 2, 1] })],
	])('that ends in %s is refused', async (_, end) => {
		await save(end);
		expect(() => convertLayersModel(folder, { range: '-1..1' })).toThrow('conversion-unsupported');
	});
});

describe('a Teachable Machine export', () => {
	const metadata = (content: object) => writeFile(join(folder, 'metadata.json'), JSON.stringify(content));

	test('brings its labels and its own scaling of pixels', async () => {
		const model = await save(L.dense({ units: 2, activation: 'softmax' }));
		await metadata({ labels: ['crow', 'boar'], tfjsVersion: '1.3.1' });
		const converted = convertTeachableMachine(folder);
		expect(converted.labels).toEqual(['crow', 'boar']);
		const photos = noise(SIZE);
		const { probabilities } = await runOnnx(converted.onnx, photos, SIZE);
		expect(largestDifference(probabilities as Float32Array, predict(model, photos, SIZE))).toBeLessThan(
			TOLERANCE,
		);
	});

	test.each([
		['without labels', { imageSize: 12 }],
		['with a label too few', { labels: ['crow'] }],
		['of another photo size', { labels: ['crow', 'boar'], imageSize: 224 }],
	])('%s is damaged', async (_, content) => {
		await save(L.dense({ units: 2, activation: 'softmax' }));
		await metadata(content);
		expect(() => convertTeachableMachine(folder)).toThrow('network-damaged');
	});

	test('without its metadata is incomplete', async () => {
		await save(L.dense({ units: 2, activation: 'softmax' }));
		expect(() => convertTeachableMachine(folder)).toThrow('file-not-found');
	});
});

describe.skipIf(!hasSharedData)('real networks (need ../shared/data)', () => {
	const PHOTO = { width: 224, height: 224 };

	test.each(['teachable-machine', 'mobilenet_v1_0.75_224'])(
		'%s gives the probabilities that TensorFlow.js gives',
		async (name) => {
			const path = sharedPath('models', name);
			const converted =
				name === 'teachable-machine'
					? convertTeachableMachine(path)
					: convertLayersModel(path, { range: '-1..1' });
			const model = await loadLayersModel(path);
			for (const label of ['crow', 'boar', 'monkey']) {
				const photos = await sharedPhotos(`photos/course/${label}`, 2, PHOTO);
				const { probabilities } = await runOnnx(converted.onnx, photos, PHOTO);
				const expected = predict(model, photos, PHOTO);
				expect(largestDifference(probabilities as Float32Array, expected)).toBeLessThan(TOLERANCE);
			}
			model.dispose();
		},
	);

	test('the Teachable Machine export has the labels of its maker', () => {
		const { labels } = convertTeachableMachine(sharedPath('models', 'teachable-machine'));
		expect(labels).toEqual([
			'Boar',
			'chimpanzee',
			'Goat',
			'Donkey',
			'bison',
			'Cow',
			'Leopard',
			'Tiger',
			'Elephant',
		]);
	});
});
