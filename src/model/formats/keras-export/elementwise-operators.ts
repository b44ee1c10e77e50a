import type { Numbers } from '../onnx/numbers.ts';
import { UnsupportedNetwork } from '../refusal.ts';
import { spread } from './dense-operators.ts';
import type { GraphValue } from './graph-values.ts';
import {
	type ConvertOperation,
	inputName,
	type Operation,
	optionalConstant,
	requireConstant,
} from './operation.ts';
import { type Scaling, uniformly } from './scaling.ts';

/** What works on each number by itself. */
export const ELEMENTWISE_OPERATORS: Readonly<Record<string, ConvertOperation>> = {
	Relu: (operation) => rectified(operation, undefined),
	Clip: clip,
	Sigmoid: (operation) => ({ ...activated(operation, 'sigmoid'), isNonNegative: true }),
	Tanh: (operation) => activated(operation, 'tanh'),
	Softplus: (operation) => activated(operation, 'softplus'),
	Softsign: (operation) => activated(operation, 'softsign'),
	Selu: (operation) => activated(operation, 'selu'),
	LeakyRelu: (operation) =>
		layered(operation, 'LeakyReLU', { alpha: operation.attributes.float('alpha', 0.01) }),
	Elu: (operation) => layered(operation, 'ELU', { alpha: operation.attributes.float('alpha', 1) }),
	BatchNormalization: batchNormalisation,
	Add: (operation) => combined(operation, 'Add', (c) => ({ scale: 1, offset: c })),
	Sub: (operation) => combined(operation, 'Subtract', (c) => ({ scale: 1, offset: -c })),
	Mul: (operation) => spread(operation) ?? combined(operation, 'Multiply', (c) => ({ scale: c, offset: 0 })),
	Div: (operation) => combined(operation, undefined, (c) => ({ scale: 1 / c, offset: 0 })),
	Max: (operation) => merged(operation, 'Maximum'),
	Min: (operation) => merged(operation, 'Minimum'),
	QuantizeLinear: quantise,
	DequantizeLinear: dequantise,
};

function layered(operation: Operation, className: string, config: object): GraphValue {
	const { values } = operation;
	const { result, channels } = values.get(inputName(operation, 0));
	return { result: values.layers.add(className, { ...config }, [result], result.shape), channels };
}

function activated(operation: Operation, activation: string): GraphValue {
	return layered(operation, 'Activation', { activation });
}

function rectified(operation: Operation, most: number | undefined): GraphValue {
	const value =
		most === undefined ? activated(operation, 'relu') : layered(operation, 'ReLU', { max_value: most });
	return { ...value, isNonNegative: true };
}

function clip(operation: Operation): GraphValue {
	const { attributes } = operation;
	const low = optionalConstant(operation, 1)?.data[0] ?? attributes.float('min', Number.NEGATIVE_INFINITY);
	const high = optionalConstant(operation, 2)?.data[0] ?? attributes.float('max', Number.POSITIVE_INFINITY);
	if (low !== 0) throw new UnsupportedNetwork(`numbers cut off below ${low}`);
	return rectified(operation, Number.isFinite(high) ? high : undefined);
}

function batchNormalisation(operation: Operation): GraphValue {
	const { values, attributes } = operation;
	const { result, channels } = values.get(inputName(operation, 0));
	if (result.shape.length === 3 && channels === 'last')
		throw new UnsupportedNetwork('channels that come last');
	const [gamma, beta, moving_mean, moving_variance] = [1, 2, 3, 4].map((index) =>
		requireConstant(operation, index),
	) as [Numbers, Numbers, Numbers, Numbers];
	const config = { axis: -1, epsilon: attributes.float('epsilon', 1e-5) };
	const weights = { gamma, beta, moving_mean, moving_variance };
	return {
		result: values.layers.add('BatchNormalization', config, [result], result.shape, weights),
		channels,
	};
}

/** Of two values a layer, of a value and constants a scaling. */
function combined(
	operation: Operation,
	className: string | undefined,
	scalingBy: (constant: number) => { readonly scale: number; readonly offset: number },
): GraphValue {
	const { values, node } = operation;
	const [first, second] = [0, 1].map((index) => values.constants.get(inputName(operation, index)));
	if (second) return values.scaled(inputName(operation, 0), perChannel(operation, 0, second, scalingBy));
	if (first) {
		if (node.operator === 'Div') throw new UnsupportedNetwork('a constant divided by a value');
		const scaled = values.scaled(inputName(operation, 1), perChannel(operation, 1, first, scalingBy));
		// c - x = -(x - c)
		return node.operator === 'Sub' ? { ...scaled, scaling: negative(scaled.scaling as Scaling) } : scaled;
	}
	if (className === undefined) throw new UnsupportedNetwork('the quotient of two values');
	return merged(operation, className);
}

function merged(operation: Operation, className: string): GraphValue {
	const { values, node } = operation;
	const bound = node.inputs.find((name) => values.constants.get(name));
	if (bound !== undefined || node.inputs.length !== 2)
		throw new UnsupportedNetwork('anything but two values');
	const inputs = [0, 1].map((index) => values.get(inputName(operation, index)));
	const isOfImages = inputs.some(({ result }) => result.shape.length === 3);
	// One pixel is spread over all.
	const met = isOfImages ? [0, 1].map((index) => values.image(inputName(operation, index))) : inputs;
	const [a, b] = met as [GraphValue, GraphValue];
	const shape = a.result.shape.map((length, axis) => Math.max(length, b.result.shape[axis] as number));
	const result = values.layers.add(className, {}, [a.result, b.result], shape);
	const isNonNegative = className !== 'Subtract' && a.isNonNegative === true && b.isNonNegative === true;
	return { result, channels: a.channels, isNonNegative };
}

function negative({ scale, offset }: Scaling): Scaling {
	return { scale: scale.map((one) => -one), offset: offset.map((one) => -one) };
}

function perChannel(
	operation: Operation,
	index: number,
	{ shape, data }: Numbers,
	scalingBy: (constant: number) => { readonly scale: number; readonly offset: number },
): Scaling {
	const { result, channels } = operation.values.raw(inputName(operation, index));
	const count = result.shape.at(-1) as number;
	if (data.length === 1) {
		const { scale, offset } = scalingBy(data[0] as number);
		return uniformly(count, scale, offset);
	}
	const isImage = result.shape.length === 3;
	const wanted = isImage && channels === 'first' ? `${count},1,1` : `${count}`;
	const meaningful = shape.slice(shape.findIndex((length) => length !== 1));
	if (String(meaningful) !== wanted) throw new UnsupportedNetwork(`a constant of shape [${shape}]`);
	const each = [...data].map(scalingBy);
	return { scale: each.map(({ scale }) => scale), offset: each.map(({ offset }) => offset) };
}

/**
 * 8-bit numbers cut off what they cannot hold. Where the least of them stands for zero, the network is made to be rectified
 * by just that; elsewhere the cut only bounds an error, and the float network has none.
 */
function quantise(operation: Operation): GraphValue {
	const { values } = operation;
	const { data: scale } = requireConstant(operation, 1);
	const zero = optionalConstant(operation, 2)?.data[0] ?? 0;
	const value = values.raw(inputName(operation, 0));
	const isSigned = zero < 0;
	const least = isSigned ? -128 : 0;
	if (scale.length !== 1 || zero !== least || value.isNonNegative) return value;
	return rectified(operation, 255 * (scale[0] as number));
}

/** Of the photo's own bytes they say what a byte stands for; else numbers are what they were before. */
function dequantise(operation: Operation): GraphValue {
	const { values } = operation;
	const value = values.raw(inputName(operation, 0));
	const { data: scale } = requireConstant(operation, 1);
	const zero = optionalConstant(operation, 2)?.data[0] ?? 0;
	if (!values.isPhoto(inputName(operation, 0))) return value;
	const [by = 1] = scale;
	return values.scaled(inputName(operation, 0), uniformly(3, by, -zero * by));
}
