import { permute } from '../constant.ts';
import { convolve } from '../network/convolution.ts';
import { dense } from '../network/dense.ts';
import { activate, leakyRelu } from '../network/elementwise.ts';
import { reshape } from '../network/layout.ts';
import type { Network, Value } from '../network/network.ts';
import { normaliseBatch } from '../network/normalisation.ts';
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
import type { NodeAttributes } from './graph-attributes.ts';

interface Node {
	readonly network: Network;
	readonly operands: Operands;
	readonly attributes: NodeAttributes;
}

/** TensorFlow's operations by name: to support another, add a line. */
export const OPERATIONS: Readonly<Record<string, (node: Node) => Operand>> = {
	Identity: ({ operands }) => operandAt(operands, 0),
	Conv2D: convolution,
	_FusedConv2D: convolution,
	DepthwiseConv2dNative: depthwiseConvolution,
	FusedDepthwiseConv2dNative: depthwiseConvolution,
	MatMul: matrixProduct,
	_FusedMatMul: matrixProduct,
	BiasAdd: ({ network, operands }) => combine(network, 'Add', operands),
	Add: ({ network, operands }) => combine(network, 'Add', operands),
	AddV2: ({ network, operands }) => combine(network, 'Add', operands),
	Sub: ({ network, operands }) => combine(network, 'Sub', operands),
	Mul: ({ network, operands }) => combine(network, 'Mul', operands),
	RealDiv: ({ network, operands }) => combine(network, 'Div', operands),
	Maximum: ({ network, operands }) => combine(network, 'Max', operands),
	Minimum: ({ network, operands }) => combine(network, 'Min', operands),
	Relu: ({ network, operands }) => activate(network, valueAt(operands, 0), 'relu'),
	Relu6: ({ network, operands }) => activate(network, valueAt(operands, 0), 'relu6'),
	LeakyRelu: ({ network, operands, attributes }) =>
		leakyRelu(network, valueAt(operands, 0), attributes.number('alpha', 0.2)),
	Elu: ({ network, operands }) => activate(network, valueAt(operands, 0), 'elu'),
	Sigmoid: ({ network, operands }) => activate(network, valueAt(operands, 0), 'sigmoid'),
	Tanh: ({ network, operands }) => activate(network, valueAt(operands, 0), 'tanh'),
	Softmax: ({ network, operands }) => activate(network, valueAt(operands, 0), 'softmax'),
	MaxPool: (node) => pooling(node, 'MaxPool'),
	AvgPool: (node) => pooling(node, 'AveragePool'),
	Mean: ({ network, operands, attributes }) =>
		meanOver(network, valueAt(operands, 0), constantAt(operands, 1).data, attributes.flag('keep_dims')),
	FusedBatchNorm: batchNormalisation,
	FusedBatchNormV2: batchNormalisation,
	FusedBatchNormV3: batchNormalisation,
	Pad: padding,
	PadV2: padding,
	ConcatV2: concatenation,
	Reshape: ({ network, operands }) => reshapeTo(network, valueAt(operands, 0), constantAt(operands, 1).data),
	Squeeze: squeezing,
};

function convolution({ network, operands, attributes }: Node): Value {
	const input = valueAt(operands, 0);
	const { shape } = constantAt(operands, 1);
	const [height, width, inputs, outputs] = lengthsOf4(shape);
	const { bias, activation } = fused(operands, attributes);
	const result = convolve(network, input, {
		kernel: permute(floatsAt(operands, 1), shape, [3, 2, 0, 1]),
		kernelShape: [outputs, inputs, height, width],
		bias,
		strides: attributes.pair('strides'),
		dilations: attributes.pair('dilations'),
		padding: attributes.padding(),
		groups: (input.shape.at(-1) as number) / inputs,
	});
	return activate(network, result, activation);
}

function depthwiseConvolution({ network, operands, attributes }: Node): Value {
	const { shape } = constantAt(operands, 1);
	const [height, width, channels, multiplier] = lengthsOf4(shape);
	const { bias, activation } = fused(operands, attributes);
	const result = convolve(network, valueAt(operands, 0), {
		kernel: permute(floatsAt(operands, 1), shape, [2, 3, 0, 1]),
		kernelShape: [channels * multiplier, 1, height, width],
		bias,
		strides: attributes.pair('strides'),
		dilations: attributes.pair('dilations'),
		padding: attributes.padding(),
		groups: channels,
	});
	return activate(network, result, activation);
}

/** What the graph optimiser merged into an operation: `['BiasAdd', 'Relu6']`. */
function fused(
	operands: Operands,
	attributes: NodeAttributes,
): { bias: Float32Array | undefined; activation: string } {
	const [first, ...others] = attributes.texts('fused_ops');
	if (first === undefined) return { bias: undefined, activation: 'linear' };
	if (first !== 'BiasAdd' || others.length > 1) throw new UnsupportedNetwork(`fused ${[first, ...others]}`);
	const [activation = 'Linear'] = others;
	return {
		bias: floatsAt(operands, 2),
		activation: activation.charAt(0).toLowerCase() + activation.slice(1),
	};
}

function matrixProduct({ network, operands, attributes }: Node): Value {
	const { shape } = constantAt(operands, 1);
	const [rows, columns] = lengthsOf2(shape);
	if (attributes.flag('transpose_a')) throw new UnsupportedNetwork('a transposed input');
	const transposed = attributes.flag('transpose_b');
	const kernel = floatsAt(operands, 1);
	const { bias, activation } = fused(operands, attributes);
	const result = dense(network, valueAt(operands, 0), {
		kernel: transposed ? permute(kernel, shape, [1, 0]) : kernel,
		kernelShape: transposed ? [columns, rows] : [rows, columns],
		bias,
	});
	return activate(network, result, activation);
}

function pooling({ network, operands, attributes }: Node, operator: 'MaxPool' | 'AveragePool'): Value {
	return pool(network, operator, valueAt(operands, 0), {
		size: attributes.pair('ksize'),
		strides: attributes.pair('strides'),
		padding: attributes.padding(),
	});
}

function batchNormalisation({ network, operands, attributes }: Node): Value {
	return normaliseBatch(network, valueAt(operands, 0), {
		scale: floatsAt(operands, 1),
		offset: floatsAt(operands, 2),
		mean: floatsAt(operands, 3),
		variance: floatsAt(operands, 4),
		epsilon: attributes.number('epsilon', 0.0001),
	});
}

function padding({ network, operands }: Node): Value {
	const filler = operands.length > 2 ? constantAt(operands, 2).data[0] : undefined;
	return padBy(network, valueAt(operands, 0), constantAt(operands, 1).data, filler);
}

function concatenation({ network, operands }: Node): Value {
	const values = operands.slice(0, -1).map((_, index) => valueAt(operands, index));
	return concatenateAlong(network, values, constantAt(operands, operands.length - 1).data[0] ?? 0);
}

function squeezing({ network, operands, attributes }: Node): Value {
	const input = valueAt(operands, 0);
	const rank = input.shape.length + 1;
	const axes = attributes.integers('squeeze_dims').map((axis) => (axis < 0 ? axis + rank : axis));
	const kept = input.shape.filter((length, i) => length !== 1 || (axes.length > 0 && !axes.includes(i + 1)));
	return reshape(network, input, kept);
}
