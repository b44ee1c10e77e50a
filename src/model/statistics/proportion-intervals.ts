export interface ProportionInterval {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** A proportion with its 95 % Wilson score interval (Wilson 1927), which stays honest for small counts and near 0 or 1. */
export function wilsonInterval(successes: number, trials: number): ProportionInterval {
	if (trials === 0) return { value: 0, low: 0, high: 1 };
	const z95 = 1.959964;
	const share = successes / trials;
	const denominator = 1 + z95 ** 2 / trials;
	const centre = (share + z95 ** 2 / (2 * trials)) / denominator;
	const half = (z95 * Math.sqrt((share * (1 - share)) / trials + z95 ** 2 / (4 * trials ** 2))) / denominator;
	return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

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
