import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBackbone } from '../../../src/model/backbone/import/import-backbone.ts';
import { openBackbone } from '../../../src/model/backbone/open.ts';
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
const SIZE = { width: 20, height: 16 };

let dataFolder: string;
let folder: string;
let model: tf.LayersModel;

beforeAll(async () => {
	await startTensorFlow('wasm');
	dataFolder = await mkdtemp(join(tmpdir(), 'hantei-import-'));
	folder = await mkdtemp(join(tmpdir(), 'hantei-import-source-'));
	const trunk = tf.sequential({
		layers: [
			L.conv2d({
				inputShape: [SIZE.height, SIZE.width, 3],
				filters: 4,
				kernelSize: 3,
				activation: 'relu',
				name: 'first',
			}),
			L.conv2d({ filters: 6, kernelSize: 3, strides: 2, activation: 'relu', name: 'second' }),
			L.globalAveragePooling2d({ dataFormat: 'channelsLast', name: 'pooled' }),
		],
	});
	model = tf.sequential({ layers: [trunk, L.dense({ units: 2, activation: 'softmax' })] });
	seedWeights(model);
	await saveLayersModel(model, folder);
});
afterAll(async () => {
	await rm(dataFolder, { recursive: true });
	await rm(folder, { recursive: true });
});

const options = () => ({
	path: folder,
	wishes: { layers: ['second'] },
	as: { name: 'My Net: v2/../x' },
	licence: 'MIT',
	sources: ['https://example.org/net'],
	dataFolder,
});

function unit(vector: tf.Tensor): number[] {
	return [...tf.div(vector, tf.norm(vector)).dataSync()];
}

describe('a backbone made of a layers-model', () => {
	test('gives what the layers give, averaged and of length 1', async () => {
		const { onnxPath, manifest } = await importBackbone({
			...options(),
			wishes: { layers: ['second', 'first', 'pooled'] },
		});
		expect(manifest).toMatchObject({ input: SIZE, parts: [6, 4, 6], dimension: 16, licence: 'MIT' });
		const photo = noise(SIZE);
		const { embedding } = await runOnnx(onnxPath, photo, SIZE);
		const trunk = model.layers[0] as tf.LayersModel;
		const expected = tf.tidy(() => {
			const input = photoTensor(photo, SIZE).div(127.5).sub(1);
			const layers = trunk.layers.map((_, i) =>
				trunk.layers.slice(0, i + 1).reduce<tf.Tensor>((x, layer) => layer.apply(x) as tf.Tensor, input),
			);
			const [first, second, pooled] = layers as [tf.Tensor, tf.Tensor, tf.Tensor];
			return [...unit(tf.mean(second, [1, 2])), ...unit(tf.mean(first, [1, 2])), ...unit(pooled)];
		});
		expect(largestDifference(embedding as Float32Array, expected)).toBeLessThan(TOLERANCE);
	});

	test('opens by its folder, whose name is safe and says which bytes it is', async () => {
		const { onnxPath, manifest } = await importBackbone(options());
		expect(manifest.id).toMatch(/^my-net-v2-..-x-[0-9a-f]{12}$/);
		expect(dirname(onnxPath)).toBe(join(dataFolder, 'backbones', manifest.id));
		expect(await openBackbone({ dataFolder, setting: dirname(onnxPath) })).toEqual({ manifest, onnxPath });
		expect((await importBackbone(options())).manifest).toEqual(manifest);
	});

	test('has another id when pixels are scaled otherwise', async () => {
		const one = await importBackbone(options());
		const other = await importBackbone({
			...options(),
			wishes: { layers: ['second'], normalisation: { mean: [0, 0, 0], deviation: [1, 1, 1] } },
		});
		expect(other.manifest.id).not.toBe(one.manifest.id);
	});

	test('is refused for a layer that is not there', async () => {
		await expect(importBackbone({ ...options(), wishes: { layers: ['nowhere'] } })).rejects.toMatchObject({
			code: 'network-damaged',
		});
	});
});

describe.skipIf(!hasSharedData)('MobileNetV1 0.75 (needs ../shared/data)', () => {
	test('gives the embedding that TensorFlow.js gives', async () => {
		const size = { width: 224, height: 224 };
		const source = sharedPath('models', 'mobilenet_v1_0.75_224');
		const { onnxPath, manifest } = await importBackbone({
			...options(),
			path: source,
			wishes: {},
			as: { name: 'mobilenet_v1_0.75_224' },
			licence: 'Apache-2.0',
		});
		expect(manifest.dimension).toBe(768);
		const whole = await loadLayersModel(source);
		const cut = tf.model({ inputs: whole.inputs, outputs: whole.getLayer('conv_pw_13_relu').output });
		for (const label of ['crow', 'boar', 'monkey']) {
			const photo = await sharedPhotos(`photos/course/${label}`, 1, size);
			const { embedding } = await runOnnx(onnxPath, photo, size);
			const expected = tf.tidy(() =>
				unit(tf.mean(cut.predict(photoTensor(photo, size).div(127.5).sub(1)) as tf.Tensor, [1, 2])),
			);
			expect(largestDifference(embedding as Float32Array, expected)).toBeLessThan(TOLERANCE);
		}
	});
});
