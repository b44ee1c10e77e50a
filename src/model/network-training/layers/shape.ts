import { elementCount } from '../../formats/network/network.ts';
import { UnsupportedNetwork } from '../../formats/refusal.ts';
import { alongPixels, type LaidOutImage } from '../layout.ts';
import type { Tape, Tracked } from '../tape.ts';

export type ActivationShape = readonly [height: number, width: number, channels: number];

/** @throws {UnsupportedNetwork} for anything but an image */
export function imageShape({ shape }: Pick<Tracked, 'shape'>): ActivationShape {
	const [height, width, channels] = shape;
	if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
		throw new UnsupportedNetwork(`an input of shape [${shape}]`);
	}
	return [height, width, channels];
}

/** A vector in Keras's order: rows, columns, channels. */
export function flatten(tape: Tape, input: Tracked): Tracked {
	if (input.shape.length === 1) return input;
	const [height, width, channels] = imageShape(input);
	const length = elementCount(input.shape);
	const channelsLast = tape.add('Transpose', [input.name], { perm: [0, 2, 3, 1] });
	const output = tape.add('Reshape', [channelsLast, tape.integers([-1, length])]);
	return tape.record({ shape: [length] }, output, [input], (gradient) => {
		const image = tape.add('Reshape', [gradient, tape.integers([-1, height, width, channels])]);
		return [tape.add('Transpose', [image], { perm: [0, 3, 1, 2] })];
	});
}

export function zeroPad(
	tape: Tape,
	input: Tracked,
	{ top, bottom, left, right }: { top: number; bottom: number; left: number; right: number },
): Tracked {
	const [height, width, channels] = imageShape(input);
	const shape = [height + top + bottom, width + left + right, channels];
	const output = pad(tape, input, [top, left, bottom, right]);
	return tape.record({ shape }, output, [input], (gradient) => [
		crop(tape, { name: gradient, shape, layout: 'plain' }, { top, left, height, width }),
	]);
}

/** The part of an image that begins at a pixel. */
export function crop(
	tape: Tape,
	image: LaidOutImage,
	{ top, left, height, width }: { top: number; left: number; height: number; width: number },
): string {
	const [wholeHeight, wholeWidth] = imageShape(image);
	if (height === wholeHeight && width === wholeWidth) return image.name;
	const begin = tape.integers([top, left]);
	const end = tape.integers([top + height, left + width]);
	return alongPixels(tape, image, [height, width], (tensor, axes) =>
		tape.add('Slice', [tensor, begin, end, tape.integers(axes)]),
	);
}

/** The image with zeros around it. */
export function pad(
	tape: Tape,
	image: LaidOutImage,
	[top, left, bottom, right]: readonly [top: number, left: number, bottom: number, right: number],
): string {
	if ([top, left, bottom, right].every((margin) => margin === 0)) return image.name;
	const [height, width] = imageShape(image);
	return alongPixels(tape, image, [top + height + bottom, left + width + right], (tensor, [row, column]) => {
		const pads = Array<number>(8).fill(0);
		[pads[row], pads[column], pads[4 + row], pads[4 + column]] = [top, left, bottom, right];
		return tape.add('Pad', [tensor, tape.integers(pads)]);
	});
}

/** The sum of values of one shape. */
export function sum(tape: Tape, inputs: readonly Tracked[]): Tracked {
	const [first] = inputs as readonly [Tracked];
	const output = tape.add(
		'Sum',
		inputs.map(({ name }) => name),
	);
	return tape.record(first, output, inputs, (gradient) => inputs.map(() => gradient));
}
