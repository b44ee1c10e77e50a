import { elementCount } from '../../formats/network/network.ts';
import { type Padding, type Pair, slide } from '../../formats/network/padding.ts';
import { domainOf, enlarge, type LaidOutImage, laidOut } from '../layout.ts';
import type { Tape, Tracked } from '../tape.ts';
import { asNumbers } from './activation.ts';
import { crop, imageShape, pad } from './shape.ts';

export interface PoolWindow {
	readonly size: Pair;
	readonly strides: Pair;
	readonly padding: Padding;
}

interface Geometry extends PoolWindow {
	readonly input: Pair;
	readonly output: Pair;
	readonly pads: readonly [top: number, left: number, bottom: number, right: number];
	readonly channels: number;
}

/**
 * The gradient goes to the inputs that equal their window's maximum. Flat areas of real photos do tie, hence it is shared
 * among equals; Keras gives it to the first, which makes no difference on average.
 */
export function maxPool(tape: Tape, given: Tracked, window: PoolWindow): Tracked {
	const geometry = measure(given, window);
	const input = isTiled(geometry) ? given : laidOut(tape, given, 'plain');
	const { layout } = input;
	const output = tape.add('MaxPool', [input.name], poolAttributes(geometry), domainOf(layout));
	const shape = [...geometry.output, geometry.channels];
	return tape.record({ shape, layout }, output, [input], (gradient) => [
		isTiled(geometry)
			? tiledMaximumGradient(tape, { input, output, gradient }, geometry)
			: slidingMaximumGradient(tape, { input, output, gradient }, geometry),
	]);
}

/** Padding does not count, in Keras and in ONNX alike. */
export function averagePool(tape: Tape, input: Tracked, window: PoolWindow): Tracked {
	const geometry = measure(input, window);
	const output = tape.add('AveragePool', [input.name], poolAttributes(geometry));
	const shape = [...geometry.output, geometry.channels];
	return tape.record({ shape }, output, [input], (gradient) => {
		const share = tape.add('Div', [gradient, tape.constant([1, 1, ...geometry.output], counts(geometry))]);
		if (isTiled(geometry)) {
			const { size, output: tiles, channels } = geometry;
			const name = enlarge(tape, { name: share, layout: 'plain' }, size);
			const whole = [tiles[0] * size[0], tiles[1] * size[1], channels];
			return [padEnd(tape, { name, shape: whole, layout: 'plain' }, geometry)];
		}
		return [scatter(tape, Array(elementCount(geometry.size)).fill(share), geometry)];
	});
}

export function globalAveragePool(tape: Tape, input: Tracked, keepImage: boolean): Tracked {
	const [height, width, channels] = imageShape(input);
	const pooled = tape.add('GlobalAveragePool', [input.name]);
	const output = keepImage ? pooled : tape.add('Flatten', [pooled], { axis: 1 });
	const shape = keepImage ? [1, 1, channels] : [channels];
	return tape.record({ shape }, output, [input], (gradient) => {
		const share = new Float32Array(height * width).fill(1 / (height * width));
		const pixel = tape.add('Reshape', [gradient, tape.integers([-1, channels, 1, 1])]);
		return [tape.add('Mul', [pixel, tape.constant([1, 1, height, width], share)])];
	});
}

function measure(input: Tracked, window: PoolWindow): Geometry {
	const [height, width, channels] = imageShape(input);
	return {
		...window,
		...slide([height, width], { ...window, dilations: [1, 1] }),
		input: [height, width],
		channels,
	};
}

function poolAttributes({ size, strides, pads }: Geometry) {
	return { kernel_shape: size, strides, pads };
}

/** Windows that neither overlap nor leave the image, as almost everywhere. */
function isTiled({ size, strides, pads }: Geometry): boolean {
	return size[0] === strides[0] && size[1] === strides[1] && pads.every((pad) => pad === 0);
}

interface Maximum {
	readonly input: LaidOutImage;
	readonly output: string;
	readonly gradient: string;
}

function tiledMaximumGradient(tape: Tape, { input, output, gradient }: Maximum, geometry: Geometry): string {
	const { size, output: tiles, channels } = geometry;
	const { layout } = input;
	const [height, width] = [tiles[0] * size[0], tiles[1] * size[1]];
	const covered = crop(tape, input, { top: 0, left: 0, height, width });
	const isMaximum = asNumbers(
		tape,
		tape.add('Equal', [covered, enlarge(tape, { name: output, layout }, size)]),
	);
	const windows = { kernel_shape: size, strides: size };
	const share = tape.add('AveragePool', [isMaximum], windows, domainOf(layout));
	const ties = tape.add('Mul', [share, tape.scalar(elementCount(size))]);
	const each = tape.add('Div', [gradient, ties]);
	const name = tape.add('Mul', [enlarge(tape, { name: each, layout }, size), isMaximum]);
	return padEnd(tape, { name, shape: [height, width, channels], layout }, geometry);
}

function slidingMaximumGradient(
	tape: Tape,
	{ input, output, gradient }: Maximum,
	geometry: Geometry,
): string {
	const [top, left, bottom, right] = geometry.pads;
	const { size, strides, output: windows } = geometry;
	// Below any maximum, so that padding never gets a share.
	const lowest = tape.scalar(-3.4028234663852886e38);
	const padded = tape.add('Pad', [input.name, tape.integers([0, 0, top, left, 0, 0, bottom, right]), lowest]);
	const isMaximum: string[] = [];
	for (let row = 0; row < size[0]; row++) {
		for (let column = 0; column < size[1]; column++) {
			const met = tape.add('Slice', [
				padded,
				tape.integers([row, column]),
				tape.integers([row + (windows[0] - 1) * strides[0] + 1, column + (windows[1] - 1) * strides[1] + 1]),
				tape.integers([2, 3]),
				tape.integers(strides),
			]);
			isMaximum.push(asNumbers(tape, tape.add('Equal', [met, output])));
		}
	}
	const each = tape.add('Div', [gradient, tape.add('Sum', isMaximum)]);
	return scatter(
		tape,
		isMaximum.map((mask) => tape.add('Mul', [each, mask])),
		geometry,
	);
}

/** Puts one image for each position in the window where the windows' positions lie, and adds what meets. */
function scatter(tape: Tape, taps: readonly string[], geometry: Geometry): string {
	const { size, strides, pads, input, output, channels } = geometry;
	const positions = taps.length;
	// For each position a kernel with a single one there.
	const ones = new Float32Array(positions * positions);
	for (let position = 0; position < positions; position++) ones[position * positions + position] = 1;
	const kernel = tape.constant([positions, 1, ...size], ones);
	const [height, width] = output;
	const stacked = taps.map((tap) => tape.add('Reshape', [tap, tape.integers([-1, 1, height, width])]));
	const joined = tape.add('Concat', stacked, { axis: 1 });
	const rest = ([0, 1] as const).map(
		(axis) => input[axis] + pads[axis] + pads[axis + 2] - (output[axis] - 1) * strides[axis] - size[axis],
	);
	const spread = tape.add('ConvTranspose', [joined, kernel], {
		kernel_shape: size,
		strides,
		pads,
		output_padding: rest,
	});
	return tape.add('Reshape', [spread, tape.integers([-1, channels, ...input])]);
}

/** Adds the rows and columns at the end that no window reaches. */
function padEnd(tape: Tape, image: LaidOutImage, { input }: Geometry): string {
	const [height, width] = imageShape(image);
	return pad(tape, image, [0, 0, input[0] - height, input[1] - width]);
}

/** Pixels of the image in each window. */
function counts({ size, strides, pads, input, output }: Geometry): Float32Array {
	const along = (axis: 0 | 1, window: number) => {
		const begin = window * strides[axis] - pads[axis];
		return Math.min(begin + size[axis], input[axis]) - Math.max(begin, 0);
	};
	return Float32Array.from(
		{ length: output[0] * output[1] },
		(_, index) => along(0, Math.floor(index / output[1])) * along(1, index % output[1]),
	);
}
