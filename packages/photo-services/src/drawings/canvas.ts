import type { Colour } from './colour.ts';
import { coverageOf, type Point } from './coverage.ts';

/** The colour of a pixel by its place. */
export type Paint = Colour | ((x: number, y: number) => Colour);

/** A picture in the making: light, not yet exposed. */
export class Canvas {
	readonly width: number;
	readonly height: number;
	/** R, G, B of each pixel, row by row. */
	readonly light: Float32Array;

	constructor(width: number, height: number) {
		this.width = width;
		this.height = height;
		this.light = new Float32Array(width * height * 3);
	}

	/** Paints every pixel. */
	cover(paint: (x: number, y: number) => Colour): void {
		for (let y = 0; y < this.height; y++) {
			for (let x = 0; x < this.width; x++) {
				const colour = paint(x, y);
				const at = (y * this.width + x) * 3;
				for (let channel = 0; channel < 3; channel++) this.light[at + channel] = colour[channel];
			}
		}
	}

	/** Fills a polygon, its edges smooth. */
	fill(polygon: readonly Point[], paint: Paint, opacity = 1): void {
		const coverage = coverageOf(polygon, this.height);
		if (!coverage) return;
		const { left, top, width, height, shares } = coverage;
		for (let row = 0; row < height; row++) {
			for (let column = Math.max(0, -left); column < width && left + column < this.width; column++) {
				const share = shares[row * width + column] * opacity;
				if (share < 1 / 512) continue;
				const x = left + column;
				const y = top + row;
				const colour = typeof paint === 'function' ? paint(x, y) : paint;
				const at = (y * this.width + x) * 3;
				for (let channel = 0; channel < 3; channel++) {
					this.light[at + channel] += (colour[channel] - this.light[at + channel]) * share;
				}
			}
		}
	}
}
