import { ELEMENT_TYPES } from '../onnx/model.ts';
import type { Network, Value } from './network.ts';

export interface Size {
	readonly width: number;
	readonly height: number;
}

/** Per channel, of pixels of 0 to 1: what a network expects is `(pixel / 255 - mean) / deviation`. */
export interface Normalisation {
	/** Red, green, blue. */
	readonly mean: readonly number[];
	readonly deviation: readonly number[];
}

/** The range of numbers a network wants its pixels in, where a photo has 0 to 255. */
export const PIXEL_RANGES = ['0..255', '0..1', '-1..1'] as const;

export type PixelRange = (typeof PIXEL_RANGES)[number];

const RANGES: Readonly<Record<PixelRange, { divisor: number; offset: number }>> = {
	'0..255': { divisor: 1, offset: 0 },
	'0..1': { divisor: 255, offset: 0 },
	'-1..1': { divisor: 127.5, offset: -1 },
};

/** Statistics of ImageNet, which most networks of the PyTorch world are trained with (torchvision, timm's defaults). */
export const IMAGENET: Normalisation = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

/** What a range comes to. */
export function normalisationOf(range: PixelRange): Normalisation {
	const { divisor, offset } = RANGES[range];
	const mean = (-offset * divisor) / 255;
	const deviation = divisor / 255;
	return { mean: [mean, mean, mean], deviation: [deviation, deviation, deviation] };
}

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

/** As `scale`, each channel by itself. */
export function normalise(network: Network, photo: Value, { mean, deviation }: Normalisation): Value {
	const perChannel = (numbers: readonly number[]) =>
		network.constant(
			[1, 3, 1, 1],
			Float32Array.from(numbers, (number) => 255 * number),
		);
	const centred = network.add('Sub', [photo, perChannel(mean)], photo.shape);
	return network.add('Div', [centred, perChannel(deviation)], photo.shape);
}
