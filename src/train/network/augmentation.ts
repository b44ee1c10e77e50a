import type { AugmentationName } from './settings.ts';

/** How a photo is turned, moved and mirrored, about its middle. */
export interface Change {
	/** Radians. */
	readonly angle: number;
	/** In pixels. */
	readonly right: number;
	readonly down: number;
	readonly isMirrored: boolean;
}

const DEGREE = Math.PI / 180;

/** Draws how a photo is changed this time. @param next numbers in [0, 1) */
export function drawChange(name: AugmentationName, side: number, next: () => number): Change | undefined {
	const between = (limit: number) => (next() * 2 - 1) * limit;
	switch (name) {
		case 'none':
			return undefined;
		case 'course':
			return { angle: between(20 * DEGREE), right: 0, down: 0, isMirrored: next() < 0.5 };
		case 'keras':
			// width_shift_range=0.1, height_shift_range=0.1, horizontal_flip=True
			return { angle: 0, right: between(0.1 * side), down: between(0.1 * side), isMirrored: next() < 0.5 };
	}
}

/**
 * Writes a photo as a network takes it: `[3, side, side]`, each number divided by 255. What a change uncovers is filled
 * with the nearest pixel, as Keras does; between pixels it is bilinear.
 */
export function writePhoto(
	pixels: Uint8Array,
	side: number,
	change: Change | undefined,
	into: Float32Array,
): void {
	const plane = side * side;
	if (!change) {
		for (let pixel = 0; pixel < plane; pixel++) {
			for (let c = 0; c < 3; c++) into[c * plane + pixel] = (pixels[pixel * 3 + c] as number) / 255;
		}
		return;
	}
	const { angle, right, down, isMirrored } = change;
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	const middle = (side - 1) / 2;
	const last = side - 1;
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			// Where this pixel comes from.
			const fromX = (isMirrored ? last - x : x) - middle - right;
			const fromY = y - middle - down;
			const sourceX = clamp(cos * fromX + sin * fromY + middle, last);
			const sourceY = clamp(cos * fromY - sin * fromX + middle, last);
			const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
			const [restX, restY] = [sourceX - left, sourceY - top];
			const [nextX, nextY] = [Math.min(left + 1, last), Math.min(top + 1, last)];
			for (let c = 0; c < 3; c++) {
				const at = (column: number, row: number) => pixels[(row * side + column) * 3 + c] as number;
				const above = at(left, top) * (1 - restX) + at(nextX, top) * restX;
				const below = at(left, nextY) * (1 - restX) + at(nextX, nextY) * restX;
				into[c * plane + y * side + x] = (above * (1 - restY) + below * restY) / 255;
			}
		}
	}
}

function clamp(value: number, most: number): number {
	return Math.min(Math.max(value, 0), most);
}
