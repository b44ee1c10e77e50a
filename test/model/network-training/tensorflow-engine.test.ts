import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseTopology } from '../../../src/model/formats/tfjs/layers/topology.ts';
import { onnxEngine } from '../../../src/model/network-training/onnx-engine.ts';
import { tensorFlowEngine } from '../../../src/model/network-training/tensorflow-engine.ts';
import { Trainer } from '../../../src/model/network-training/trainer.ts';
import type { OpenTrainingEngine } from '../../../src/model/network-training/training-engine.ts';
import { loadTensorFlow } from '../../../src/train/network/load-tensorflow.ts';
import { random } from '../support/random.ts';
import { startTensorFlow } from '../support/tensorflow.ts';

const SIDE = 6;
const CLASSES = 3;
const PHOTOS = 5;

const ENDS = {
	'a softmax of its own': [
		{ class_name: 'Dense', config: { name: 'end', units: CLASSES } },
		{ class_name: 'Softmax', config: { name: 'softmax' } },
	],
	'a softmax as its activation': [
		{ class_name: 'Dense', config: { name: 'end', units: CLASSES, activation: 'softmax' } },
	],
};

const configurationWith = (end: readonly object[]) => ({
	class_name: 'Sequential',
	config: {
		name: 'sequential',
		layers: [
			{ class_name: 'InputLayer', config: { name: 'input', batch_input_shape: [null, SIDE, SIDE, 3] } },
			{
				class_name: 'Conv2D',
				config: { name: 'conv', filters: 4, kernel_size: [3, 3], padding: 'same', activation: 'linear' },
			},
			{ class_name: 'BatchNormalization', config: { name: 'norm', axis: 3, momentum: 0.9, epsilon: 1e-3 } },
			{ class_name: 'ReLU', config: { name: 'relu', max_value: 6 } },
			{ class_name: 'Dropout', config: { name: 'drop-maps', rate: 0.25 } },
			{
				class_name: 'MaxPooling2D',
				config: { name: 'pool', pool_size: [2, 2], strides: [2, 2], padding: 'valid' },
			},
			{
				class_name: 'SeparableConv2D',
				config: { name: 'separable', filters: 6, kernel_size: [3, 3], padding: 'same', activation: 'relu' },
			},
			{ class_name: 'Flatten', config: { name: 'flatten' } },
			{ class_name: 'Dropout', config: { name: 'drop', rate: 0.5 } },
			...end,
		],
	},
});

const next = random(4);
const photos = Float32Array.from({ length: PHOTOS * 3 * SIDE * SIDE }, next);
const labels = Int32Array.from({ length: PHOTOS }, (_, photo) => photo % CLASSES);

beforeAll(() => startTensorFlow('cpu'));

describe.each(Object.entries(ENDS))('a network that ends in %s, trained by TensorFlow.js', (_, end) => {
	const configuration = configurationWith(end);

	async function learn(openEngine: OpenTrainingEngine) {
		const trainer = await Trainer.create({
			topology: parseTopology(configuration.class_name, configuration.config),
			optimiser: { kind: 'sgd', momentum: 0.9, nesterov: false },
			seed: 2,
			openEngine,
		});
		const losses: number[] = [];
		for (let step = 0; step < 3; step++) {
			const { loss } = await trainer.step(
				{ photos, labels },
				{ rate: 0.05, labelSmoothing: 0.1, classWeights: [1, 2, 0.5] },
			);
			losses.push(loss);
		}
		const learnt = { losses, weights: trainer.weights(), logs: await trainer.predict(photos) };
		await trainer.close();
		return learnt;
	}

	test('comes out as by ONNX Runtime, with the masks of the same seed', async () => {
		const theirs = await learn(tensorFlowEngine({ tf, device: 'test' }, configuration));
		const ours = await learn(onnxEngine({ threads: 1 }));
		expect(theirs.losses).toEqual(ours.losses.map((loss) => expect.closeTo(loss, 4)));
		expect([...theirs.logs]).toEqual([...ours.logs].map((log) => expect.closeTo(log, 3)));
		for (const [name, { data }] of ours.weights) {
			// Its own estimate of a population's variance, where Keras 3 and we take the batch's.
			if (name === 'norm/moving_variance') continue;
			expect([...(theirs.weights.get(name)?.data ?? [])], name).toEqual(
				[...data].map((value) => expect.closeTo(value, 4)),
			);
		}
	});

	test('leaves no memory behind', async () => {
		await learn(tensorFlowEngine({ tf, device: 'test' }, configuration));
		const before = tf.memory().numTensors;
		await learn(tensorFlowEngine({ tf, device: 'test' }, configuration));
		expect(tf.memory().numTensors).toBe(before);
	});
});

test('TensorFlow for Node says on what it runs, or why it does not', async () => {
	const described = await loadTensorFlow().then(
		({ device }) => device,
		({ code, details }: { code: string; details: { reason: string } }) => `${code}: ${details.reason}`,
	);
	expect(described).toMatch(/^tfjs-node 4\.22\.0 \([cg]pu\)$|^tensorflow-unusable: .*tfjs_binding\.node/);
});
