import { DamagedNetwork } from '../refusal.ts';

export type Pair = readonly [height: number, width: number];

/** TensorFlow's two rules. */
export type Padding = 'same' | 'valid';

export interface Window {
	readonly size: Pair;
	readonly strides: Pair;
	readonly dilations: Pair;
	readonly padding: Padding;
}

/** Larger than any photo; a window beyond is a mistake, or an attack on the engine. */
const MAX_MEASURE = 4096;

/**
 * The size of what a sliding window makes of an image, and the padding it needs. `same` adds the odd pixel at the
 * bottom and at the right, which is what sets TensorFlow apart from most others.
 * https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function slide(
	[height, width]: Pair,
	{ size, strides, dilations, padding }: Window,
): { output: Pair; pads: [top: number, left: number, bottom: number, right: number] } {
	for (const measure of [...size, ...strides, ...dilations]) {
		if (!Number.isInteger(measure) || measure < 1 || measure > MAX_MEASURE) {
			throw new DamagedNetwork(`a window cannot measure ${measure}`);
		}
	}
	const rows = slideAlong(height, size[0], strides[0], dilations[0], padding);
	const columns = slideAlong(width, size[1], strides[1], dilations[1], padding);
	return {
		output: [rows.output, columns.output],
		pads: [rows.before, columns.before, rows.after, columns.after],
	};
}

function slideAlong(
	input: number,
	size: number,
	stride: number,
	dilation: number,
	padding: Padding,
): { output: number; before: number; after: number } {
	const extent = (size - 1) * dilation + 1;
	if (padding === 'valid') return { output: Math.floor((input - extent) / stride) + 1, before: 0, after: 0 };
	const output = Math.ceil(input / stride);
	const total = Math.max((output - 1) * stride + extent - input, 0);
	const before = Math.floor(total / 2);
	return { output, before, after: total - before };
}
