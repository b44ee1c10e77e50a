import { DamagedNetwork } from '../refusal.ts';
import { asImage, elementCount, type Network, type Value } from './network.ts';
import { type Padding, type Pair, slide } from './padding.ts';

export interface Convolution {
	/** In ONNX's layout: `[outputs, inputs / groups, height, width]`. */
	readonly kernel: Float32Array;
	readonly kernelShape: readonly [outputs: number, inputsPerGroup: number, height: number, width: number];
	readonly bias?: Float32Array | undefined;
	readonly strides: Pair;
	readonly dilations: Pair;
	readonly padding: Padding;
	/** 1, or for a depthwise convolution the number of input channels. */
	readonly groups: number;
}

export function convolve(network: Network, input: Value, convolution: Convolution): Value {
	const { kernel, kernelShape, bias, strides, dilations, padding, groups } = convolution;
	const [outputs, inputsPerGroup, kernelHeight, kernelWidth] = kernelShape;
	const image = asImage(input);
	const [height, width, channels] = image.shape;
	if (!Number.isInteger(groups) || channels !== inputsPerGroup * groups || outputs % groups !== 0) {
		throw new DamagedNetwork(`a kernel of shape [${kernelShape}] does not fit ${channels} channels`);
	}
	if (elementCount(kernelShape) !== kernel.length || (bias && bias.length !== outputs)) {
		throw new DamagedNetwork('the weights do not have the shape they claim');
	}
	const size: Pair = [kernelHeight, kernelWidth];
	const { output, pads } = slide([height, width], { size, strides, dilations, padding });
	const inputs: (Value | string)[] = [image, network.constant(kernelShape, kernel)];
	if (bias) inputs.push(network.constant([outputs], bias));
	return network.add('Conv', inputs, [...output, outputs], {
		dilations,
		group: groups,
		kernel_shape: size,
		pads,
		strides,
	});
}
