import { type Matrix, matrix } from './linear-algebra/matrix.ts';

/** Mean and standard deviation of each feature over a training set. */
export interface Standardisation {
	readonly mean: Float64Array;
	readonly deviation: Float64Array;
}

export function measureStandardisation({ rows, columns, data }: Matrix): Standardisation {
	const mean = new Float64Array(columns);
	const deviation = new Float64Array(columns);
	for (let i = 0; i < data.length; i++) mean[i % columns] += data[i] / rows;
	for (let i = 0; i < data.length; i++) deviation[i % columns] += (data[i] - mean[i % columns]) ** 2 / rows;
	// A feature that never varies tells nothing; dividing it by 1 leaves it at zero instead of dividing by zero.
	for (let d = 0; d < columns; d++) deviation[d] = Math.sqrt(deviation[d]) || 1;
	return { mean, deviation };
}

export function standardise(features: Matrix, { mean, deviation }: Standardisation): Matrix {
	const { rows, columns, data } = features;
	return matrix(
		rows,
		columns,
		data.map((value, i) => (value - mean[i % columns]) / deviation[i % columns]),
	);
}
