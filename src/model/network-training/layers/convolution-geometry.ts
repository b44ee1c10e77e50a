import { type Padding, type Pair, slide } from '../../formats/network/padding.ts';
import type { Tracked } from '../tape.ts';

export interface Sliding {
	readonly strides: Pair;
	readonly dilations: Pair;
	readonly padding: Padding;
}

export interface Geometry {
	readonly size: Pair;
	readonly strides: Pair;
	readonly dilations: Pair;
	readonly input: Pair;
	readonly output: Pair;
	readonly pads: readonly [top: number, left: number, bottom: number, right: number];
}

export interface Weights {
	readonly kernel: Tracked;
	readonly bias: Tracked | undefined;
}

export function measure(input: Pair, size: Pair, { strides, dilations, padding }: Sliding): Geometry {
	return { input, size, strides, dilations, ...slide(input, { size, strides, dilations, padding }) };
}
