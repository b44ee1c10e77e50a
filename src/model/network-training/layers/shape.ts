import { elementCount } from '../../formats/network/network.ts';
import { UnsupportedNetwork } from '../../formats/refusal.ts';
import type { Tape, Tracked } from '../tape.ts';

export type ActivationShape = readonly [height: number, width: number, channels: number];

/** @throws {UnsupportedNetwork} for anything but an image */
export function imageShape({ shape }: Tracked): ActivationShape {
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
	return tape.record([length], output, [input], (gradient) => {
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
	const pads = tape.integers([0, 0, top, left, 0, 0, bottom, right]);
	const output = tape.add('Pad', [input.name, pads]);
	return tape.record(shape, output, [input], (gradient) => [
		crop(tape, gradient, { top, left, height, width }),
	]);
}

/** The part of an image that begins at a pixel. */
export function crop(
	tape: Tape,
	image: string,
	{ top, left, height, width }: { top: number; left: number; height: number; width: number },
): string {
	const begin = tape.integers([top, left]);
	const end = tape.integers([top + height, left + width]);
	return tape.add('Slice', [image, begin, end, tape.integers([2, 3])]);
}

/** The sum of values of one shape. */
export function sum(tape: Tape, inputs: readonly Tracked[]): Tracked {
	const [first] = inputs as readonly [Tracked];
	const output = tape.add(
		'Sum',
		inputs.map(({ name }) => name),
	);
	return tape.record(first.shape, output, inputs, (gradient) => inputs.map(() => gradient));
}
