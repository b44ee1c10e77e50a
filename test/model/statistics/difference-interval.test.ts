import { describe, expect, test } from 'vitest';
import { differenceInterval } from '../../../src/model/statistics/difference-interval.ts';

describe('the interval of a difference', () => {
	test('is the one of Newcombe’s table II, method 10', () => {
		const { value, low, high } = differenceInterval({ count: 56, of: 70 }, { count: 48, of: 80 });
		expect(value).toBeCloseTo(0.2, 4);
		expect(low).toBeCloseTo(0.0524, 4);
		expect(high).toBeCloseTo(0.3339, 4);
		const small = differenceInterval({ count: 9, of: 10 }, { count: 3, of: 10 });
		expect(small.low).toBeCloseTo(0.1705, 4);
		expect(small.high).toBeCloseTo(0.809, 4);
	});

	test('is wide where there is nothing to go by', () => {
		const { low, high } = differenceInterval({ count: 0, of: 10 }, { count: 0, of: 20 });
		expect(low).toBeCloseTo(-0.1611, 4);
		expect(high).toBeCloseTo(0.2775, 4);
	});
});
