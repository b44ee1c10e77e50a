import { logSumExp } from './softmax.ts';

const LOWEST = 0.05;
const HIGHEST = 20;

/**
 * Standard deviation of log T before a photo was seen: most heads are within a factor of 1.6 of calibrated. Among priors
 * and smoothings tried on sets of 6 to 24 photos a label, this with one smoothing photo gave photos of other folds, and
 * fresh ones, the least log loss: .530 and .673 nats, against .779 and 1.093 for the likeliest temperature alone,
 * which turns a dozen right answers into certainty. From a hundred photos on it hardly matters.
 */
const PRIOR_DEVIATION = 0.5;

/**
 * The temperature that makes softmax(logits / T) as likely as possible (Guo et al. 2017, arXiv 1706.04599) for photos
 * like these, by golden section over log T. A few photos prove little: to theirs is added one photo whose label is
 * anyone's guess (label smoothing by 1 / (N + 2), after Platt 1999), and a prior around T = 1. Fit it on logits of photos
 * the head was not trained on (out-of-fold): on its own training photos any head looks underconfident.
 * @returns T within [0.05, 20]
 */
export function fitTemperature(logits: readonly ArrayLike<number>[], labels: ArrayLike<number>): number {
	const smoothing = 1 / (logits.length + 2);
	const loss = (logTemperature: number) =>
		smoothedLoss(logits, labels, Math.exp(logTemperature), smoothing) +
		(logTemperature / PRIOR_DEVIATION) ** 2 / 2 / logits.length;
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

/** The same for labels of which a share, `smoothing`, is any label: all of them alike. */
function smoothedLoss(
	logits: readonly ArrayLike<number>[],
	labels: ArrayLike<number>,
	temperature: number,
	smoothing: number,
): number {
	let loss = negativeLogLikelihood(logits, labels, temperature);
	for (const [index, row] of logits.entries()) {
		let mean = 0;
		for (let k = 0; k < row.length; k++) mean += row[k] / row.length;
		loss += (smoothing * (row[labels[index]] - mean)) / temperature / logits.length;
	}
	return loss;
}
