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
