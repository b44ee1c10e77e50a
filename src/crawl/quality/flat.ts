import type { QualityCheck } from './check.ts';
import { lumaHistogram } from './luma.ts';

/**
 * Lens caps, empty skies, failed scans.
 * @param least standard deviation of luma, 0 to 127
 */
export function flat(least: number): QualityCheck {
	return {
		reason: 'flat',
		failsByPhoto: ({ pixels }) => standardDeviation(lumaHistogram(pixels)) < least,
	};
}

function standardDeviation(counts: Uint32Array): number {
	let total = 0;
	let sum = 0;
	let squares = 0;
	for (const [luma, count] of counts.entries()) {
		total += count;
		sum += count * luma;
		squares += count * luma * luma;
	}
	const mean = sum / total;
	return Math.sqrt(Math.max(0, squares / total - mean * mean));
}
