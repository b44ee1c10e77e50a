import type { Pixels } from '../../image/pixels.ts';
import type { QualityCheck } from './check.ts';

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

const histograms = new WeakMap<Pixels, Uint32Array>();

/** How many pixels have each luma (Rec. 601), 0 to 255; counted once for all checks of a photo. */
export function lumaHistogram(pixels: Pixels): Uint32Array {
	const counts = histograms.get(pixels) ?? countLuma(pixels);
	histograms.set(pixels, counts);
	return counts;
}

function countLuma({ data }: Pixels): Uint32Array {
	const counts = new Uint32Array(256);
	for (let at = 0; at < data.length; at += 3) {
		// Weights of 299, 587 and 114 thousandths, as 1/65536ths.
		counts[(19_595 * data[at] + 38_470 * data[at + 1] + 7_471 * data[at + 2] + 32_768) >>> 16]++;
	}
	return counts;
}
