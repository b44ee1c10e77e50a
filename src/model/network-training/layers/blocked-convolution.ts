import { elementCount } from '../../formats/network/network.ts';
import type { Pair } from '../../formats/network/padding.ts';
import { domainOf, laidOut, reorder } from '../layout.ts';
import type { Tape, Tracked } from '../tape.ts';
import type { Geometry, Weights } from './convolution-geometry.ts';
import { imageShape } from './shape.ts';

/** Whether a convolution can be done in blocks, and gains by it: that of single pixels is a product of matrices anyway. */
export function suitsBlocks(
	{ block }: Tape,
	input: Tracked,
	{ size, strides, dilations }: Geometry,
	outputs: number,
): boolean {
	if (block === undefined || outputs % block !== 0 || elementCount(size) === 1) return false;
	const [, , channels] = imageShape(input);
	// Fewer channels than a block are read as they lie, but gradients cannot be written so.
	const areChannelsRight = channels % block === 0 || (channels < block && !input.isTrained);
	return areChannelsRight && [...strides, ...dilations].every((step) => step === 1);
}

/** As `convolve`, where `suitsBlocks` says so. Its gradients are convolutions, too. */
export function convolveInBlocks(
	tape: Tape,
	given: Tracked,
	{ kernel, bias }: Weights,
	geometry: Geometry,
): Tracked {
	const { size, pads, output: pixels } = geometry;
	const [, , channels, outputs] = kernel.shape as [number, number, number, number];
	const block = tape.block as number;
	const isNarrow = channels < block;
	const input = isNarrow ? given : laidOut(tape, given, 'blocked');
	const parts = kernelParts(tape, kernel, isNarrow ? 1 : block);

	const filter = arrange(tape, parts, [3, 1, 0, 2, 4], [outputs, channels, ...size]);
	const output = convolve(tape, [input.name, filter, ...(bias ? [bias.name] : [])], size, pads);

	return tape.record(
		{ shape: [...pixels, outputs], layout: 'blocked' },
		output,
		[input, kernel, ...(bias ? [bias] : [])],
		(gradient) => {
			const photosInBlocks = gradientAsFilter(tape, gradient, outputs, pixels);
			return [
				input.isTrained ? inputGradient(tape, gradient, parts, geometry, [channels, outputs]) : undefined,
				kernel.isTrained ? kernelGradient(tape, given, photosInBlocks, geometry, outputs) : undefined,
				bias && biasGradient(tape, photosInBlocks, outputs),
			];
		},
	);
}

/** `[positions in the window, input blocks, input block, output blocks, output block]`, which filters are arranged from. */
function kernelParts(tape: Tape, { name, shape }: Tracked, inputBlock: number): string {
	const [height = 0, width = 0, channels = 0, outputs = 0] = shape;
	const block = tape.block as number;
	const parts = [height * width, channels / inputBlock, inputBlock, outputs / block, block];
	return tape.add('Reshape', [name, tape.integers(parts)]);
}

/** Filters lie `[output blocks, input blocks, height, width, input block, output block]`, and say `shape`. */
function arrange(tape: Tape, parts: string, perm: readonly number[], shape: readonly number[]): string {
	return tape.add('Reshape', [tape.add('Transpose', [parts], { perm }), tape.integers(shape)]);
}

function convolve(
	tape: Tape,
	operands: readonly string[],
	size: Pair,
	pads: readonly number[] = [0, 0, 0, 0],
): string {
	return tape.add('Conv', operands, { kernel_shape: size, pads }, domainOf('blocked'));
}

/** The outputs' gradient convolved with the kernel turned round, from outputs to inputs. */
function inputGradient(
	tape: Tape,
	gradient: string,
	parts: string,
	{ size, pads }: Geometry,
	[channels, outputs]: Pair,
): string {
	const positions = elementCount(size);
	const backwards = [[-1], [-positions - 1], [0], [-1]].map((values) => tape.integers(values));
	const turned = tape.add('Slice', [parts, ...backwards]);
	const filter = arrange(tape, turned, [1, 3, 0, 4, 2], [channels, outputs, ...size]);
	const [height, width] = size;
	const [top, left, bottom, right] = pads;
	const around = [height - 1 - top, width - 1 - left, height - 1 - bottom, width - 1 - right] as const;
	return convolve(tape, [gradient, filter], size, around);
}

/** As a filter from photos to outputs: `[output blocks, photo blocks, pixels, photo block, output block]`. */
function gradientAsFilter(tape: Tape, gradient: string, outputs: number, pixels: Pair): string {
	const block = tape.block as number;
	const parts = tape.integers([-1, block, outputs / block, elementCount(pixels), block]);
	return tape.add('Transpose', [tape.add('Reshape', [gradient, parts])], { perm: [2, 0, 3, 1, 4] });
}

function biasGradient(tape: Tape, photosInBlocks: string, outputs: number): string {
	const block = tape.block as number;
	const rows = tape.add('Reshape', [photosInBlocks, tape.integers([outputs / block, -1, block])]);
	const sums = tape.add('ReduceSum', [rows, tape.integers([1])], { keepdims: 0 });
	return tape.add('Reshape', [sums, tape.integers([outputs])]);
}

/**
 * The filter is read once for each channel of the input, so it is cut into strips of rows that stay in the processor's
 * cache of a core: half a megabyte each, at the usual batch.
 */
const STRIP_BYTES = 5e5;
const USUAL_BATCH = 32;

/** The inputs convolved with the outputs' gradient: photos take the place of channels, and channels that of photos. */
function kernelGradient(
	tape: Tape,
	input: Tracked,
	photosInBlocks: string,
	{ size, pads, output: [rows, columns] }: Geometry,
	outputs: number,
): string {
	const [height, width, channels] = imageShape(input);
	const block = tape.block as number;
	const [top, left, bottom, right] = pads;
	const swapped = tape.add('Transpose', [reorder(tape, input, 'plain')], { perm: [1, 0, 2, 3] });
	const blocked = reorder(tape, { name: swapped, shape: input.shape, layout: 'plain' }, 'blocked');
	const images = tape.add('Reshape', [blocked, tape.integers([-1, height, width, block])]);
	// Padding within the convolution is slow where a filter is as large as the image.
	const padded = pads.some((margin) => margin > 0)
		? tape.add('Pad', [images, tape.integers([0, top, left, 0, 0, bottom, right, 0])])
		: images;
	const filter = tape.add('Reshape', [
		photosInBlocks,
		tape.integers([outputs / block, -1, rows, columns * block * block]),
	]);

	const bytes = outputs * USUAL_BATCH * rows * columns * Float32Array.BYTES_PER_ELEMENT;
	const strips = Math.min(Math.ceil(bytes / STRIP_BYTES), rows);
	const slice = (tensor: string, begin: number, end: number, axis: number) =>
		strips === 1
			? tensor
			: tape.add('Slice', [tensor, tape.integers([begin]), tape.integers([end]), tape.integers([axis])]);
	const shares = Array.from({ length: strips }, (_, strip) => {
		const [begin, end] = [strip, strip + 1].map((edge) => Math.floor((rows * edge) / strips)) as [
			number,
			number,
		];
		const seen = end - begin + size[0] - 1;
		return convolve(
			tape,
			[
				tape.add('Reshape', [
					slice(padded, begin, begin + seen, 1),
					tape.integers([channels, -1, seen, width + left + right]),
				]),
				tape.add('Reshape', [
					slice(filter, begin, end, 2),
					tape.integers([outputs, -1, end - begin, columns]),
				]),
			],
			[end - begin, columns],
		);
	});
	const sum = strips === 1 ? (shares[0] as string) : tape.add('Sum', shares);
	const parts = tape.integers([channels, outputs / block, elementCount(size), block]);
	return arrange(tape, tape.add('Reshape', [sum, parts]), [2, 0, 1, 3], [...size, channels, outputs]);
}
