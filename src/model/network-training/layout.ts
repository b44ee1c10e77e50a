import type { Pair } from '../formats/network/padding.ts';
import type { OnnxModel } from '../formats/onnx/model.ts';
import type { ImageLayout, Tape, Tracked } from './tape.ts';

/** An image by its name, its shape as Keras has it, and its layout. */
export type LaidOutImage = Pick<Tracked, 'name' | 'shape' | 'layout'>;

/**
 * ONNX Runtime's own operators on blocked images, which it puts in place of ONNX's where weights are constant. They are no
 * promise to anyone: `findBlock` asks before they are relied on.
 */
const BLOCKED_OPERATORS = 'com.microsoft.nchwc';

/** Where the operators on windows of images are that go with a layout: `Conv`, `MaxPool`, `AveragePool`. */
export function domainOf(layout: ImageLayout): string | undefined {
	return layout === 'blocked' ? BLOCKED_OPERATORS : undefined;
}

/** The same image in a layout, and its gradient back in the one it had. */
export function laidOut(tape: Tape, image: Tracked, layout: ImageLayout): Tracked {
	if (image.layout === layout) return image;
	const { shape } = image;
	return tape.record({ shape, layout }, reorder(tape, image, layout), [image], (gradient) => [
		reorder(tape, { name: gradient, shape, layout }, image.layout),
	]);
}

/** The numbers of an image in a layout. */
export function reorder(tape: Tape, { name, shape, layout: from }: LaidOutImage, to: ImageLayout): string {
	if (from === to) return name;
	const [, , channels = 0] = shape;
	return to === 'blocked'
		? tape.add('ReorderInput', [name], {}, BLOCKED_OPERATORS)
		: tape.add('ReorderOutput', [name], { channels }, BLOCKED_OPERATORS);
}

/**
 * Applies an operator along rows and columns.
 *
 * @param result height and width of what it makes
 * @param apply gets a tensor of four dimensions, and which of them are rows and columns
 */
export function alongPixels(
	tape: Tape,
	{ name, shape, layout }: LaidOutImage,
	result: Pair,
	apply: (tensor: string, axes: Pair) => string,
): string {
	if (layout === 'plain') return apply(name, [2, 3]);
	const [height = 0, width = 0, channels = 0] = shape;
	const blocks = tape.add('Reshape', [name, tape.integers([-1, height, width, tape.block as number])]);
	return tape.add('Reshape', [apply(blocks, [1, 2]), tape.integers([-1, channels, ...result])]);
}

/** Each value as often as its window is large. */
export function enlarge(tape: Tape, { name, layout }: Omit<LaidOutImage, 'shape'>, size: Pair): string {
	if (layout === 'blocked')
		return tape.add('Upsample', [name], { scales: [1, 1, ...size] }, BLOCKED_OPERATORS);
	const scales = tape.constant([4], Float32Array.of(1, 1, ...size));
	return tape.add('Resize', [name, '', scales], {
		mode: 'nearest',
		coordinate_transformation_mode: 'asymmetric',
		nearest_mode: 'floor',
	});
}

/** A graph that lays out as many channels as it is given: what comes out are whole blocks. */
export const blockQuestion: OnnxModel = {
	inputs: [{ name: 'plain', type: 'float32' }],
	outputs: [{ name: 'blocked', type: 'float32' }],
	nodes: [
		{
			operator: 'ReorderInput',
			inputs: ['plain'],
			outputs: ['blocked'],
			attributes: {},
			domain: BLOCKED_OPERATORS,
		},
	],
	initializers: [],
};
