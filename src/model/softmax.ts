/** Probabilities from logits, in double precision, safe from overflow. Writes into `target` (which may be `logits`). */
export function softmax(
	logits: ArrayLike<number>,
	temperature = 1,
	target = new Float64Array(logits.length),
): Float64Array {
	let most = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < logits.length; k++) most = Math.max(most, logits[k]);
	let sum = 0;
	for (let k = 0; k < logits.length; k++) {
		target[k] = Math.exp((logits[k] - most) / temperature);
		sum += target[k];
	}
	for (let k = 0; k < target.length; k++) target[k] /= sum;
	return target;
}

/** Natural logarithm of the sum of exponentials of `logits / temperature`, safe from overflow. */
export function logSumExp(logits: ArrayLike<number>, temperature = 1): number {
	let most = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < logits.length; k++) most = Math.max(most, logits[k]);
	let sum = 0;
	for (let k = 0; k < logits.length; k++) sum += Math.exp((logits[k] - most) / temperature);
	return most / temperature + Math.log(sum);
}
