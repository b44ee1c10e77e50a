import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../src/model/statistics/wilson-interval.ts';

describe('the Wilson interval', () => {
	it.each([
		// Computed with statsmodels' formula by hand: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
		[57, 60, 0.863, 0.9829],
		[0, 10, 0, 0.2775],
		[10, 10, 0.7225, 1],
		[1, 2, 0.0945, 0.9055],
	])('of %i in %i is %f to %f', (successes, trials, low, high) => {
		const interval = wilsonInterval(successes, trials);
		expect(interval.value).toBe(successes / trials);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});

	it('of nothing says nothing', () => {
		expect(wilsonInterval(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
	});
});
