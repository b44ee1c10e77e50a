/** Chance of at most `successes` in `trials` fair tosses. */
export function binomialTail(successes: number, trials: number): number {
	let logTerm = -trials * Math.LN2;
	let sum = 0;
	for (let k = 0; k <= successes; k++) {
		sum += Math.exp(logTerm);
		logTerm += Math.log((trials - k) / (k + 1));
	}
	return Math.min(1, sum);
}

/**
 * Exact McNemar test (McNemar 1947; two-sided, by the binomial distribution): how likely so uneven a split of the
 * photos that only one of two classifiers gets right would be, were both equally good. The test that Dietterich (1998)
 * recommends where two classifiers were judged on one set of photos.
 */
export function mcNemarP(onlyFirst: number, onlySecond: number): number {
	const rarer = Math.min(onlyFirst, onlySecond);
	return Math.min(1, 2 * binomialTail(rarer, onlyFirst + onlySecond));
}

/**
 * Which of several hypotheses are rejected when the chance of rejecting a single one wrongly is to stay below `level`
 * (Holm 1979).
 */
export function holm(pValues: readonly number[], level: number): boolean[] {
	const order = [...pValues.keys()].sort((a, b) => pValues[a] - pValues[b]);
	const rejected = pValues.map(() => false);
	for (const [rank, index] of order.entries()) {
		if (pValues[index] * (pValues.length - rank) >= level) break;
		rejected[index] = true;
	}
	return rejected;
}
