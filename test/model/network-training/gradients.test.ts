import { describe, expect, test } from 'vitest';
import { parseTopology } from '../../../src/model/formats/tfjs/layers/topology.ts';
import { ARCHITECTURES } from '../../../src/model/network-training/architectures.ts';
import {
	type LayerJson,
	largestDifference,
	openTrainer as open,
	sequential,
	TOLERANCE,
} from '../support/gradients.ts';

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
