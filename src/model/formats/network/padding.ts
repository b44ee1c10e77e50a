import { DamagedNetwork } from '../refusal.ts';

export type Pair = readonly [height: number, width: number];

/** TensorFlow's two rules, or the pixels to add at each side. */
export type Padding =
	| 'same'
	| 'valid'
	| { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** Larger than any photo; a window beyond is a mistake or an attack on the engine. */
const MAX_MEASURE = 4096;

export interface Window {
	readonly size: Pair;
	readonly strides: Pair;
	readonly dilations: Pair;
	readonly padding: Padding;
}

/**
 * Where a sliding window's results lie and what padding it needs. `same` adds the odd pixel at the bottom and at the
 * right, which is what sets TensorFlow apart from most others.
 * https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function slide(
	input: Pair,
	{ size, strides, dilations, padding }: Window,
): { output: Pair; pads: [top: number, left: number, bottom: number, right: number] } {
	for (const number of [...size, ...strides, ...dilations]) {
		if (!Number.isInteger(number) || number < 1 || number > MAX_MEASURE)
			throw new DamagedNetwork(`a window cannot measure ${number}`);
	}
	const [given0, given1]: [Side, Side] =
		typeof padding === 'string'
			? [padding, padding]
			: [
					[padding.top, padding.bottom],
					[padding.left, padding.right],
				];
	const rows = slideSide(input[0], size[0], strides[0], dilations[0], given0);
	const columns = slideSide(input[1], size[1], strides[1], dilations[1], given1);
	return {
		output: [rows.output, columns.output],
		pads: [rows.before, columns.before, rows.after, columns.after],
	};
}

type Side = 'same' | 'valid' | readonly [before: number, after: number];

function slideSide(
	input: number,
	size: number,
	stride: number,
	dilation: number,
	padding: Side,
): { output: number; before: number; after: number } {
	const extent = (size - 1) * dilation + 1;
	if (padding === 'same') {
		const output = Math.ceil(input / stride);
		const total = Math.max((output - 1) * stride + extent - input, 0);
		const before = Math.floor(total / 2);
		return { output, before, after: total - before };
	}
	const [before, after] = padding === 'valid' ? [0, 0] : padding;
	return { output: Math.floor((input + before + after - extent) / stride) + 1, before, after };
}
