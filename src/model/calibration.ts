import { logSumExp } from './softmax.ts';

const LOWEST = 0.05;
const HIGHEST = 20;

/**
 * The temperature that makes softmax(logits / T) as likely as possible (Guo et al. 2017, arXiv 1706.04599), by golden
 * section over log T. The negative log-likelihood is convex in 1/T, hence unimodal in log T. Fit it on logits of photos
 * the head was not trained on (out-of-fold): on its own training photos any head looks underconfident.
 * @returns T within [0.05, 20]
 */
export function fitTemperature(logits: readonly ArrayLike<number>[], labels: ArrayLike<number>): number {
	const loss = (logTemperature: number) => negativeLogLikelihood(logits, labels, Math.exp(logTemperature));
	const ratio = (Math.sqrt(5) - 1) / 2;
	let [low, high] = [Math.log(LOWEST), Math.log(HIGHEST)];
	while (high - low > 1e-6) {
		const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
		if (loss(left) < loss(right)) high = right;
		else low = left;
	}
	return Math.exp((low + high) / 2);
}

/** Mean negative log-likelihood (nats per photo) of the true labels under softmax(logits / temperature). */
export function negativeLogLikelihood(
	logits: readonly ArrayLike<number>[],
	labels: ArrayLike<number>,
	temperature: number,
): number {
	let sum = 0;
	for (const [index, row] of logits.entries())
		sum += logSumExp(row, temperature) - row[labels[index]] / temperature;
	return sum / logits.length;
}
