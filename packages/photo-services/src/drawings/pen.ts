import type { Random } from '../random.ts';
import type { Canvas } from './canvas.ts';
import { type Colour, lit } from './colour.ts';
import type { Point } from './coverage.ts';
import { fractalNoise } from './noise.ts';
import type { Path } from './path.ts';

/** Where a subject stands: its own unit square (-1 to 1) laid on the canvas. */
export interface Placement {
	readonly x: number;
	readonly y: number;
	/** Pixels per unit. */
	readonly scale: number;
	/** Radians, clockwise. */
	readonly turn: number;
	readonly mirrored: boolean;
}

export interface Surface {
	/** How much lighter and darker fur, bark or paint is from place to place; 0 is smooth. */
	readonly texture?: number;
	/** Length of its pattern, in units. */
	readonly grain?: number;
	/** 0 is flat, 1 as round as a ball. */
	readonly roundness?: number;
	readonly opacity?: number;
}

/** Draws a subject in its own units, lit from one side. */
export class Pen {
	readonly random: Random;
	readonly #canvas: Canvas;
	readonly #placement: Placement;
	/** Direction that the light comes from, in pixels. */
	readonly #light: Point;
	readonly #seed: number;

	constructor(canvas: Canvas, placement: Placement, lightAngle: number, random: Random) {
		this.random = random;
		this.#canvas = canvas;
		this.#placement = placement;
		this.#light = [Math.cos(lightAngle), Math.sin(lightAngle)];
		this.#seed = random.integer(0, 2 ** 30);
	}

	fill(path: Path, colour: Colour, surface: Surface = {}): void {
		const { texture = 0.25, grain = 0.12, roundness = 0.6, opacity = 1 } = surface;
		const polygon = path.map((point) => this.#place(point));
		const xs = polygon.map(([x]) => x);
		const ys = polygon.map(([, y]) => y);
		const [left, right] = [Math.min(...xs), Math.max(...xs)];
		const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
		const frequency = 1 / (grain * this.#placement.scale);

		this.#canvas.fill(
			polygon,
			(x, y) => {
				// As if the outline were filled by a ball: its side towards the light is brighter.
				const u = (2 * (x - left)) / (right - left) - 1;
				const v = (2 * (y - top)) / (bottom - top) - 1;
				const towards = u * this.#light[0] + v * this.#light[1];
				const pattern = texture > 0 ? fractalNoise(x * frequency, y * frequency, this.#seed, 2) - 0.5 : 0;
				return lit(colour, 1 + 0.45 * roundness * towards + 2 * texture * pattern);
			},
			opacity,
		);
	}

	/** What the subject keeps the light from, on the ground under it. */
	shadow(path: Path, opacity = 0.4): void {
		this.fill(path, [0.05, 0.05, 0.08], { texture: 0, roundness: 0, opacity });
	}

	#place([x, y]: Point): Point {
		const { scale, turn, mirrored } = this.#placement;
		const [u, v] = [(mirrored ? -x : x) * scale, y * scale];
		return [
			this.#placement.x + u * Math.cos(turn) - v * Math.sin(turn),
			this.#placement.y + u * Math.sin(turn) + v * Math.cos(turn),
		];
	}
}
