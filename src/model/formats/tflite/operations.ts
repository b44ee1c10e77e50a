import type { Constant } from '../constant.ts';
import { convolve } from '../network/convolution.ts';
import { dense } from '../network/dense.ts';
import { activate, arithmetic } from '../network/elementwise.ts';
import { concatenate, flatten, reshape } from '../network/layout.ts';
import { elementCount, type Network, type Value } from '../network/network.ts';
import { pad } from '../network/pad.ts';
import type { Padding, Pair } from '../network/padding.ts';
import { globalPool, pool } from '../network/pooling.ts';
import { permute } from '../permute.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { Table } from './flatbuffer.ts';

export type Operand = Value | Constant;

interface Operation {
	readonly network: Network;
	/** `undefined` where an optional one is left out. */
	readonly operands: readonly (Operand | undefined)[];
	readonly options: Table | undefined;
}

interface Supported {
	readonly name: string;
	readonly convert: (operation: Operation) => Operand;
}

/** By the schema's BuiltinOperator: to support another, add a line. */
export const OPERATIONS: ReadonlyMap<number, Supported> = new Map([
	[0, { name: 'ADD', convert: (operation) => elementwise(operation, 'Add') }],
	[1, { name: 'AVERAGE_POOL_2D', convert: (operation) => pooling(operation, 'AveragePool') }],
	[2, { name: 'CONCATENATION', convert: concatenation }],
	[3, { name: 'CONV_2D', convert: convolution }],
	[4, { name: 'DEPTHWISE_CONV_2D', convert: depthwiseConvolution }],
	[6, { name: 'DEQUANTIZE', convert: ({ operands }) => constantAt(operands, 0) }],
	[9, { name: 'FULLY_CONNECTED', convert: fullyConnected }],
	[14, { name: 'LOGISTIC', convert: (operation) => activation(operation, 'sigmoid') }],
	[17, { name: 'MAX_POOL_2D', convert: (operation) => pooling(operation, 'MaxPool') }],
	[18, { name: 'MUL', convert: (operation) => elementwise(operation, 'Mul') }],
	[19, { name: 'RELU', convert: (operation) => activation(operation, 'relu') }],
	[21, { name: 'RELU6', convert: (operation) => activation(operation, 'relu6') }],
	[22, { name: 'RESHAPE', convert: reshaping }],
	[25, { name: 'SOFTMAX', convert: softmax }],
	[28, { name: 'TANH', convert: (operation) => activation(operation, 'tanh') }],
	[34, { name: 'PAD', convert: padding }],
	[40, { name: 'MEAN', convert: globalMean }],
	[117, { name: 'HARD_SWISH', convert: (operation) => activation(operation, 'hardSwish') }],
] satisfies [number, Supported][]);

/** The schema's ActivationFunctionType. */
const FUSED = ['linear', 'relu', undefined, 'relu6', 'tanh'];

function valueAt(operands: Operation['operands'], index: number): Value {
	const operand = operands[index];
	if (!operand) throw new DamagedNetwork(`its input ${index} is missing`);
	if ('data' in operand) throw new UnsupportedNetwork('arithmetic on constants');
	return operand;
}

function constantAt(operands: Operation['operands'], index: number): Constant {
	const operand = operands[index];
	if (!operand) throw new DamagedNetwork(`its input ${index} is missing`);
	if (!('data' in operand)) throw new UnsupportedNetwork('weights that are computed');
	return operand;
}

function floatsAt(operands: Operation['operands'], index: number): Float32Array {
	const { data } = constantAt(operands, index);
	if (!(data instanceof Float32Array)) throw new DamagedNetwork('its weights are integers');
	return data;
}

function biasAt(operands: Operation['operands'], index: number): Float32Array | undefined {
	return operands[index] ? floatsAt(operands, index) : undefined;
}

function fused(network: Network, value: Value, code: number): Value {
	const name = FUSED[code];
	if (name === undefined) throw new UnsupportedNetwork(`the fused activation ${code}`);
	return activate(network, value, name);
}

function activation({ network, operands }: Operation, name: string): Value {
	return activate(network, valueAt(operands, 0), name);
}

function convolution({ network, operands, options }: Operation): Value {
	const input = valueAt(operands, 0);
	const { shape } = constantAt(operands, 1);
	const [outputs, height, width, inputs] = shapeOf4(shape);
	const result = convolve(network, input, {
		kernel: permute(floatsAt(operands, 1), shape, [0, 3, 1, 2]),
		kernelShape: [outputs, inputs, height, width],
		bias: biasAt(operands, 2),
		strides: pair(options, 2, 1),
		dilations: pair(options, 5, 4),
		padding: paddingOf(options),
		groups: (input.shape.at(-1) as number) / inputs,
	});
	return fused(network, result, options?.int8(3) ?? 0);
}

function depthwiseConvolution({ network, operands, options }: Operation): Value {
	const input = valueAt(operands, 0);
	const { shape } = constantAt(operands, 1);
	const [, height, width, outputs] = shapeOf4(shape);
	const result = convolve(network, input, {
		kernel: permute(floatsAt(operands, 1), shape, [3, 0, 1, 2]),
		kernelShape: [outputs, 1, height, width],
		bias: biasAt(operands, 2),
		strides: pair(options, 2, 1),
		dilations: pair(options, 6, 5),
		padding: paddingOf(options),
		groups: input.shape.at(-1) as number,
	});
	return fused(network, result, options?.int8(4) ?? 0);
}

function fullyConnected({ network, operands, options }: Operation): Value {
	const { shape } = constantAt(operands, 1);
	const [outputs, inputs] = shape;
	if (shape.length !== 2 || outputs === undefined || inputs === undefined || options?.int8(1)) {
		throw new UnsupportedNetwork(`a matrix of shape [${shape}]`);
	}
	const result = dense(network, flatten(network, valueAt(operands, 0)), {
		kernel: permute(floatsAt(operands, 1), shape, [1, 0]),
		kernelShape: [inputs, outputs],
		bias: biasAt(operands, 2),
	});
	return fused(network, result, options?.int8(0) ?? 0);
}

function elementwise({ network, operands, options }: Operation, operator: 'Add' | 'Mul'): Value {
	const result = arithmetic(network, operator, valueAt(operands, 0), valueAt(operands, 1));
	return fused(network, result, options?.int8(0) ?? 0);
}

function pooling({ network, operands, options }: Operation, operator: 'MaxPool' | 'AveragePool'): Value {
	const result = pool(network, operator, valueAt(operands, 0), {
		size: pair(options, 4, 3),
		strides: pair(options, 2, 1),
		padding: paddingOf(options),
	});
	return fused(network, result, options?.int8(5) ?? 0);
}

function concatenation({ network, operands, options }: Operation): Value {
	const values = operands.map((_, index) => valueAt(operands, index));
	const axis = options?.int32(0) ?? 0;
	const rank = (values[0]?.shape.length ?? 0) + 1;
	const result = concatenate(network, values, (axis < 0 ? axis + rank : axis) - 1);
	return fused(network, result, options?.int8(1) ?? 0);
}

function reshaping({ network, operands, options }: Operation): Value {
	const input = valueAt(operands, 0);
	const target = operands[1] ? [...constantAt(operands, 1).data] : (options?.int32s(0) ?? []);
	const [, ...shape] = target;
	const known = elementCount(shape.filter((length) => length !== -1));
	return reshape(
		network,
		input,
		shape.map((length) => (length === -1 ? elementCount(input.shape) / known : length)),
	);
}

function softmax({ network, operands, options }: Operation): Value {
	if ((options?.float32(0) ?? 0) !== 1) throw new UnsupportedNetwork('a softmax with a temperature');
	return activate(network, valueAt(operands, 0), 'softmax');
}

function padding({ network, operands }: Operation): Value {
	const [n0, n1, top = 0, bottom = 0, left = 0, right = 0, c0, c1] = constantAt(operands, 1).data;
	if (n0 !== 0 || n1 !== 0 || c0 !== 0 || c1 !== 0) {
		throw new UnsupportedNetwork('padding of photos or channels');
	}
	return pad(network, valueAt(operands, 0), { top, bottom, left, right });
}

function globalMean({ network, operands, options }: Operation): Value {
	const axes = [...constantAt(operands, 1).data].map((axis) => (axis + 4) % 4).sort();
	if (axes.join() !== '1,2') throw new UnsupportedNetwork(`a mean over the axes ${axes}`);
	return globalPool(network, 'GlobalAveragePool', valueAt(operands, 0), options?.int8(0) === 1);
}

function pair(options: Table | undefined, heightField: number, widthField: number): Pair {
	return [options?.int32(heightField, 1) ?? 1, options?.int32(widthField, 1) ?? 1];
}

function paddingOf(options: Table | undefined): Padding {
	return options?.int8(0) === 1 ? 'valid' : 'same';
}

function shapeOf4(shape: readonly number[]): [number, number, number, number] {
	const [a, b, c, d] = shape;
	if (shape.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
		throw new DamagedNetwork(`its weights have the shape [${shape}]`);
	}
	return [a, b, c, d];
}
