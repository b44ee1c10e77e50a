import { expect } from 'vitest';

/** What conversions may differ by: rounding, which grows with the numbers. */
export const TOLERANCE = 1e-4;

export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
	expect(actual.length).toBe(expected.length);
	let largest = 0;
	for (let i = 0; i < expected.length; i++) {
		const [a, b] = [actual[i] as number, expected[i] as number];
		const difference = Math.abs(a - b) / Math.max(1, Math.abs(b));
		if (!(difference <= largest)) largest = difference;
	}
	return largest;
}
