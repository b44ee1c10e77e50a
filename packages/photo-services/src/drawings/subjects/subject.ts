import type { Pen } from '../pen.ts';
import type { SceneryName } from '../scenery.ts';

/** A thing that can be drawn, in many guises, in the unit square: -1 to 1, y down, standing at y = 1. */
export interface Subject {
	readonly draw: (pen: Pen) => void;
	/** Where it is found, the likeliest most often. */
	readonly places: readonly SceneryName[];
	/** Half its height as a share of the picture's shorter side: smallest and largest. */
	readonly size: readonly [number, number];
	/** How far it may be turned, in radians. */
	readonly turn: number;
}
