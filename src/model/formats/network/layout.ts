import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { asImage, checkShape, elementCount, type Network, type Value } from './network.ts';

/** Where ONNX keeps an axis of a value (the batch not counted in `axis`, but in the result). */
export function onnxAxis(shape: readonly number[], axis: number): number {
	if (shape.length !== 3) return axis + 1;
	return [2, 3, 1][axis] as number;
}

/** The elements in TensorFlow's order under another shape. */
export function reshape(network: Network, input: Value, shape: readonly number[]): Value {
	checkShape(shape);
	if (elementCount(shape) !== elementCount(input.shape)) {
		throw new DamagedNetwork(`[${input.shape}] cannot be reshaped to [${shape}]`);
	}
	const from = orderMatters(input.shape)
		? network.add('Transpose', [input], input.shape, { perm: [0, 2, 3, 1] })
		: input;
	const channelsLast = orderMatters(shape);
	// A zero keeps the batch's length, which is not known here.
	const onnxShape = shape.length === 3 && !channelsLast ? [shape[2], shape[0], shape[1]] : shape;
	const target = network.integers([0, ...(onnxShape as number[])]);
	const reshaped = network.add('Reshape', [from, target], shape);
	return channelsLast ? network.add('Transpose', [reshaped], shape, { perm: [0, 3, 1, 2] }) : reshaped;
}

/** An image with its axes in another order: height is 1, width 2, channels 3. */
export function permuteImage(network: Network, input: Value, dims: readonly [number, number, number]): Value {
	const { shape } = input;
	if (shape.length !== 3 || String([...dims].sort()) !== '1,2,3')
		throw new UnsupportedNetwork(`the order [${dims}] of a value of shape [${shape}]`);
	const permuted = dims.map((axis) => shape[axis - 1] as number);
	// ONNX has the channels, the third, first.
	const stored = [3, 1, 2];
	const perm = stored.map((place) => stored.indexOf(dims[place - 1] as number) + 1);
	return network.add('Transpose', [input], permuted, { perm: [0, ...perm] });
}

export function flatten(network: Network, input: Value): Value {
	return input.shape.length === 1 ? input : reshape(network, input, [elementCount(input.shape)]);
}

export function concatenate(network: Network, inputs: readonly Value[], axis: number): Value {
	const [first] = inputs;
	if (!first) throw new DamagedNetwork('nothing to concatenate');
	const fits = inputs.every(
		({ shape }) =>
			shape.length === first.shape.length &&
			shape.every((length, i) => i === axis || length === first.shape[i]),
	);
	if (!fits || !Number.isInteger(axis) || axis < 0 || axis >= first.shape.length) {
		throw new DamagedNetwork(
			`[${inputs.map(({ shape }) => shape.join(' × ')).join('], [')}] cannot be concatenated`,
		);
	}
	const length = inputs.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
	return network.add('Concat', inputs, first.shape.with(axis, length), { axis: onnxAxis(first.shape, axis) });
}

/** An image of one pixel or one channel lies in memory alike whichever comes first. */
function orderMatters(shape: readonly number[]): boolean {
	const [height = 1, width = 1, channels = 1] = shape;
	return shape.length === 3 && channels > 1 && height * width > 1;
}

/** Adds pixels of one number around an image. */
export function pad(
	network: Network,
	input: Value,
	{ top, bottom, left, right }: { top: number; bottom: number; left: number; right: number },
	filler = 0,
): Value {
	const image = asImage(input);
	if (![top, bottom, left, right].every((pixels) => Number.isSafeInteger(pixels) && pixels >= 0)) {
		throw new DamagedNetwork(`${[top, bottom, left, right]} is no padding`);
	}
	const [height, width, channels] = image.shape;
	const shape = [height + top + bottom, width + left + right, channels];
	const pads = network.integers([0, 0, top, left, 0, 0, bottom, right]);
	return network.add('Pad', [image, pads, network.scalar(filler)], shape);
}
