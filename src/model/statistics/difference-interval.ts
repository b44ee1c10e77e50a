import { type ProportionInterval, wilsonInterval } from './wilson-interval.ts';

/** So many of so many. */
export interface Share {
	readonly count: number;
	readonly of: number;
}

/**
 * By how much one proportion is larger than another, of other things, with its 95 % interval: the hybrid score interval
 * (Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10), which stays
 * honest for small counts and near 0 or 1.
 */
export function differenceInterval(first: Share, second: Share): ProportionInterval {
	const a = wilsonInterval(first.count, first.of);
	const b = wilsonInterval(second.count, second.of);
	const value = a.value - b.value;
	return {
		value,
		low: value - Math.hypot(a.value - a.low, b.high - b.value),
		high: value + Math.hypot(a.high - a.value, b.value - b.low),
	};
}
