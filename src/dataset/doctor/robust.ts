/** A median absolute deviation times this estimates the standard deviation of normally distributed values. */
const TO_DEVIATION = 1.4826;

/** Modified z-scores beyond this are outliers (Iglewicz and Hoaglin 1993). */
export const FAR_BELOW = 3.5;

/** The middle of a distribution and its width, neither of which a few odd values move. */
export interface Spread {
	readonly median: number;
	readonly deviation: number;
}

export function spreadOf(values: readonly number[]): Spread {
	const middle = median(values);
	return {
		median: middle,
		deviation: TO_DEVIATION * median(values.map((value) => Math.abs(value - middle))),
	};
}

/** By how many deviations a value lies below the middle; 0 for what lies above it, or where all values are alike. */
export function deviationsBelow(value: number, { median, deviation }: Spread): number {
	return deviation > 0 ? Math.max(0, (median - value) / deviation) : 0;
}

/** Deviations as a score: 0.5 where a value becomes an outlier, towards 1 the farther out. */
export function outlierScore(deviations: number): number {
	return deviations / (deviations + FAR_BELOW);
}

function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const half = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
