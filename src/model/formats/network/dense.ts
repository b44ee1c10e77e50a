import { permute } from '../constant.ts';
import { DamagedNetwork } from '../refusal.ts';
import { convolve } from './convolution.ts';
import type { Network, Value } from './network.ts';

export interface Dense {
	/** `[inputs, outputs]`, row-major. */
	readonly kernel: Float32Array;
	readonly kernelShape: readonly [inputs: number, outputs: number];
	readonly bias?: Float32Array | undefined;
}

/** A fully connected layer; on an image it works on every pixel by itself. */
export function dense(network: Network, input: Value, { kernel, kernelShape, bias }: Dense): Value {
	const [inputs, outputs] = kernelShape;
	if (input.shape.at(-1) !== inputs || kernel.length !== inputs * outputs) {
		throw new DamagedNetwork(`a kernel of shape [${kernelShape}] does not fit [${input.shape}]`);
	}
	if (bias && bias.length !== outputs)
		throw new DamagedNetwork(`a bias of ${bias.length} for ${outputs} outputs`);
	if (input.shape.length === 3) {
		return convolve(network, input, {
			kernel: permute(kernel, kernelShape, [1, 0]),
			kernelShape: [outputs, inputs, 1, 1],
			bias,
			strides: [1, 1],
			dilations: [1, 1],
			padding: 'valid',
			groups: 1,
		});
	}
	const weights = network.constant(kernelShape, kernel);
	if (input.shape.length === 1) {
		const constants = bias ? [weights, network.constant([outputs], bias)] : [weights];
		return network.add('Gemm', [input, ...constants], [outputs]);
	}
	const shape = input.shape.with(-1, outputs);
	const product = network.add('MatMul', [input, weights], shape);
	return bias ? network.add('Add', [product, network.constant([outputs], bias)], shape) : product;
}
