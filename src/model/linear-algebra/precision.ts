import { cholesky } from './cholesky.ts';

/** The inverse of a symmetric positive definite matrix, never written out: what is asked of it is computed. */
export interface Precision {
	/** Inverse times rows of equally many numbers. */
	times(rows: readonly Float64Array[]): Float64Array[];
	/** The part of it in the rows and columns of these indexes, row by row. */
	block(indexes: readonly number[]): Float64Array;
}

/**
 * Inverts by Cholesky's decomposition: with `A = L Lᵀ`, `A⁻¹ = L⁻ᵀ L⁻¹`. About size³ / 3 multiply-adds.
 * @param matrix size x size, row by row
 * @throws {RangeError} as `cholesky`
 */
export function precisionOf(matrix: Float64Array, size: number): Precision {
	const columns = columnsOfInverse(cholesky(matrix, size), size);
	return {
		times: (rows) => {
			const width = rows[0]?.length ?? 0;
			const half = Array.from({ length: width }, () => new Float64Array(size));
			for (const [j, column] of columns.entries())
				for (let k = 0; k < width; k++) add(half[k], column, rows[j][k], j);
			return columns.map((column, j) => Float64Array.from(half, (values) => dotProduct(column, values, j)));
		},
		block: (indexes) =>
			Float64Array.from(
				indexes.flatMap((a) => indexes.map((b) => dotProduct(columns[a], columns[b], Math.max(a, b)))),
			),
	};
}

/** Solves `matrix · x = right` for rows of right sides; for small, symmetric positive definite matrices. */
export function solve(matrix: Float64Array, right: readonly Float64Array[]): Float64Array[] {
	return precisionOf(matrix, right.length).times(right);
}

/** Columns of `L⁻¹`; column `j` begins at `j`, what comes before is zero. */
function columnsOfInverse(factor: Float64Array, size: number): Float64Array[] {
	const rows = Array.from({ length: size }, (_, i) => factor.subarray(i * size, (i + 1) * size));
	return Array.from({ length: size }, (_, j) => {
		const column = new Float64Array(size);
		column[j] = 1 / rows[j][j];
		for (let i = j + 1; i < size; i++) column[i] = -dotProduct(rows[i], column, j, i) / rows[i][i];
		return column;
	});
}

/** Of the numbers from `start` to `end`, in four sums that a processor adds up side by side. */
function dotProduct(a: Float64Array, b: Float64Array, start: number, end = a.length): number {
	let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
	let k = start;
	for (; k + 3 < end; k += 4) {
		sum0 += a[k] * b[k];
		sum1 += a[k + 1] * b[k + 1];
		sum2 += a[k + 2] * b[k + 2];
		sum3 += a[k + 3] * b[k + 3];
	}
	for (; k < end; k++) sum0 += a[k] * b[k];
	return sum0 + sum1 + sum2 + sum3;
}

function add(to: Float64Array, from: Float64Array, factor: number, start: number): void {
	for (let k = start; k < to.length; k++) to[k] += factor * from[k];
}
