import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { DENSE_OPERATORS } from './dense-operators.ts';
import { ELEMENTWISE_OPERATORS } from './elementwise-operators.ts';
import type { GraphValue } from './graph-values.ts';
import { type ConvertOperation, inputName, type Operation, requireConstant } from './operation.ts';
import { WINDOW_OPERATORS } from './window-operators.ts';

/** ONNX's operators, as far as Keras's layers can say them: to support another, add a line. */
export const OPERATORS: Readonly<Record<string, ConvertOperation>> = {
	...WINDOW_OPERATORS,
	...ELEMENTWISE_OPERATORS,
	...DENSE_OPERATORS,
	Identity: unchanged,
	Cast: unchanged,
	Dropout: unchanged,
	Transpose: transposed,
	Flatten: flattened,
	Reshape: reshaped,
	Squeeze: reshaped,
	Concat: concatenated,
	Softmax: softmax,
};

function unchanged(operation: Operation): GraphValue {
	return operation.values.raw(inputName(operation, 0));
}

/** Mostly only says otherwise where the channels are: in the Keras model they stay last. */
function transposed(operation: Operation): GraphValue {
	const { values, attributes } = operation;
	const value = values.raw(inputName(operation, 0));
	const order = attributes.integers('perm') ?? [];
	if (value.result.shape.length !== 3 || order.length !== 4 || order[0] !== 0)
		throw new UnsupportedNetwork(`axes in the order [${order}]`);
	if (value.channels === 'last' && String(order) === '0,3,1,2') return { ...value, channels: 'first' };
	if (value.channels === 'first' && String(order) === '0,2,3,1') return { ...value, channels: 'last' };
	const { result, ...rest } = values.get(inputName(operation, 0));
	// Where ONNX has Keras's height, width and channels: 1, 2 and 3.
	const stored = rest.channels === 'first' ? [3, 1, 2] : [1, 2, 3];
	const dims = [1, 2, 3].map((axis) => stored[(order[stored.indexOf(axis) + 1] as number) - 1] as number);
	const shape = dims.map((axis) => result.shape[axis - 1] as number);
	return { ...rest, result: values.layers.add('Permute', { dims }, [result], shape) };
}

/** A vector of all numbers of an image, in the order that ONNX has them in. */
function flattened(operation: Operation): GraphValue {
	const { values } = operation;
	const value = values.get(inputName(operation, 0));
	const { shape } = value.result;
	if (shape.length === 1) return value;
	const [height = 0, width = 0, channels = 0] = shape;
	const length = height * width * channels;
	const isTurned = value.channels === 'first' && channels > 1 && height * width > 1;
	const turned = isTurned
		? values.layers.add('Permute', { dims: [3, 1, 2] }, [value.result], [channels, height, width])
		: value.result;
	const config = { data_format: 'channels_last' };
	return { ...value, result: values.layers.add('Flatten', config, [turned], [length]) };
}

/** To a vector; an image of one pixel is one already. */
function reshaped(operation: Operation): GraphValue {
	const value = operation.values.raw(inputName(operation, 0));
	if (value.result.shape.length === 1) return value;
	const target = operation.node.operator === 'Reshape' ? requireConstant(operation, 1).data : undefined;
	if (target?.length === 2) return flattened(operation);
	throw new UnsupportedNetwork('such a shape');
}

function concatenated(operation: Operation): GraphValue {
	const { values, node, attributes } = operation;
	const inputs = node.inputs.map((name) => values.get(name));
	const [first] = inputs;
	if (!first) throw new DamagedNetwork('nothing to concatenate');
	const rank = first.result.shape.length + 1;
	const axis = attributes.integer('axis', 1);
	const channelAxis = rank === 4 && first.channels === 'last' ? 3 : 1;
	if ((axis < 0 ? axis + rank : axis) !== channelAxis)
		throw new UnsupportedNetwork(`joining along axis ${axis}`);
	const results = inputs.map(({ result }) => result);
	const channels = results.reduce((sum, { shape }) => sum + (shape.at(-1) as number), 0);
	const shape = first.result.shape.with(-1, channels);
	const isNonNegative = inputs.every((input) => input.isNonNegative === true);
	return { ...first, isNonNegative, result: values.layers.add('Concatenate', { axis: -1 }, results, shape) };
}

function softmax(operation: Operation): GraphValue {
	const { values, attributes } = operation;
	const { result, channels } = values.get(inputName(operation, 0));
	const axis = attributes.integer('axis', -1);
	if (result.shape.length !== 1 || (axis !== 1 && axis !== -1))
		throw new UnsupportedNetwork(`the axis ${axis}`);
	const probabilities = values.layers.add('Softmax', { axis: -1 }, [result], result.shape);
	return { result: probabilities, channels, isNonNegative: true };
}
