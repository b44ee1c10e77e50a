import { type Matrix, matrix } from './linear-algebra/matrix.ts';

/** Mean and standard deviation of each feature over a training set. */
export interface Standardisation {
	readonly mean: Float64Array;
	readonly deviation: Float64Array;
}

/** Relative; twice the rounding unit of the numbers that features are kept in. */
const FLOAT32_ROUNDING = 2 ** -23;

export function measureStandardisation({ rows, columns, data }: Matrix): Standardisation {
	const mean = new Float64Array(columns);
	const deviation = new Float64Array(columns);
	for (let n = 0; n < rows; n++) for (let d = 0; d < columns; d++) mean[d] += data[n * columns + d] / rows;
	for (let n = 0; n < rows; n++)
		for (let d = 0; d < columns; d++) deviation[d] += (data[n * columns + d] - mean[d]) ** 2 / rows;
	for (let d = 0; d < columns; d++) {
		deviation[d] = Math.sqrt(deviation[d]);
		// A feature that never varies, but for rounding, tells nothing: dividing by 1 leaves it near zero.
		if (deviation[d] <= FLOAT32_ROUNDING * Math.abs(mean[d])) deviation[d] = 1;
	}
	return { mean, deviation };
}

export function standardise(features: Matrix, { mean, deviation }: Standardisation): Matrix {
	const { rows, columns, data } = features;
	const standardised = matrix(rows, columns);
	for (let n = 0; n < rows; n++) {
		for (let d = 0; d < columns; d++)
			standardised.data[n * columns + d] = (data[n * columns + d] - mean[d]) / deviation[d];
	}
	return standardised;
}
