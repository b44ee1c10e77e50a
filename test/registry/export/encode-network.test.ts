import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { shippedModels } from '../../../src/config.ts';
import { seededRandom } from '../../../src/dataset/random.ts';
import { isUserError } from '../../../src/errors.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../../src/image/limits.ts';
import { readPixels } from '../../../src/image/read.ts';
import type { Classifier } from '../../../src/model/classifier.ts';
import { convertKerasFile } from '../../../src/model/formats/keras/convert.ts';
import { encodeModel } from '../../../src/model/formats/onnx/model.ts';
import { matrix } from '../../../src/model/linear-algebra/matrix.ts';
import type { NetworkCandidate } from '../../../src/model/network-import/order.ts';
import { readNetwork } from '../../../src/model/network-import/read-network.ts';
import { networkProbabilities, scoresHead } from '../../../src/model/network-scores.ts';
import { encodeNetwork } from '../../../src/registry/export/encode-network.ts';
import type { ExportFormat } from '../../../src/registry/export/network-formats.ts';
import { Registry } from '../../../src/registry/registry.ts';
import { runOnnx } from '../../model/support/onnx.ts';
import { noise } from '../../model/support/random.ts';
import {
	loadLayersModel,
	photoTensor,
	saveLayersModel,
	seedWeights,
	startTensorFlow,
} from '../../model/support/tensorflow.ts';
import { sharedBackbone } from '../../support/backbone.ts';
import { classifierOf } from '../../support/classifiers.ts';
import { drawPicture } from '../../support/pictures.ts';
import { installSmallBackbone } from '../../support/small-backbone.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

let folder: string;
beforeAll(async () => {
	await startTensorFlow('cpu');
	folder = await temporaryFolder();
});

interface Order {
	onnxPath: string;
	classifier: Classifier;
	input: { width: number; height: number };
}

/** Writes a version's files, and gives where they lie. */
async function write(order: Order, format: ExportFormat): Promise<string> {
	const files = await encodeNetwork({ version: 'default/v1', ...order, format });
	for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
	return folder;
}

function judgeInTensorFlow(model: tf.LayersModel, photos: tf.Tensor4D): number[] {
	return [...(model.predict(photos) as tf.Tensor).dataSync()];
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
	expect(a.length).toBe(b.length);
	return Math.max(...Array.from(a, (value, n) => Math.abs(value - (b[n] as number))));
}

async function photosOf(kinds: readonly Buffer[], { width, height }: { width: number; height: number }) {
	const pixels = await Promise.all(
		kinds.map((bytes) => readPixels(bytes, { kind: 'squash', width, height }, DEFAULT_IMAGE_LIMITS)),
	);
	return Uint8Array.from(Buffer.concat(pixels.map(({ data }) => data)));
}

describe('a version as a network of another format', () => {
	/** Writes it in every format, and reads that with what else reads it. */
	async function expectTheSame(order: Order, photos: Uint8Array, expected: ArrayLike<number>): Promise<void> {
		const { labels } = order.classifier;
		await write(order, 'onnx');
		const { probabilities = [] } = await runOnnx(join(folder, 'model.onnx'), photos, order.input);
		expect(largestDifference(probabilities, expected)).toBeLessThan(1e-5);
		for (const format of ['h5', 'keras'] as const) {
			const file = join(await write(order, format), `model.${format}`);
			const { networks, ...read } = await convertKerasFile(file, []);
			expect(read.labels).toEqual(labels);
			expect(networks[0]?.range).toBe('0..255');
			const back = await runOnnx(networks[0]?.onnx as Uint8Array, photos, order.input);
			expect(largestDifference(back['probabilities'] ?? [], expected)).toBeLessThan(1e-5);
		}
		const tensor = photoTensor(photos, order.input);
		const inTensorFlow = await loadLayersModel(await write(order, 'tfjs'));
		expect(largestDifference(judgeInTensorFlow(inTensorFlow, tensor), expected)).toBeLessThan(1e-5);
		// Its tools show the network pixels of -1 to 1.
		const machine = await loadLayersModel(await write(order, 'teachable-machine'));
		const scaled = tensor.div(127.5).sub(1) as tf.Tensor4D;
		expect(largestDifference(judgeInTensorFlow(machine, scaled), expected)).toBeLessThan(1e-5);
		const { width: imageSize } = order.input;
		const metadata: unknown = JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8'));
		expect(metadata).toMatchObject({ labels, imageSize });
	}

	it('says the same in all of them: ONNX, Keras, TensorFlow.js, Teachable Machine', async () => {
		const { manifest, onnxPath } = await installSmallBackbone(folder, 'small', { seed: 3 });
		const { input, dimension } = manifest;
		const photos = await photosOf(
			[await drawPicture('fence', 1), await drawPicture('house', 2), await drawPicture('balloons', 3)],
			input,
		);
		const { embedding = new Float32Array() } = await runOnnx(onnxPath, photos, input);
		const random = seededRandom(1);
		const weights = matrix(3, dimension);
		weights.data.set(weights.data.map(() => random() * 60 - 30));
		// Of the first photo nothing is known, so that what sets the others apart from it shows.
		const bias = Float32Array.from({ length: 3 }, (_, k) =>
			embedding
				.subarray(0, dimension)
				.reduce((sum, value, n) => sum - value * (weights.data[k * dimension + n] as number), 0),
		);
		// Strangers are another matter: only ONNX knows them.
		const classifier = { ...classifierOf(), head: { weights, bias }, familiarity: null };
		const order = { onnxPath, classifier, input };
		await write(order, 'onnx');
		const { probabilities = new Float32Array() } = await runOnnx(join(folder, 'model.onnx'), photos, input);
		// Else nothing would be compared.
		expect(largestDifference(probabilities.subarray(0, 3), probabilities.subarray(3, 6))).toBeGreaterThan(
			0.05,
		);
		await expectTheSame(order, photos, probabilities);
	});

	it('that ends in one sigmoid becomes two classes in all of them, however sure it is, and comes back as it went', async () => {
		const input = { width: 20, height: 20 };
		const image = { inputShape: [20, 20, 3], filters: 8, kernelSize: 3, activation: 'relu' as const };
		const model = tf.sequential({
			layers: [
				tf.layers.conv2d(image),
				tf.layers.flatten(),
				tf.layers.dense({ units: 12, activation: 'relu' }),
				tf.layers.dense({ units: 1, activation: 'sigmoid' }),
			],
		});
		seedWeights(model);
		const [bare, last] = [model.layers[2], model.layers[3]] as [tf.layers.Layer, tf.layers.Layer];
		const [kernel, bias] = last.getWeights() as [tf.Tensor, tf.Tensor];
		last.setWeights([kernel.mul(20), bias]);
		const source = await temporaryFolder();
		await saveLayersModel(model, source);
		await writeFile(join(source, 'labels.txt'), 'cat\ndog\n');
		const readIn = async (path: string) => {
			const {
				labels = [],
				classes,
				candidates,
			} = await readNetwork({ path, wishes: { range: '0..1' }, folder: await temporaryFolder() }, () => {});
			const [{ onnxPath, parts }] = candidates as [NetworkCandidate];
			const dimension = parts.reduce((sum, length) => sum + length, 0);
			return { labels, onnxPath, dimension, head: scoresHead(dimension, classes) };
		};
		const network = await readIn(source);
		// What it knows of a photo lies before its last layer, and two scores after.
		expect(network).toMatchObject({ labels: ['cat', 'dog'], dimension: 12 + 2 });
		const photos = noise(input, 4);
		const tensor = photoTensor(photos, input).div(255);
		const features = tf.model({ inputs: model.inputs, outputs: bare.output }).predict(tensor) as tf.Tensor;
		const scores = features.matMul(kernel).add(bias).dataSync();
		// So sure that a 32-bit probability of 1 leaves nothing of the other class, where the temperature does.
		expect(Math.max(...scores)).toBeGreaterThan(20);
		const temperature = Math.max(...scores) / 2;
		const expected = [...scores].flatMap((score) => {
			const second = 1 / (1 + Math.exp(-score / temperature));
			return [1 - second, second];
		});
		const { labels, onnxPath, head } = network;
		const classifier = { ...classifierOf(), labels, head, temperature, familiarity: null };
		await expectTheSame({ onnxPath, classifier, input }, photos, expected);

		const back = await readIn(join(folder, 'model.keras'));
		const { embedding = new Float32Array() } = await runOnnx(back.onnxPath, photos, input);
		const again = Array.from({ length: 4 }, (_, n) => [
			...networkProbabilities(embedding.subarray(n * back.dimension, (n + 1) * back.dimension), 2),
		]);
		expect(largestDifference(again.flat(), expected)).toBeLessThan(1e-5);
	});

	it('is the bundled backbone without its rounding, and comes to the same label', async () => {
		const { onnxPath, manifest } = await sharedBackbone();
		const registry = new Registry({ folder, shipped: shippedModels() });
		const { classifier } = await registry.read({ classifier: 'starter', version: 'v1' });
		const order = { onnxPath, classifier, input: manifest.input };
		const samples = new URL('../../../packages/discord-playground/page/samples/', import.meta.url);
		const photos = await photosOf(
			await Promise.all(['crow', 'boar', 'monkey'].map((name) => readFile(new URL(`${name}.jpg`, samples)))),
			manifest.input,
		);
		await write(order, 'onnx');
		const { probabilities = new Float32Array() } = await runOnnx(
			join(folder, 'model.onnx'),
			photos,
			manifest.input,
		);
		const { networks } = await convertKerasFile(join(await write(order, 'keras'), 'model.keras'), []);
		const back = await runOnnx(networks[0]?.onnx as Uint8Array, photos, manifest.input);
		expect(largestDifference(back['probabilities'] ?? [], probabilities)).toBeLessThan(0.05);
	});

	it('is refused by name where a format has no layer for something', async () => {
		const onnxPath = join(folder, 'odd.onnx');
		const node = (operator: string, from: string, to: string, attributes = {}) => ({
			operator,
			inputs: [from],
			outputs: [to],
			attributes,
		});
		const odd = encodeModel({
			inputs: [{ name: 'pixels', type: 'uint8', shape: ['N', 16, 16, 3] }],
			outputs: [{ name: 'embedding', type: 'float32', shape: ['N', 3] }],
			nodes: [
				node('Transpose', 'pixels', 'turned', { perm: [0, 3, 1, 2] }),
				node('Cast', 'turned', 'photo', { to: 1 }),
				node('Sin', 'photo', 'waves'),
				node('GlobalAveragePool', 'waves', 'mean'),
				node('Flatten', 'mean', 'flat'),
				node('LpNormalization', 'flat', 'embedding', { axis: 1, p: 2 }),
			],
			initializers: [],
		});
		await writeFile(onnxPath, odd);
		const order = { onnxPath, classifier: classifierOf(), input: { width: 16, height: 16 } };
		const refusal = await write(order, 'h5').catch((error: unknown) => error);
		expect(isUserError(refusal, 'export-unsupported') && refusal.details).toEqual({
			version: 'default/v1',
			format: 'Keras (.h5)',
			what: 'the operator in node “waves” (Sin)',
		});
	});
});
