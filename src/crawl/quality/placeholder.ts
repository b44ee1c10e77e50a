import type { QualityCheck } from './check.ts';
import { lumaHistogram } from './flat.ts';

/** JPEG noise moves an even background by a step or so. */
const SPREAD = 2;

/**
 * "This photo is no longer available": a few letters on one even colour.
 * @param most part of the pixels that may be of one luma, 0 to 1
 */
export function placeholder(most: number): QualityCheck {
	return {
		reason: 'placeholder',
		failsByPhoto: ({ pixels }) => largestPart(lumaHistogram(pixels)) > most * pixels.width * pixels.height,
	};
}

/** Pixels of the commonest luma and those next to it. */
function largestPart(counts: Uint32Array): number {
	let largest = 0;
	for (let luma = 0; luma < counts.length; luma++) {
		let near = 0;
		for (let at = Math.max(0, luma - SPREAD); at <= Math.min(255, luma + SPREAD); at++) near += counts[at];
		largest = Math.max(largest, near);
	}
	return largest;
}
