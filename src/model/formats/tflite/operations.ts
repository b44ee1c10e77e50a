import { permute } from '../constant.ts';
import { convolve } from '../network/convolution.ts';
import { dense } from '../network/dense.ts';
import { activate } from '../network/elementwise.ts';
import { flatten } from '../network/layout.ts';
import type { Network, Value } from '../network/network.ts';
import type { Padding, Pair } from '../network/padding.ts';
import { pool } from '../network/pooling.ts';
import { UnsupportedNetwork } from '../refusal.ts';
import {
	constantAt,
	floatsAt,
	lengthsOf2,
	lengthsOf4,
	type Operand,
	type Operands,
	operandAt,
	valueAt,
} from '../tensorflow/operands.ts';
import { combine, concatenateAlong, meanOver, padBy, reshapeTo } from '../tensorflow/operations.ts';
import type { Table } from './flatbuffer.ts';

interface Operation {
	readonly network: Network;
	readonly operands: Operands;
	readonly options: Table;
}

interface Supported {
	readonly name: string;
	readonly convert: (operation: Operation) => Operand;
}

/** By the schema's BuiltinOperator: to support another, add a line. */
export const OPERATIONS: ReadonlyMap<number, Supported> = new Map<number, Supported>([
	[0, { name: 'ADD', convert: (operation) => elementwise(operation, 'Add') }],
	[1, { name: 'AVERAGE_POOL_2D', convert: (operation) => pooling(operation, 'AveragePool') }],
	[2, { name: 'CONCATENATION', convert: concatenation }],
	[3, { name: 'CONV_2D', convert: convolution }],
	[4, { name: 'DEPTHWISE_CONV_2D', convert: depthwiseConvolution }],
	[6, { name: 'DEQUANTIZE', convert: sameNumbers }],
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
	[40, { name: 'MEAN', convert: mean }],
	[41, { name: 'SUB', convert: (operation) => elementwise(operation, 'Sub') }],
	[114, { name: 'QUANTIZE', convert: sameNumbers }],
	[117, { name: 'HARD_SWISH', convert: (operation) => activation(operation, 'hardSwish') }],
]);

/** We compute with the numbers that 8-bit ones stand for, hence need not turn one into the other. */
function sameNumbers({ operands }: Operation): Operand {
	return operandAt(operands, 0);
}

/** The schema's ActivationFunctionType. */
const FUSED = ['linear', 'relu', undefined, 'relu6', 'tanh'];

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
	const [outputs, height, width, inputs] = lengthsOf4(shape);
	const result = convolve(network, input, {
		kernel: permute(floatsAt(operands, 1), shape, [0, 3, 1, 2]),
		kernelShape: [outputs, inputs, height, width],
		bias: biasOf(operands),
		strides: pair(options, 2, 1),
		dilations: pair(options, 5, 4),
		padding: paddingOf(options),
		groups: (input.shape.at(-1) as number) / inputs,
	});
	return fused(network, result, options.int8(3));
}

function depthwiseConvolution({ network, operands, options }: Operation): Value {
	const input = valueAt(operands, 0);
	const { shape } = constantAt(operands, 1);
	const [, height, width, outputs] = lengthsOf4(shape);
	const result = convolve(network, input, {
		kernel: permute(floatsAt(operands, 1), shape, [3, 0, 1, 2]),
		kernelShape: [outputs, 1, height, width],
		bias: biasOf(operands),
		strides: pair(options, 2, 1),
		dilations: pair(options, 6, 5),
		padding: paddingOf(options),
		groups: input.shape.at(-1) as number,
	});
	return fused(network, result, options.int8(4));
}

function fullyConnected({ network, operands, options }: Operation): Value {
	const { shape } = constantAt(operands, 1);
	const [outputs, inputs] = lengthsOf2(shape);
	if (options.int8(1) !== 0) throw new UnsupportedNetwork('shuffled weights');
	const result = dense(network, flatten(network, valueAt(operands, 0)), {
		kernel: permute(floatsAt(operands, 1), shape, [1, 0]),
		kernelShape: [inputs, outputs],
		bias: biasOf(operands),
	});
	return fused(network, result, options.int8(0));
}

function biasOf(operands: Operands): Float32Array | undefined {
	return operands[2] && floatsAt(operands, 2);
}

function elementwise({ network, operands, options }: Operation, operator: 'Add' | 'Mul' | 'Sub'): Value {
	return fused(network, combine(network, operator, operands), options.int8(0));
}

function pooling({ network, operands, options }: Operation, operator: 'MaxPool' | 'AveragePool'): Value {
	const result = pool(network, operator, valueAt(operands, 0), {
		size: pair(options, 4, 3),
		strides: pair(options, 2, 1),
		padding: paddingOf(options),
	});
	return fused(network, result, options.int8(5));
}

function concatenation({ network, operands, options }: Operation): Value {
	const values = operands.map((_, index) => valueAt(operands, index));
	return fused(network, concatenateAlong(network, values, options.int32(0)), options.int8(1));
}

function reshaping({ network, operands, options }: Operation): Value {
	const shape = operands[1] ? constantAt(operands, 1).data : options.int32s(0);
	return reshapeTo(network, valueAt(operands, 0), shape);
}

function softmax({ network, operands, options }: Operation): Value {
	if (options.float32(0) !== 1) throw new UnsupportedNetwork('a softmax with a temperature');
	return activate(network, valueAt(operands, 0), 'softmax');
}

function padding({ network, operands }: Operation): Value {
	return padBy(network, valueAt(operands, 0), constantAt(operands, 1).data);
}

function mean({ network, operands, options }: Operation): Value {
	return meanOver(network, valueAt(operands, 0), constantAt(operands, 1).data, options.int8(0) === 1);
}

function pair(options: Table, heightField: number, widthField: number): Pair {
	return [options.int32(heightField, 1), options.int32(widthField, 1)];
}

function paddingOf(options: Table): Padding {
	return options.int8(0) === 1 ? 'valid' : 'same';
}
