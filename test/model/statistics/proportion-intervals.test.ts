import { describe, expect, it } from 'vitest';
import { differenceInterval, wilsonInterval } from '../../../src/model/statistics/proportion-intervals.ts';

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

describe('the interval of a difference', () => {
	it('is the one of Newcombe’s table II, method 10', () => {
		const { value, low, high } = differenceInterval({ count: 56, of: 70 }, { count: 48, of: 80 });
		expect(value).toBeCloseTo(0.2, 4);
		expect(low).toBeCloseTo(0.0524, 4);
		expect(high).toBeCloseTo(0.3339, 4);
		const small = differenceInterval({ count: 9, of: 10 }, { count: 3, of: 10 });
		expect(small.low).toBeCloseTo(0.1705, 4);
		expect(small.high).toBeCloseTo(0.809, 4);
	});

	it('is wide where there is nothing to go by', () => {
		const { low, high } = differenceInterval({ count: 0, of: 10 }, { count: 0, of: 20 });
		expect(low).toBeCloseTo(-0.1611, 4);
		expect(high).toBeCloseTo(0.2775, 4);
	});
});
