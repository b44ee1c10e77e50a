import type { Constant } from '../constant.ts';
import { convolve } from '../network/convolution.ts';
import { dense } from '../network/dense.ts';
import { activate, arithmetic, leakyRelu } from '../network/elementwise.ts';
import { concatenate, reshape } from '../network/layout.ts';
import { elementCount, type Network, type Value } from '../network/network.ts';
import { normaliseBatch } from '../network/normalisation.ts';
import { pad } from '../network/pad.ts';
import { globalPool, pool } from '../network/pooling.ts';
import { permute } from '../permute.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { NodeAttributes } from './graph-attributes.ts';

export type Operand = Value | Constant;

interface Node {
	readonly network: Network;
	readonly operands: readonly Operand[];
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
	BiasAdd: (node) => elementwise(node, 'Add'),
	Add: (node) => elementwise(node, 'Add'),
	AddV2: (node) => elementwise(node, 'Add'),
	Sub: (node) => elementwise(node, 'Sub'),
	Mul: (node) => elementwise(node, 'Mul'),
	RealDiv: (node) => elementwise(node, 'Div'),
	Maximum: (node) => elementwise(node, 'Max'),
	Minimum: (node) => elementwise(node, 'Min'),
	Relu: (node) => activate(node.network, valueAt(node.operands, 0), 'relu'),
	Relu6: (node) => activate(node.network, valueAt(node.operands, 0), 'relu6'),
	LeakyRelu: ({ network, operands, attributes }) =>
		leakyRelu(network, valueAt(operands, 0), attributes.number('alpha', 0.2)),
	Elu: (node) => activate(node.network, valueAt(node.operands, 0), 'elu'),
	Sigmoid: (node) => activate(node.network, valueAt(node.operands, 0), 'sigmoid'),
	Tanh: (node) => activate(node.network, valueAt(node.operands, 0), 'tanh'),
	Softmax: (node) => activate(node.network, valueAt(node.operands, 0), 'softmax'),
	MaxPool: (node) => pooling(node, 'MaxPool'),
	AvgPool: (node) => pooling(node, 'AveragePool'),
	Mean: globalMean,
	FusedBatchNorm: batchNormalisation,
	FusedBatchNormV2: batchNormalisation,
	FusedBatchNormV3: batchNormalisation,
	Pad: padding,
	PadV2: padding,
	ConcatV2: concatenation,
	Reshape: reshaping,
	Squeeze: squeezing,
};

function operandAt(operands: readonly Operand[], index: number): Operand {
	const operand = operands[index];
	if (!operand) throw new DamagedNetwork(`it has ${operands.length} inputs`);
	return operand;
}

function valueAt(operands: readonly Operand[], index: number): Value {
	const operand = operandAt(operands, index);
	if ('data' in operand) throw new UnsupportedNetwork('arithmetic on constants alone');
	return operand;
}

function constantAt(operands: readonly Operand[], index: number): Constant {
	const operand = operandAt(operands, index);
	if (!('data' in operand)) throw new UnsupportedNetwork('weights that are computed');
	return operand;
}

function floatsAt(operands: readonly Operand[], index: number): Float32Array {
	const { data } = constantAt(operands, index);
	if (!(data instanceof Float32Array)) throw new DamagedNetwork('its weights are integers');
	return data;
}

function convolution({ network, operands, attributes }: Node): Value {
	const input = valueAt(operands, 0);
	const { shape } = constantAt(operands, 1);
	const [height, width, inputs, outputs] = shapeOf4(shape);
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
	const [height, width, channels, multiplier] = shapeOf4(shape);
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
	operands: readonly Operand[],
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
	const [rows, columns] = shape;
	if (attributes.flag('transpose_a')) throw new UnsupportedNetwork('a transposed input');
	if (shape.length !== 2 || rows === undefined || columns === undefined) {
		throw new UnsupportedNetwork(`a matrix of shape [${shape}]`);
	}
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

function elementwise(
	{ network, operands }: Node,
	operator: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Max' | 'Min',
): Value {
	const [a, b] = [operandAt(operands, 0), operandAt(operands, 1)];
	if (!('data' in a) && !('data' in b)) return arithmetic(network, operator, a, b);
	const value = 'data' in a ? valueAt(operands, 1) : a;
	const names = [a, b].map((operand) => ('data' in operand ? broadcast(network, operand, value) : operand));
	return network.add(operator, names, value.shape);
}

/** A constant laid out to be combined with a value: TensorFlow aligns the last axes, which are ONNX's first ones. */
function broadcast(network: Network, { shape, data }: Constant, { shape: target }: Value): string {
	if (!(data instanceof Float32Array)) throw new DamagedNetwork('its constant is of integers');
	if (data.length === 1) return network.scalar(data[0] as number);
	const padded = [...new Array<number>(Math.max(target.length + 1 - shape.length, 0)).fill(1), ...shape];
	const fits = padded.every((length, axis) => length === 1 || length === [1, ...target][axis]);
	if (!fits || padded.length !== target.length + 1) {
		throw new DamagedNetwork(`a constant of shape [${shape}] does not fit [${target}]`);
	}
	if (padded.length !== 4) return network.constant(padded, data);
	const [batch, height, width, channels] = shapeOf4(padded);
	return network.constant([batch, channels, height, width], permute(data, padded, [0, 3, 1, 2]));
}

function pooling({ network, operands, attributes }: Node, operator: 'MaxPool' | 'AveragePool'): Value {
	return pool(network, operator, valueAt(operands, 0), {
		size: attributes.pair('ksize'),
		strides: attributes.pair('strides'),
		padding: attributes.padding(),
	});
}

function globalMean({ network, operands, attributes }: Node): Value {
	const axes = [...constantAt(operands, 1).data].map((axis) => (axis + 4) % 4).sort();
	if (axes.join() !== '1,2') throw new UnsupportedNetwork(`a mean over the axes ${axes}`);
	const keepImage = attributes.flag('keep_dims') || attributes.flag('keepDims');
	return globalPool(network, 'GlobalAveragePool', valueAt(operands, 0), keepImage);
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
	const [n0, n1, top = 0, bottom = 0, left = 0, right = 0, c0, c1] = constantAt(operands, 1).data;
	if (n0 !== 0 || n1 !== 0 || c0 !== 0 || c1 !== 0) {
		throw new UnsupportedNetwork('padding of photos or channels');
	}
	const filler = operands.length > 2 ? (constantAt(operands, 2).data[0] ?? 0) : 0;
	return pad(network, valueAt(operands, 0), { top, bottom, left, right }, filler);
}

function concatenation({ network, operands }: Node): Value {
	const values = operands.slice(0, -1).map((_, index) => valueAt(operands, index));
	const rank = (values[0]?.shape.length ?? 0) + 1;
	const axis = constantAt(operands, operands.length - 1).data[0] ?? 0;
	return concatenate(network, values, (axis < 0 ? axis + rank : axis) - 1);
}

function reshaping({ network, operands }: Node): Value {
	const input = valueAt(operands, 0);
	const [, ...shape] = constantAt(operands, 1).data;
	const known = elementCount(shape.filter((length) => length !== -1));
	return reshape(
		network,
		input,
		shape.map((length) => (length === -1 ? elementCount(input.shape) / known : length)),
	);
}

function squeezing({ network, operands, attributes }: Node): Value {
	const input = valueAt(operands, 0);
	const rank = input.shape.length + 1;
	const axes = new Set(attributes.integers('squeeze_dims').map((axis) => (axis + rank) % rank));
	const kept = input.shape.filter((length, i) => !(axes.size === 0 ? length === 1 : axes.has(i + 1)));
	return reshape(network, input, kept);
}

function shapeOf4(shape: readonly number[]): [number, number, number, number] {
	const [a, b, c, d] = shape;
	if (shape.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
		throw new DamagedNetwork(`its weights have the shape [${shape}]`);
	}
	return [a, b, c, d];
}
