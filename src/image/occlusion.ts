import type { Pixels } from './pixels.ts';

/** Side of the window that is covered, in cells: neighbours overlap by half, so that no part of a thing hides on a border. */
const WINDOW_CELLS = 2;

/**
 * A photo once for each cell of a grid x grid division, row by row, with a window around that cell painted over in the
 * photo's mean colour: what a network then sees less of, lay there (Zeiler and Fergus, "Visualizing and understanding
 * convolutional networks", 2014, section 4.2). Each is made when it is asked for.
 */
export function* occlusions(photo: Pixels, grid: number): Generator<Pixels> {
	const colour = meanColour(photo);
	for (let row = 0; row < grid; row++) {
		for (let column = 0; column < grid; column++) yield paintOver(photo, colour, grid, row, column);
	}
}

function paintOver(
	{ data, width, height }: Pixels,
	colour: readonly number[],
	grid: number,
	row: number,
	column: number,
): Pixels {
	const [left, right] = windowOf(column, grid, width);
	const [top, bottom] = windowOf(row, grid, height);
	const painted = new Uint8Array(data);
	for (let y = top; y < bottom; y++) {
		for (let x = left; x < right; x++) painted.set(colour, (y * width + x) * 3);
	}
	return { data: painted, width, height };
}

/** First and last + 1 pixel of the window around a cell, of `size` in a line. */
function windowOf(cell: number, grid: number, size: number): readonly [number, number] {
	const middle = ((cell + 0.5) * size) / grid;
	const half = (WINDOW_CELLS / 2) * (size / grid);
	return [Math.max(0, Math.round(middle - half)), Math.min(size, Math.round(middle + half))];
}

function meanColour({ data }: Pixels): number[] {
	const sums = [0, 0, 0];
	for (let at = 0; at < data.length; at++) sums[at % 3] += data[at];
	return sums.map((sum) => Math.round((sum * 3) / data.length));
}
