import type { Pair } from '../../formats/network/padding.ts';
import { DamagedNetwork } from '../../formats/refusal.ts';
import { laidOut } from '../layout.ts';
import type { Tape, Tracked } from '../tape.ts';
import { convolveInBlocks, suitsBlocks } from './blocked-convolution.ts';
import { type Geometry, measure, type Sliding, type Weights } from './convolution-geometry.ts';
import { imageShape } from './shape.ts';

/** @param kernel in Keras's order: `[height, width, inputs, outputs]` */
export function convolve(tape: Tape, given: Tracked, { kernel, bias }: Weights, sliding: Sliding): Tracked {
	const [height, width, channels] = imageShape(given);
	const [kernelHeight = 0, kernelWidth = 0, inputs = 0, outputs = 0] = kernel.shape;
	if (inputs !== channels)
		throw new DamagedNetwork(`a kernel of shape [${kernel.shape}] on ${channels} channels`);
	const geometry = measure([height, width], [kernelHeight, kernelWidth], sliding);
	if (suitsBlocks(tape, given, geometry, outputs))
		return convolveInBlocks(tape, given, { kernel, bias }, geometry);
	const input = laidOut(tape, given, 'plain');
	const weights = tape.add('Transpose', [kernel.name], { perm: [3, 2, 0, 1] });
	const operands = [input.name, weights, ...(bias ? [bias.name] : [])];
	const output = tape.add('Conv', operands, convolutionAttributes(geometry));
	return tape.record(
		{ shape: [...geometry.output, outputs] },
		output,
		[input, kernel, ...(bias ? [bias] : [])],
		(gradient) => [
			input.isTrained ? spread(tape, gradient, weights, geometry) : undefined,
			kernel.isTrained ? kernelGradient(tape, input, gradient, geometry, [channels, outputs]) : undefined,
			bias && tape.add('ReduceSum', [gradient, tape.integers([0, 2, 3])], { keepdims: 0 }),
		],
	);
}

/** @param kernel in Keras's order: `[height, width, inputs, multiplier]` */
export function convolveDepthwise(
	tape: Tape,
	input: Tracked,
	{ kernel, bias }: Weights,
	sliding: Sliding,
): Tracked {
	const [height, width, channels] = imageShape(input);
	const [kernelHeight = 0, kernelWidth = 0, inputs = 0, multiplier = 0] = kernel.shape;
	if (inputs !== channels)
		throw new DamagedNetwork(`a kernel of shape [${kernel.shape}] on ${channels} channels`);
	const geometry = measure([height, width], [kernelHeight, kernelWidth], sliding);
	const outputs = channels * multiplier;
	const perChannel = tape.add('Transpose', [kernel.name], { perm: [2, 3, 0, 1] });
	const weights = tape.add('Reshape', [perChannel, tape.integers([outputs, 1, kernelHeight, kernelWidth])]);
	const operands = [input.name, weights, ...(bias ? [bias.name] : [])];
	const output = tape.add('Conv', operands, convolutionAttributes(geometry, channels));
	return tape.record(
		{ shape: [...geometry.output, outputs] },
		output,
		[input, kernel, ...(bias ? [bias] : [])],
		(gradient) => [
			input.isTrained ? spread(tape, gradient, weights, geometry, channels) : undefined,
			kernel.isTrained
				? depthwiseKernelGradient(tape, input, gradient, geometry, [channels, multiplier])
				: undefined,
			bias && tape.add('ReduceSum', [gradient, tape.integers([0, 2, 3])], { keepdims: 0 }),
		],
	);
}

function convolutionAttributes({ size, strides, dilations, pads }: Geometry, group = 1) {
	return { kernel_shape: size, strides, dilations, pads, group };
}

/** Carries the gradient of each output back to the inputs it was made of. */
function spread(tape: Tape, gradient: string, weights: string, geometry: Geometry, group = 1): string {
	const { size, strides, dilations, pads, input, output } = geometry;
	// Inputs that no window reached, after the last one, have no gradient; ONNX has to be told that they are there.
	const rest = ([0, 1] as const).map((axis) => {
		const reached =
			(output[axis] - 1) * strides[axis] +
			(size[axis] - 1) * dilations[axis] +
			1 -
			pads[axis] -
			pads[axis + 2];
		return input[axis] - reached;
	});
	return tape.add('ConvTranspose', [gradient, weights], {
		...convolutionAttributes({ ...geometry, pads: pads }, group),
		kernel_shape: size,
		output_padding: rest,
	});
}

/** The input that each position in the window meets, over all windows: one image of the output's size a position. */
function tapped(tape: Tape, image: string, { size, strides, dilations, output, pads }: Geometry): string[] {
	const [top, left, bottom, right] = pads;
	const padded = pads.some((pad) => pad > 0)
		? tape.add('Pad', [image, tape.integers([0, 0, top, left, 0, 0, bottom, right])])
		: image;
	const axes = tape.integers([2, 3]);
	const steps = tape.integers(strides);
	const taps: string[] = [];
	for (let row = 0; row < size[0]; row++) {
		for (let column = 0; column < size[1]; column++) {
			const begin = [row * dilations[0], column * dilations[1]] as const;
			const end = ([0, 1] as const).map((axis) => begin[axis] + (output[axis] - 1) * strides[axis] + 1);
			taps.push(tape.add('Slice', [padded, tape.integers(begin), tape.integers(end), axes, steps]));
		}
	}
	return taps;
}

/** One matrix product over all positions: three times as fast as a convolution of the input by the gradient. */
function kernelGradient(
	tape: Tape,
	input: Tracked,
	gradient: string,
	geometry: Geometry,
	[inputs, outputs]: Pair,
): string {
	const { size } = geometry;
	const positions = size[0] * size[1];
	const channelsFirst = { perm: [1, 0, 2, 3] };
	const taps = tapped(tape, tape.add('Transpose', [input.name], channelsFirst), geometry);
	const columns = taps.length === 1 ? (taps[0] as string) : tape.add('Concat', taps, { axis: 0 });
	const left = tape.add('Reshape', [columns, tape.integers([positions * inputs, -1])]);
	const perOutput = tape.add('Transpose', [gradient], channelsFirst);
	const right = tape.add('Reshape', [perOutput, tape.integers([outputs, -1])]);
	const product = tape.add('Gemm', [left, right], { transB: 1 });
	return tape.add('Reshape', [product, tape.integers([...size, inputs, outputs])]);
}

function depthwiseKernelGradient(
	tape: Tape,
	input: Tracked,
	gradient: string,
	geometry: Geometry,
	[channels, multiplier]: Pair,
): string {
	const [height, width] = geometry.output;
	const perChannel = tape.add('Reshape', [
		gradient,
		tape.integers([-1, channels, multiplier, height * width]),
	]);
	const sums = tapped(tape, input.name, geometry).map((tap) => {
		const met = tape.add('Reshape', [tap, tape.integers([-1, channels, 1, height * width])]);
		const products = tape.add('Mul', [met, perChannel]);
		return tape.add('ReduceSum', [products, tape.integers([0, 3])], { keepdims: 0 });
	});
	const joined = sums.length === 1 ? (sums[0] as string) : tape.add('Concat', sums, { axis: 0 });
	return tape.add('Reshape', [joined, tape.integers([...geometry.size, channels, multiplier])]);
}
