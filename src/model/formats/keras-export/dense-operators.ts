import { permute } from '../constant.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import type { GraphValue } from './graph-values.ts';
import type { LayerResult } from './layer-graph.ts';
import {
	type ConvertOperation,
	inputName,
	type Operation,
	optionalConstant,
	requireConstant,
} from './operation.ts';

/** What multiplies a vector by a matrix. */
export const DENSE_OPERATORS: Readonly<Record<string, ConvertOperation>> = { Gemm: gemm, MatMul: product };

/** One number times each of several: what two classes are made of that one sigmoid tells apart. */
export function spread(operation: Operation): GraphValue | undefined {
	const { values } = operation;
	const factors = values.constants.get(inputName(operation, 1));
	if (!factors || factors.data.length < 2) return undefined;
	const { result, channels } = values.get(inputName(operation, 0));
	if (String(result.shape) !== '1') return undefined;
	const kernel = { shape: [1, factors.data.length], data: factors.data };
	const product = { kernel, bias: undefined, outputs: factors.data.length };
	return { result: addDense(values.layers, result, product), channels };
}

function gemm(operation: Operation): GraphValue {
	const { attributes } = operation;
	const isPlain = ['alpha', 'beta'].every((name) => attributes.float(name, 1) === 1);
	if (!isPlain || attributes.integer('transA', 0) !== 0) throw new UnsupportedNetwork('such a product');
	const weights = requireConstant(operation, 1);
	const isTurned = attributes.integer('transB', 0) !== 0;
	const kernel = isTurned
		? { shape: [...weights.shape].reverse(), data: permute(weights.data, weights.shape, [1, 0]) }
		: weights;
	return dense(operation, kernel, optionalConstant(operation, 2)?.data);
}

function product(operation: Operation): GraphValue {
	return dense(operation, requireConstant(operation, 1), undefined);
}

function dense(
	operation: Operation,
	kernel: { readonly shape: readonly number[]; readonly data: Float32Array },
	bias: Float32Array | undefined,
): GraphValue {
	const { values } = operation;
	const { result, channels } = values.get(inputName(operation, 0));
	const [inputs, outputs = 0] = kernel.shape;
	if (result.shape.length !== 1 || kernel.shape.length !== 2 || result.shape[0] !== inputs)
		throw new DamagedNetwork(`a kernel of shape [${kernel.shape}] does not fit [${result.shape}]`);
	return { result: addDense(operation.values.layers, result, { kernel, bias, outputs }), channels };
}

/** A fully connected layer. */
export function addDense(
	layers: Operation['values']['layers'],
	input: LayerResult,
	{
		kernel,
		bias,
		outputs,
	}: {
		readonly kernel: { readonly shape: readonly number[]; readonly data: Float32Array };
		readonly bias: Float32Array | undefined;
		readonly outputs: number;
	},
): LayerResult {
	const config = { units: outputs, activation: 'linear', use_bias: bias !== undefined };
	const weights = { kernel, ...(bias && { bias: { shape: [outputs], data: bias } }) };
	return layers.add('Dense', config, [input], [outputs], weights);
}
