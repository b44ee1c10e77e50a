/** Of equally large ones, the first. */
export function indexOfLargest(values: ArrayLike<number>): number {
	let best = 0;
	for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
	return best;
}
