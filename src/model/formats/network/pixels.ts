import { ELEMENT_TYPES } from '../onnx/model.ts';
import type { Network, Value } from './network.ts';

export interface Size {
	readonly width: number;
	readonly height: number;
}

/** The range of numbers a network wants its pixels in, where a photo has 0 to 255. */
export const PIXEL_RANGES = ['0..255', '0..1', '-1..1'] as const;

export type PixelRange = (typeof PIXEL_RANGES)[number];

const RANGES: Readonly<Record<PixelRange, { divisor: number; offset: number }>> = {
	'0..255': { divisor: 1, offset: 0 },
	'0..1': { divisor: 255, offset: 0 },
	'-1..1': { divisor: 127.5, offset: -1 },
};

/** The name of the input of every network we write: `uint8 [N, height, width, 3]`, RGB. */
export const PIXELS = 'pixels';

export function pixels(network: Network, { width, height }: Size): Value {
	const input = network.input(PIXELS, [height, width, 3]);
	// Before the cast, while a number is a byte still.
	const channelsFirst = network.add('Transpose', [input], input.shape, { perm: [0, 3, 1, 2] });
	return network.add('Cast', [channelsFirst], input.shape, { to: ELEMENT_TYPES.float32 });
}

/**
 * Part of the graph, so that no caller can forget it. It is not folded into the first convolution: padding with the
 * zeros of the new range is not padding with those of the old.
 */
export function scale(network: Network, photo: Value, range: PixelRange): Value {
	const { divisor, offset } = RANGES[range];
	const scaled = divisor === 1 ? photo : network.add('Div', [photo, network.scalar(divisor)], photo.shape);
	return offset === 0 ? scaled : network.add('Add', [scaled, network.scalar(offset)], photo.shape);
}
