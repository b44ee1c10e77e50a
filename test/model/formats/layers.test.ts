import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flatten } from '../../../src/model/formats/network/layout.ts';
import { Network } from '../../../src/model/formats/network/network.ts';
import { pixels, scale } from '../../../src/model/formats/network/pixels.ts';
import { LayersConversion } from '../../../src/model/formats/tfjs/layers/layers-conversion.ts';
import { parseLayersModel } from '../../../src/model/formats/tfjs/layers/layers-model.ts';
import { readNetworkFile, readNetworkJson } from '../../../src/model/formats/tfjs/model-folder.ts';
import { largestDifference, TOLERANCE } from '../support/closeness.ts';
import { runOnnx } from '../support/onnx.ts';
import { noise } from '../support/random.ts';
import { photoTensor, saveLayersModel, seedWeights, startTensorFlow } from '../support/tensorflow.ts';

type Layer = tf.layers.Layer;
const L = tf.layers;

/** Odd, and of different sides: the padding of `same` is lopsided on it, and no axis passes for another. */
const INPUT = { height: 13, width: 10 };

const SIZES = [
	{ height: 13, width: 10 },
	{ height: 8, width: 9 },
];

let folder: string;

beforeAll(async () => {
	await startTensorFlow('cpu');
	folder = await mkdtemp(join(tmpdir(), 'hantei-layers-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Converts a model and runs it and the original on the same photos, two at once. */
async function difference(model: tf.LayersModel, input = INPUT): Promise<number> {
	seedWeights(model);
	await saveLayersModel(model, folder);
	const converted = parseLayersModel(readNetworkJson(folder, 'model.json'), (name) =>
		readNetworkFile(folder, name),
	);
	const network = new Network();
	const photo = scale(network, pixels(network, converted.input), '-1..1');
	const [output] = new LayersConversion(network, converted, [photo]).outputs();
	network.output('result', flatten(network, output as NonNullable<typeof output>));

	const photos = noise(input, 2);
	const { result } = await runOnnx(network.finish(), photos, input);
	const expected = tf.tidy(() => {
		const prediction = model.predict(photoTensor(photos, input).div(127.5).sub(1)) as tf.Tensor;
		return prediction.dataSync();
	});
	model.dispose();
	return largestDifference(result as Float32Array, expected);
}

function sequential(layers: (first: { inputShape: [number, number, number] }) => Layer[], input = INPUT) {
	return tf.sequential({ layers: layers({ inputShape: [input.height, input.width, 3] }) });
}

describe('a layer converts to what TensorFlow.js computes', () => {
	const windows = SIZES.flatMap((size) =>
		(['same', 'valid'] as const).flatMap((padding) =>
			[1, 2, 3].flatMap((strides) =>
				[2, 3, [3, 4] as [number, number]].map((kernelSize) => ({ size, padding, strides, kernelSize })),
			),
		),
	);

	test.each(windows)(
		'Conv2D $kernelSize stride $strides $padding on $size.height x $size.width',
		async (window) => {
			const { size, padding, strides, kernelSize } = window;
			const model = sequential(
				(first) => [L.conv2d({ ...first, filters: 5, kernelSize, strides, padding, activation: 'relu' })],
				size,
			);
			expect(await difference(model, size)).toBeLessThan(TOLERANCE);
		},
	);

	test.each(windows)(
		'DepthwiseConv2D $kernelSize stride $strides $padding on $size.height x $size.width',
		async (window) => {
			const { size, padding, strides, kernelSize } = window;
			const model = sequential(
				(first) => [L.depthwiseConv2d({ ...first, kernelSize, strides, padding, depthMultiplier: 2 })],
				size,
			);
			expect(await difference(model, size)).toBeLessThan(TOLERANCE);
		},
	);

	test.each(windows)(
		'pooling $kernelSize stride $strides $padding on $size.height x $size.width',
		async (window) => {
			const { size, padding, strides, kernelSize: poolSize } = window;
			for (const layer of [L.maxPooling2d, L.averagePooling2d]) {
				const model = sequential(
					(first) => [
						layer({ ...first, poolSize: poolSize as [number, number], strides: [strides, strides], padding }),
					],
					size,
				);
				expect(await difference(model, size)).toBeLessThan(TOLERANCE);
			}
		},
	);

	test.each([
		'linear',
		'relu',
		'relu6',
		'sigmoid',
		'tanh',
		'elu',
		'selu',
		'softplus',
		'softsign',
		'hardSigmoid',
		'swish',
		'softmax',
	] as const)('the activation %s, of an image and of a vector', async (activation) => {
		const model = sequential((first) => [
			L.conv2d({ ...first, filters: 4, kernelSize: 3, activation }),
			L.flatten(),
			L.dense({ units: 6 }),
			L.activation({ activation }),
		]);
		expect(await difference(model)).toBeLessThan(TOLERANCE);
	});

	const chains: Record<string, (first: { inputShape: [number, number, number] }) => Layer[]> = {
		'Conv2D without bias, dilated': (first) => [
			L.conv2d({ ...first, filters: 4, kernelSize: 3, dilationRate: 2, useBias: false }),
		],
		'Conv2D dilated, same': (first) => [
			L.conv2d({ ...first, filters: 4, kernelSize: [3, 2], dilationRate: [2, 3], padding: 'same' }),
		],
		SeparableConv2D: (first) => [
			L.separableConv2d({
				...first,
				filters: 5,
				kernelSize: 3,
				strides: 2,
				padding: 'same',
				depthMultiplier: 2,
				activation: 'tanh',
			}),
		],
		'Dense on an image': (first) => [L.dense({ ...first, units: 7, activation: 'relu' })],
		'Dense without bias': (first) => [L.flatten(first), L.dense({ units: 7, useBias: false })],
		'BatchNormalization of an image': (first) => [
			L.conv2d({ ...first, filters: 4, kernelSize: 3 }),
			L.batchNormalization(),
		],
		'BatchNormalization of a vector': (first) => [
			L.globalAveragePooling2d({ ...first, dataFormat: 'channelsLast' }),
			L.batchNormalization({ epsilon: 0.1 }),
		],
		'BatchNormalization without scale or centre': (first) => [
			L.batchNormalization({ ...first, scale: false, center: false }),
		],
		ReLU: (first) => [L.reLU(first)],
		'ReLU with a maximum': (first) => [L.reLU({ ...first, maxValue: 0.4 })],
		LeakyReLU: (first) => [L.leakyReLU({ ...first, alpha: 0.2 })],
		ELU: (first) => [L.elu(first)],
		Softmax: (first) => [L.flatten(first), L.dense({ units: 5 }), L.softmax()],
		GlobalAveragePooling2D: (first) => [L.globalAveragePooling2d({ ...first, dataFormat: 'channelsLast' })],
		GlobalMaxPooling2D: (first) => [L.globalMaxPooling2d({ ...first, dataFormat: 'channelsLast' })],
		'ZeroPadding2D, lopsided': (first) => [
			L.zeroPadding2d({
				...first,
				padding: [
					[0, 1],
					[2, 3],
				],
			}),
			L.conv2d({ filters: 3, kernelSize: 3, strides: 2 }),
		],
		'ZeroPadding2D all around': (first) => [L.zeroPadding2d({ ...first, padding: 2 })],
		'Flatten keeps the order of TensorFlow': (first) => [
			L.conv2d({ ...first, filters: 4, kernelSize: 3 }),
			L.flatten(),
			L.dense({ units: 3 }),
		],
		'Reshape to a vector': (first) => [L.reshape({ ...first, targetShape: [-1] })],
		'Reshape to an image': (first) => [
			L.flatten(first),
			L.reshape({ targetShape: [5, 13, 6] }),
			L.conv2d({ filters: 3, kernelSize: 2 }),
		],
		'Reshape to one pixel and back': (first) => [
			L.globalAveragePooling2d({ ...first, dataFormat: 'channelsLast' }),
			L.reshape({ targetShape: [1, 1, 3] }),
			L.conv2d({ filters: 4, kernelSize: 1 }),
			L.reshape({ targetShape: [4] }),
		],
		'Reshape to rows': (first) => [
			L.reshape({ ...first, targetShape: [13, 30] }),
			L.dense({ units: 4 }),
			L.activation({ activation: 'softmax' }),
		],
		'what only training needs': (first) => [
			L.dropout({ ...first, rate: 0.5 }),
			L.gaussianNoise({ stddev: 1 }),
			L.gaussianDropout({ rate: 0.1 }),
			L.alphaDropout({ rate: 0.1 }),
		],
		Rescaling: (first) => [L.rescaling({ ...first, scale: 0.3, offset: -2 })],
	};

	test.each(Object.entries(chains))('%s', async (_, layers) => {
		expect(await difference(sequential(layers))).toBeLessThan(TOLERANCE);
	});

	const merges: Record<string, (inputs: tf.SymbolicTensor[]) => tf.SymbolicTensor> = {
		Add: (inputs) => L.add().apply(inputs) as tf.SymbolicTensor,
		Multiply: (inputs) => L.multiply().apply(inputs) as tf.SymbolicTensor,
		Average: (inputs) => L.average().apply(inputs) as tf.SymbolicTensor,
		Maximum: (inputs) => L.maximum().apply(inputs) as tf.SymbolicTensor,
		Minimum: (inputs) => L.minimum().apply(inputs) as tf.SymbolicTensor,
		'Concatenate channels': (inputs) => L.concatenate().apply(inputs) as tf.SymbolicTensor,
		'Concatenate rows': (inputs) => L.concatenate({ axis: 1 }).apply(inputs) as tf.SymbolicTensor,
		'Concatenate columns': (inputs) => L.concatenate({ axis: 2 }).apply(inputs) as tf.SymbolicTensor,
	};

	test.each(Object.entries(merges))('%s', async (_, merge) => {
		const input = tf.input({ shape: [INPUT.height, INPUT.width, 3] });
		const branches = [1, 2, 3].map(
			(kernelSize) => L.conv2d({ filters: 4, kernelSize, padding: 'same' }).apply(input) as tf.SymbolicTensor,
		);
		expect(await difference(tf.model({ inputs: input, outputs: merge(branches) }))).toBeLessThan(TOLERANCE);
	});
});

describe('a model', () => {
	test('with a layer applied twice', async () => {
		const input = tf.input({ shape: [INPUT.height, INPUT.width, 3] });
		const shared = L.conv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'tanh' });
		const once = shared.apply(input) as tf.SymbolicTensor;
		const twice = shared.apply(once) as tf.SymbolicTensor;
		const sum = L.add().apply([once, twice]) as tf.SymbolicTensor;
		expect(await difference(tf.model({ inputs: input, outputs: sum }))).toBeLessThan(TOLERANCE);
	});

	test('of models inside models, as Teachable Machine makes them', async () => {
		const input = tf.input({ shape: [INPUT.height, INPUT.width, 3] });
		const features = L.conv2d({ filters: 6, kernelSize: 3, strides: 2 }).apply(input) as tf.SymbolicTensor;
		const trunk = tf.sequential({
			layers: [
				tf.model({ inputs: input, outputs: features }),
				L.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
			],
		});
		const head = tf.sequential({
			layers: [
				L.dense({ inputShape: [6], units: 8, activation: 'relu' }),
				L.dense({ units: 3, useBias: false, activation: 'softmax' }),
			],
		});
		expect(await difference(tf.sequential({ layers: [trunk, head] }))).toBeLessThan(TOLERANCE);
	});
});
