import type { Pixels } from '../../image/pixels.ts';

/** How many pixels have each luma (Rec. 601), 0 to 255. */
export function lumaHistogram({ data }: Pixels): Uint32Array {
	const counts = new Uint32Array(256);
	for (let at = 0; at < data.length; at += 3) {
		// Weights of 299, 587 and 114 thousandths, as 1/65536ths.
		counts[(19_595 * data[at] + 38_470 * data[at + 1] + 7_471 * data[at + 2] + 32_768) >>> 16]++;
	}
	return counts;
}
