import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isUserError } from '../../../src/errors.ts';
import { Message } from '../../../src/model/formats/onnx/protobuf.ts';
import type { NetworkCandidate, NetworkWishes } from '../../../src/model/network-import/order.ts';
import { ORIGINALS } from '../../../src/model/network-import/order.ts';
import { readNetwork } from '../../../src/model/network-import/read-network.ts';
import { networkProbabilities } from '../../../src/model/network-scores.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { largestDifference, TOLERANCE } from '../support/closeness.ts';
import { floats, foreignOnnx, node, SOUND } from '../support/foreign-onnx.ts';
import { runOnnx } from '../support/onnx.ts';
import { noise } from '../support/random.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';
import {
	loadLayersModel,
	photoTensor,
	saveLayersModel,
	seedWeights,
	startTensorFlow,
} from '../support/tensorflow.ts';

const L = tf.layers;
const SIZE = { width: 20, height: 18 };
const LABELS = ['cat', 'dog', 'owl', '猫', 'none'];
/** Made by the scripts there, with what TensorFlow and ONNX Runtime say of one picture. */
const GOLDEN = fileURLToPath(new URL('../../interop', import.meta.url));
const TFLITE = join(GOLDEN, 'tflite');

const makeFolder = temporaryFolders();
let source: string;
let made: string;

beforeAll(() => startTensorFlow('wasm'));
beforeEach(async () => {
	source = await makeFolder();
	made = await makeFolder();
});

const read = (path: string, wishes: NetworkWishes = {}) =>
	readNetwork({ path, wishes, folder: made }, () => {});

const refusalOf = (attempt: Promise<unknown>) =>
	attempt.then(
		() => expect.fail('it was taken'),
		(error: unknown) =>
			isUserError(error) ? { code: error.code, ...error.details } : expect.fail(String(error)),
	);

/** A classifier on top of a trunk, as Teachable Machine makes them. */
async function saveClassifier(): Promise<tf.LayersModel> {
	const trunk = tf.sequential({
		layers: [
			L.conv2d({
				inputShape: [SIZE.height, SIZE.width, 3],
				filters: 8,
				kernelSize: 3,
				strides: 2,
				activation: 'relu',
			}),
			L.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
		],
	});
	const classifier = tf.sequential({
		layers: [
			L.dense({ inputShape: [8], units: 6, activation: 'relu' }),
			L.dense({ units: LABELS.length, activation: 'softmax', useBias: false }),
		],
	});
	const model = tf.sequential({ layers: [trunk, classifier] });
	seedWeights(model);
	await saveLayersModel(model, source);
	return model;
}

async function embed(candidate: NetworkCandidate | undefined, photo: Uint8Array, size = SIZE) {
	const { embedding } = await runOnnx(candidate?.onnxPath ?? '', photo, size);
	return embedding as Float32Array;
}

function predict(model: tf.LayersModel, photo: Uint8Array, size = SIZE): Float32Array {
	return tf.tidy(() => {
		const input = photoTensor(photo, size).div(127.5).sub(1);
		return (model.predict(input) as tf.Tensor).dataSync() as Float32Array;
	});
}

describe('A Teachable Machine export', () => {
	test('is known by its metadata, and says of each class what TensorFlow.js says', async () => {
		const model = await saveClassifier();
		await writeFile(join(source, 'metadata.json'), JSON.stringify({ labels: LABELS }));
		const { format, classes, labels, input, candidates } = await read(source);
		expect({ format, classes, labels, input }).toEqual({
			format: 'Teachable Machine',
			classes: LABELS.length,
			labels: LABELS,
			input: SIZE,
		});
		expect(candidates.map(({ range }) => range)).toEqual(['-1..1']);
		const photos = noise(SIZE, 3);
		const embeddings = await embed(candidates[0], photos);
		const length = 8 + LABELS.length;
		const said = [0, 1, 2].flatMap((n) => [
			...networkProbabilities(embeddings.subarray(n * length, (n + 1) * length), LABELS.length),
		]);
		expect(largestDifference(said, predict(model, photos))).toBeLessThan(1e-5);
	});

	test('describes photos by what its trunk makes of them, in vectors of length 1', async () => {
		await saveClassifier();
		await writeFile(join(source, 'metadata.json'), JSON.stringify({ labels: LABELS }));
		const { candidates } = await read(source);
		expect(candidates[0]?.parts).toEqual([8 + LABELS.length]);
		const embedding = await embed(candidates[0], noise(SIZE));
		expect(Math.hypot(...embedding)).toBeCloseTo(1, 6);
	});

	test('leaves its own files to be handed out again', async () => {
		await saveClassifier();
		await writeFile(join(source, 'metadata.json'), JSON.stringify({ labels: LABELS }));
		await writeFile(join(source, 'notes.txt'), 'not of the network');
		await read(source);
		expect((await readdir(join(made, ORIGINALS))).sort()).toEqual([
			'metadata.json',
			'model.json',
			'weights.bin',
		]);
	});

	test('is refused when its labels do not go with its classes', async () => {
		await saveClassifier();
		await writeFile(join(source, 'metadata.json'), JSON.stringify({ labels: ['cat', 'dog'] }));
		expect(await refusalOf(read(source))).toMatchObject({ code: 'network-damaged' });
	});
});

describe('A layers-model that says nothing of itself', () => {
	test('may have been trained on any range of pixels', async () => {
		await saveClassifier();
		const { candidates, labels } = await read(source);
		expect(labels).toBeUndefined();
		expect(candidates.map(({ range }) => range)).toEqual(['0..255', '0..1', '-1..1']);
	});

	test('is taken in the range that a person says', async () => {
		const model = await saveClassifier();
		const { candidates } = await read(source, { range: '-1..1' });
		expect(candidates).toHaveLength(1);
		const photo = noise(SIZE);
		const said = networkProbabilities(await embed(candidates[0], photo), LABELS.length);
		expect(largestDifference(said, predict(model, photo))).toBeLessThan(TOLERANCE);
	});

	test('gets its labels from a numbered list beside it', async () => {
		await saveClassifier();
		await writeFile(join(source, 'labels.txt'), LABELS.map((label, n) => `${n} ${label}\r\n`).join(''));
		expect((await read(source)).labels).toEqual(LABELS);
	});
});

const withMetadata = (name: string, text: string) =>
	foreignOnnx({
		...SOUND,
		more: (model) => model.message(14, new Message().string(1, name).string(2, text)),
	});

describe('An ONNX classifier', () => {
	const path = () => join(source, 'net.onnx');

	test.each([
		['labels', '["cat", "dog"]'],
		['names', "{0: 'cat', 1: 'dog'}"],
		['classes', 'cat, dog'],
		['id2label', '{"1": "dog", "0": "cat"}'],
		['class_names', '0 cat\n1 dog\n'],
	])('tells its labels as “%s”: %s', async (name, text) => {
		await writeFile(path(), withMetadata(name, text));
		expect((await read(path())).labels).toEqual(['cat', 'dog']);
	});

	test('whose result is scores gets a softmax', async () => {
		await writeFile(path(), foreignOnnx(SOUND));
		const { candidates, classes } = await read(path(), { range: '0..1' });
		expect(classes).toBe(2);
		const grey = new Uint8Array(16 * 16 * 3).fill(51);
		const embedding = await embed(candidates[0], grey, { width: 16, height: 16 });
		// Features .2 · [1, 1, 1, 3] weighed with [1, 3, 5, 7] and [2, 4, 6, 8].
		const [first, second] = [6, 7.2].map(Math.exp) as [number, number];
		expect(
			largestDifference(networkProbabilities(embedding, 2), [
				first / (first + second),
				second / (first + second),
			]),
		).toBeLessThan(TOLERANCE);
	});

	test('of one class is refused', async () => {
		const one = foreignOnnx({
			...SOUND,
			initializers: [SOUND.initializers[0] as Message, floats('weights', [4, 1], [1, 2, 3, 4])],
		});
		await writeFile(path(), one);
		expect(await refusalOf(read(path()))).toMatchObject({ code: 'conversion-unsupported' });
	});
});

describe('A TensorFlow Lite classifier', () => {
	test.each(['int8', 'uint8'])(
		'of %s numbers says itself what its pixels are, and what the float one says',
		async (kind) => {
			const size = { width: 24, height: 32 };
			const photo = noise(size);
			const say = async (name: string) => {
				made = await makeFolder();
				const { candidates, classes } = await read(join(TFLITE, `${name}.tflite`), { range: '-1..1' });
				expect(candidates).toHaveLength(1);
				return {
					range: candidates[0]?.range,
					said: networkProbabilities(await embed(candidates[0], photo, size), classes),
				};
			};
			const [float, quantised] = [await say('float'), await say(kind)];
			expect([float.range, quantised.range]).toEqual(['-1..1', undefined]);
			expect(largestDifference(quantised.said, float.said)).toBeLessThan(0.03);
		},
	);
});

describe('A classifier that ends in one sigmoid', () => {
	const size = { width: 24, height: 32 };
	/** By the formula of the scripts. */
	const picture = Uint8Array.from(
		{ length: 3 * size.width * size.height },
		(_, i) => (i * 37 + (i >> 3) * 11) % 256,
	);

	test.each([
		['onnx', 'sigmoid', 'imagenet', TOLERANCE],
		['onnx', 'sigmoid-qdq', 'imagenet', 0.01],
		['onnx', 'sigmoid-qoperator', 'imagenet', 0.01],
		['tflite', 'sigmoid', '-1..1', TOLERANCE],
		['tflite', 'sigmoid-int8', '-1..1', 0.01],
	] as const)(
		'tells two classes apart as its own engine does: %s, %s',
		async (format, name, range, close) => {
			const expected = JSON.parse(await readFile(join(GOLDEN, format, 'expected.json'), 'utf8'));
			const [second] = expected[name] as [number];
			const { classes, candidates } = await read(join(GOLDEN, format, `${name}.${format}`), { range });
			expect(classes).toBe(2);
			const said = networkProbabilities(await embed(candidates[0], picture, size), classes);
			expect(largestDifference(said, [1 - second, second])).toBeLessThan(close);
		},
	);

	test('leaves something of the other class, however sure it is', async () => {
		const sure = foreignOnnx({
			...SOUND,
			nodes: [
				...SOUND.nodes.slice(0, -1),
				node('MatMul', ['features', 'weights'], 'score'),
				node('Sigmoid', ['score'], 'output'),
			],
			initializers: [SOUND.initializers[0] as Message, floats('weights', [4, 1], [10, 10, 10, 10])],
		});
		await writeFile(join(source, 'net.onnx'), sure);
		const { candidates } = await read(join(source, 'net.onnx'), { range: '0..1' });
		const white = new Uint8Array(16 * 16 * 3).fill(255);
		const said = networkProbabilities(await embed(candidates[0], white, { width: 16, height: 16 }), 2);
		// Of the sigmoid itself nothing would be left but 1 in 32-bit numbers.
		expect(Math.log(said[0] as number)).toBeCloseTo(-60, 1);
	});
});

describe('What is no one network', () => {
	test.each([
		['nothing', {}],
		['two of them', { 'a.onnx': '', 'b.tflite': '' }],
	])('is refused: a folder of %s', async (_, files) => {
		for (const [name, text] of Object.entries(files)) await writeFile(join(source, name), text);
		expect(await refusalOf(read(source))).toMatchObject({ code: 'network-not-found' });
	});

	test('is refused: a pickled object that is called a model', async () => {
		await writeFile(join(source, 'model.h5'), Buffer.from('80049526', 'hex'));
		expect(await refusalOf(read(source))).toMatchObject({ code: 'network-damaged' });
	});
});

describe.skipIf(!hasSharedData)('A real Teachable Machine export (needs ../shared/data)', () => {
	test('says what TensorFlow.js says', async () => {
		const size = { width: 224, height: 224 };
		await cp(sharedPath('models', 'teachable-machine'), source, { recursive: true });
		const { candidates, labels = [] } = await read(source);
		expect(labels).toContain('chimpanzee');
		const model = await loadLayersModel(source);
		const photo = noise(size);
		const said = networkProbabilities(await embed(candidates[0], photo, size), labels.length);
		expect(largestDifference(said, predict(model, photo, size))).toBeLessThan(TOLERANCE);
	});
});
