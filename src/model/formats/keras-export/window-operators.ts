import type { Constant } from '../constant.ts';
import { permute } from '../constant.ts';
import { type Padding, type Pair, slide } from '../network/padding.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { GraphValue, GraphValues } from './graph-values.ts';
import type { LayerResult } from './layer-graph.ts';
import {
	type ConvertOperation,
	inputName,
	type Operation,
	optionalConstant,
	requireConstant,
} from './operation.ts';

/** What slides over an image. */
export const WINDOW_OPERATORS: Readonly<Record<string, ConvertOperation>> = {
	Conv: convolution,
	MaxPool: (operation) => pooling(operation, 'MaxPooling2D'),
	AveragePool: (operation) => pooling(operation, 'AveragePooling2D'),
	GlobalAveragePool: (operation) => globalPooling(operation, 'GlobalAveragePooling2D'),
	GlobalMaxPool: (operation) => globalPooling(operation, 'GlobalMaxPooling2D'),
	ReduceMean: mean,
	Pad: padding,
};

const CHANNELS_LAST = { data_format: 'channels_last' };

function convolution(operation: Operation): GraphValue {
	const { values, attributes } = operation;
	const image = values.image(inputName(operation, 0));
	const kernel = requireConstant(operation, 1);
	const bias = optionalConstant(operation, 2);
	const [outputs = 0, inputsPerGroup = 0, height = 0, width = 0] = kernel.shape;
	const channels = image.result.shape[2] as number;
	const groups = attributes.integer('group', 1);
	if (kernel.shape.length !== 4 || inputsPerGroup * groups !== channels)
		throw new DamagedNetwork(`a kernel of shape [${kernel.shape}] does not fit ${channels} channels`);
	const dilations = pairOf(attributes.integers('dilations'));
	const strides = pairOf(attributes.integers('strides'));
	const size = [height, width] as const;
	const { input, rule, output } = slideOver(operation, image.result, { size, strides, dilations });
	const settings = {
		kernel_size: size,
		strides,
		padding: rule,
		...CHANNELS_LAST,
		dilation_rate: dilations,
		activation: 'linear',
		use_bias: bias !== undefined,
	};
	const shape = [...output, outputs];
	const weights: Record<string, Constant> = bias ? { bias } : {};
	if (groups === 1) {
		const turned = {
			shape: [height, width, inputsPerGroup, outputs],
			data: permute(kernel.data, kernel.shape, [2, 3, 1, 0]),
		};
		const config = { filters: outputs, ...settings };
		const result = values.layers.add('Conv2D', config, [input], shape, { kernel: turned, ...weights });
		return { result, channels: 'first' };
	}
	if (inputsPerGroup !== 1) throw new UnsupportedNetwork(`a convolution in ${groups} groups`);
	const multiplier = outputs / channels;
	const turned = {
		shape: [height, width, channels, multiplier],
		data: permute(kernel.data, [channels, multiplier, height, width], [2, 3, 0, 1]),
	};
	const config = { depth_multiplier: multiplier, ...settings };
	const named = { depthwise_kernel: turned, ...weights };
	return {
		result: values.layers.add('DepthwiseConv2D', config, [input], shape, named),
		channels: 'first',
	};
}

function pooling(operation: Operation, className: 'MaxPooling2D' | 'AveragePooling2D'): GraphValue {
	const { values, attributes } = operation;
	if (attributes.integer('ceil_mode', 0) !== 0) throw new UnsupportedNetwork('a size that is rounded up');
	const image = values.image(inputName(operation, 0));
	const size = pairOf(attributes.integers('kernel_shape'));
	const strides = pairOf(attributes.integers('strides'));
	const channels = image.result.shape[2] as number;
	// Zeros around an image change no maximum where no number is below; an average they do.
	const mayPad = className === 'MaxPooling2D' ? image.isNonNegative === true : countsPadding(operation);
	const { input, rule, output } = slideOver(
		operation,
		image.result,
		{ size, strides, dilations: pairOf(attributes.integers('dilations')) },
		{ mayPad, mayBeSame: !countsPadding(operation) },
	);
	const config = { pool_size: size, strides, padding: rule, ...CHANNELS_LAST };
	return { ...image, result: values.layers.add(className, config, [input], [...output, channels]) };
}

function countsPadding({ attributes }: Operation): boolean {
	return attributes.integer('count_include_pad', 0) !== 0;
}

/** Gives a vector, which ONNX has as an image of one pixel. */
function globalPooling(operation: Operation, className: string): GraphValue {
	const { values } = operation;
	const image = values.image(inputName(operation, 0));
	const channels = image.result.shape[2] as number;
	return { ...image, result: values.layers.add(className, CHANNELS_LAST, [image.result], [channels]) };
}

function mean(operation: Operation): GraphValue {
	const { attributes, values } = operation;
	const axes = attributes.integers('axes') ?? [...requireConstant(operation, 1).data];
	const { channels, result } = values.get(inputName(operation, 0));
	const overTheImage = channels === 'first' ? '2,3' : '1,2';
	const counted = axes.map((axis) => (axis < 0 ? axis + 4 : axis)).sort();
	if (result.shape.length !== 3 || String(counted) !== overTheImage)
		throw new UnsupportedNetwork(`a mean over the axes [${axes}]`);
	const pooled = values.layers.add(
		'GlobalAveragePooling2D',
		CHANNELS_LAST,
		[result],
		[result.shape[2] as number],
	);
	return { result: pooled, channels };
}

function padding(operation: Operation): GraphValue {
	const { attributes, values } = operation;
	const image = values.image(inputName(operation, 0));
	const pads = attributes.integers('pads') ?? [...requireConstant(operation, 1).data];
	const filler = optionalConstant(operation, 2)?.data[0] ?? attributes.float('value', 0);
	const [, , top = 0, left = 0, , , bottom = 0, right = 0] = pads;
	const isPlain = attributes.text('mode', 'constant') === 'constant' && filler === 0 && pads.length === 8;
	if (!isPlain || [0, 1, 4, 5].some((axis) => pads[axis] !== 0))
		throw new UnsupportedNetwork('such a padding');
	return { ...image, result: zeroPad(values, image.result, [top, left, bottom, right]) };
}

type Pads = readonly [top: number, left: number, bottom: number, right: number];

/** By Keras's own rule where the window pads like that, else over an image that is padded before. */
function slideOver(
	{ values, attributes }: Operation,
	image: LayerResult,
	window: { readonly size: Pair; readonly strides: Pair; readonly dilations: Pair },
	{ mayPad = true, mayBeSame = true } = {},
): { input: LayerResult; rule: Padding; output: Pair } {
	const [height = 0, width = 0] = image.shape;
	const same = slide([height, width], { ...window, padding: 'same' });
	const automatic = attributes.text('auto_pad', 'NOTSET');
	if (automatic === 'SAME_LOWER') throw new UnsupportedNetwork('a padding that begins at the top');
	const pads = (
		automatic === 'SAME_UPPER' ? same.pads : (attributes.integers('pads') ?? [0, 0, 0, 0])
	) as Pads;
	if (pads.every((pixels) => pixels === 0)) {
		const { output } = slide([height, width], { ...window, padding: 'valid' });
		return { input: image, rule: 'valid', output };
	}
	if (mayBeSame && same.pads.every((pixels, side) => pixels === pads[side]))
		return { input: image, rule: 'same', output: same.output };
	if (!mayPad) throw new UnsupportedNetwork(`a padding of [${pads}]`);
	const input = zeroPad(values, image, pads);
	const { output } = slide([input.shape[0] as number, input.shape[1] as number], {
		...window,
		padding: 'valid',
	});
	return { input, rule: 'valid', output };
}

function zeroPad({ layers }: GraphValues, image: LayerResult, [top, left, bottom, right]: Pads): LayerResult {
	const [height = 0, width = 0, channels = 0] = image.shape;
	const padding = [
		[top, bottom],
		[left, right],
	];
	const shape = [height + top + bottom, width + left + right, channels];
	return layers.add('ZeroPadding2D', { padding, ...CHANNELS_LAST }, [image], shape);
}

/** ONNX's default is 1 for both sides. */
function pairOf(numbers: readonly number[] | undefined): Pair {
	const [height = 1, width = 1] = numbers ?? [];
	return [height, width];
}
