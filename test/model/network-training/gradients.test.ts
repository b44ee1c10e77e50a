import { describe, expect, test } from 'vitest';
import { parseTopology } from '../../../src/model/formats/tfjs/layers/topology.ts';
import { ARCHITECTURES } from '../../../src/model/network-training/architectures.ts';
import { onnxEngine } from '../../../src/model/network-training/onnx-engine.ts';
import { Trainer } from '../../../src/model/network-training/trainer.ts';
import { random } from '../support/random.ts';

type LayerJson = readonly [className: string, config?: Record<string, unknown>];

const OPTIMISER = { kind: 'sgd', momentum: 0, nesterov: false } as const;

/** A network of the layers, with a convolution before, so that the gradient by their input is checked too. */
function sequential(layers: readonly LayerJson[], side = 7) {
	const all: LayerJson[] = [
		['Conv2D', { filters: 4, kernel_size: 3, padding: 'same', batch_input_shape: [null, side, side, 3] }],
		...layers,
		['Flatten'],
		['Dense', { units: 3, activation: 'softmax' }],
	];
	const serialised = all.map(([class_name, config], index) => ({
		class_name,
		config: { name: `layer_${index}`, ...config },
	}));
	return parseTopology('Sequential', { layers: serialised });
}

async function open(topology: ReturnType<typeof parseTopology>): Promise<Trainer> {
	const trainer = await Trainer.create({
		topology,
		optimiser: OPTIMISER,
		seed: 5,
		openEngine: onnxEngine({ threads: 1 }),
	});
	// Away from what they begin with, where much is symmetric: biases of zero, scales of one.
	const next = random(3);
	const state = trainer.state();
	for (const [name, { data }] of state) {
		const isVariance = name.endsWith('moving_variance');
		for (let i = 0; i < data.length; i++)
			data[i] = (data[i] as number) + (next() - (isVariance ? 0.3 : 0.5)) * 0.4;
	}
	trainer.restore(state, 0);
	return trainer;
}

function noiseBatch({ input, classes }: Trainer, photos: number) {
	const next = random(11);
	return {
		photos: Float32Array.from({ length: photos * 3 * input.width * input.height }, next),
		labels: Int32Array.from({ length: photos }, (_, photo) => photo % classes),
	};
}

/**
 * The gradient along random directions, against what the loss does along them: (L(w + εd) − L(w − εd)) / 2ε. The largest
 * difference, as a share of the gradient's length.
 */
async function largestDifference(trainer: Trainer, photos = 5): Promise<number> {
	const batch = noiseBatch(trainer, photos);
	const options = { labelSmoothing: 0.1, classWeights: [1, 2, 0.5] };
	const { gradients } = await trainer.gradients(batch, options);
	const origin = trainer.state();
	const next = random(17);
	let largest = 0;
	for (const [name, gradient] of gradients) {
		const length = Math.sqrt(gradient.reduce((sum, value) => sum + value ** 2, 0));
		for (let repeat = 0; repeat < 4; repeat++) {
			// Half along the gradient, so that the derivative is not lost in rounding.
			const towards = gradient.map((value) => value / (length || 1));
			const noise = gradient.map(() => next() - 0.5);
			const noiseLength = Math.sqrt(noise.reduce((sum, value) => sum + value ** 2, 0));
			const direction = noise.map((value, i) => value / noiseLength + (repeat % 2) * (towards[i] as number));
			const epsilon = 2e-3;
			const lossAt = async (step: number) => {
				const moved = new Map(origin);
				const { shape, data } = origin.get(name) as { shape: number[]; data: Float32Array };
				moved.set(name, {
					shape,
					data: Float32Array.from(data, (w, i) => w + step * (direction[i] as number)),
				});
				trainer.restore(moved, 0);
				return (await trainer.gradients(batch, options)).loss;
			};
			const measured = ((await lossAt(epsilon)) - (await lossAt(-epsilon))) / (2 * epsilon);
			const told = direction.reduce((sum, value, i) => sum + value * (gradient[i] as number), 0);
			largest = Math.max(largest, Math.abs(measured - told) / Math.max(length, 1e-2));
		}
	}
	trainer.restore(origin, 0);
	return largest;
}

/** Of 32-bit arithmetic, and of the kinks of relu and maxima between two steps. */
const TOLERANCE = 0.02;

describe('The gradient by finite differences', () => {
	const cases: readonly (readonly [string, readonly LayerJson[]])[] = [
		['Conv2D, valid', [['Conv2D', { filters: 5, kernel_size: 3 }]]],
		['Conv2D, same', [['Conv2D', { filters: 5, kernel_size: [2, 3], padding: 'same' }]]],
		['Conv2D in strides', [['Conv2D', { filters: 3, kernel_size: 3, strides: 2, padding: 'same' }]]],
		['Conv2D in strides that leave a rest', [['Conv2D', { filters: 3, kernel_size: 2, strides: [2, 3] }]]],
		['Conv2D, dilated', [['Conv2D', { filters: 3, kernel_size: 3, dilation_rate: 2 }]]],
		['Conv2D of one pixel, without bias', [['Conv2D', { filters: 3, kernel_size: 1, use_bias: false }]]],
		['DepthwiseConv2D', [['DepthwiseConv2D', { kernel_size: 3, padding: 'same' }]]],
		[
			'DepthwiseConv2D in strides, doubled',
			[['DepthwiseConv2D', { kernel_size: 3, strides: 2, depth_multiplier: 2 }]],
		],
		[
			'SeparableConv2D',
			[['SeparableConv2D', { filters: 5, kernel_size: 3, depth_multiplier: 2, activation: 'tanh' }]],
		],
		['MaxPooling2D', [['MaxPooling2D', { pool_size: 2 }]]],
		['MaxPooling2D that overlaps', [['MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' }]]],
		['AveragePooling2D', [['AveragePooling2D', { pool_size: [2, 3] }]]],
		['AveragePooling2D that overlaps', [['AveragePooling2D', { pool_size: 3, strides: 2, padding: 'same' }]]],
		['GlobalAveragePooling2D', [['GlobalAveragePooling2D']]],
		['GlobalAveragePooling2D that keeps the image', [['GlobalAveragePooling2D', { keepdims: true }]]],
		['BatchNormalization', [['BatchNormalization']]],
		[
			'BatchNormalization without scale and centre',
			[['BatchNormalization', { scale: false, center: false }]],
		],
		['BatchNormalization that is frozen', [['BatchNormalization', { trainable: false }]]],
		['BatchNormalization of a vector', [['Flatten'], ['BatchNormalization']]],
		['UnitNormalization', [['GlobalAveragePooling2D'], ['UnitNormalization']]],
		['ReLU', [['ReLU']]],
		[
			'ReLU6',
			[
				['Rescaling', { scale: 9, offset: 2 }],
				['ReLU', { max_value: 6 }],
			],
		],
		[
			'Activation',
			[
				['Activation', { activation: 'sigmoid' }],
				['Activation', { activation: 'relu6' }],
			],
		],
		['Softmax inside', [['Flatten'], ['Softmax'], ['Dense', { units: 6, activation: 'relu' }]]],
		['Dropout', [['Dropout', { rate: 0.4 }]]],
		[
			'ZeroPadding2D',
			[
				[
					'ZeroPadding2D',
					{
						padding: [
							[1, 0],
							[2, 1],
						],
					},
				],
				['Conv2D', { filters: 2, kernel_size: 3 }],
			],
		],
		['Dense without bias', [['Flatten'], ['Dense', { units: 6, use_bias: false, activation: 'tanh' }]]],
		['Flatten', [['Flatten'], ['Flatten']]],
	];
	test.each(cases)('of %s', async (_, layers) => {
		const trainer = await open(sequential(layers));
		expect(await largestDifference(trainer)).toBeLessThan(TOLERANCE);
		await trainer.close();
	});

	test('of a network whose ways part and meet again', async () => {
		const reference = (name: string) => [name, 0, 0, {}];
		const conv = (name: string, before: string) => ({
			class_name: 'Conv2D',
			name,
			config: { name, filters: 3, kernel_size: 3, padding: 'same', activation: 'tanh' },
			inbound_nodes: [[reference(before)]],
		});
		const topology = parseTopology('Functional', {
			layers: [
				{
					class_name: 'InputLayer',
					config: { name: 'photo', batch_input_shape: [null, 6, 5, 3] },
					inbound_nodes: [],
				},
				conv('first', 'photo'),
				conv('left', 'first'),
				conv('right', 'left'),
				{
					class_name: 'Add',
					config: { name: 'sum' },
					inbound_nodes: [[reference('first'), reference('left'), reference('right')]],
				},
				{
					class_name: 'GlobalAveragePooling2D',
					config: { name: 'pool' },
					inbound_nodes: [[reference('sum')]],
				},
				{
					class_name: 'Dense',
					config: { name: 'end', units: 3, activation: 'softmax' },
					inbound_nodes: [[reference('pool')]],
				},
			],
			input_layers: [['photo', 0, 0]],
			output_layers: [['end', 0, 0]],
		});
		const trainer = await open(topology);
		expect(await largestDifference(trainer)).toBeLessThan(TOLERANCE);
		await trainer.close();
	});

	test('of the whole of cifar10-cnn', async () => {
		const configuration = ARCHITECTURES['cifar10-cnn']?.configure({ width: 14, height: 15, classes: 3 });
		const trainer = await open(parseTopology('Sequential', configuration?.config));
		expect(await largestDifference(trainer, 3)).toBeLessThan(TOLERANCE);
		await trainer.close();
	});
});
