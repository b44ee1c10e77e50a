import { factorise, solveTransposed } from './cholesky.ts';
import type { Gemm } from './gemm.ts';
import { type Matrix, matrix } from './matrix.ts';

/** Rows factorised at a time: few enough for plain loops, enough that nearly all the work is matrix products. */
const BLOCK = 128;

/** Least jitter, in mean diagonals: about what rounding the matrix to 32 bits changed it by. */
const JITTER = 1e-7;

/**
 * Lower triangular L with L Lᵀ = A + jitter·I, for a symmetric positive semi-definite A of 32-bit numbers (right-looking,
 * block by block: Golub & Van Loan, section 4.2.9). Ten times as fast as plain loops from a thousand rows on, since
 * products do the work. The jitter grows tenfold until it succeeds.
 * @throws {RangeError} when the matrix is not positive semi-definite or not finite
 */
export async function blockedCholesky(gemm: Gemm, a: Matrix): Promise<Matrix> {
	const size = a.rows;
	let trace = 0;
	for (let i = 0; i < size; i++) trace += a.data[i * size + i];
	const scale = trace > 0 ? trace / size : 1;
	for (let jitter = JITTER; jitter <= 1; jitter *= 10) {
		const factor = await factoriseBlocks(gemm, a, jitter * scale);
		if (factor) return factor;
	}
	throw new RangeError('not a positive semi-definite matrix');
}

async function factoriseBlocks(gemm: Gemm, a: Matrix, jitter: number): Promise<Matrix | undefined> {
	const size = a.rows;
	const left = matrix(size, size, a.data.slice());
	for (let i = 0; i < size; i++) left.data[i * size + i] += jitter;
	const factor = matrix(size, size);
	for (let start = 0; start < size; start += BLOCK) {
		const end = Math.min(start + BLOCK, size);
		const width = end - start;
		const corner = factorise(Float64Array.from(block(left, start, end, start, end).data), width, 0);
		if (!corner) return undefined;
		place(factor, start, start, matrix(width, width, Float32Array.from(corner)));
		if (end === size) break;
		// Rows below: X Lᵀ = B, by the inverse of L.
		const below = block(left, end, size, start, end);
		const panel = await gemm(below, inverseTransposed(corner, width));
		place(factor, end, start, panel);
		const update = await gemm(panel, panel, { transposeB: true });
		for (let i = end; i < size; i++) {
			for (let j = end; j <= i; j++) {
				left.data[i * size + j] -= update.data[(i - end) * update.columns + j - end];
			}
		}
	}
	return factor;
}

/** L⁻ᵀ of a lower triangular L. */
function inverseTransposed(factor: Float64Array, size: number): Matrix {
	const inverse = new Float64Array(size * size);
	for (let i = 0; i < size; i++) inverse[i * size + i] = 1;
	solveTransposed(factor, size, inverse, size);
	return matrix(size, size, Float32Array.from(inverse));
}

function block(from: Matrix, top: number, bottom: number, left: number, right: number): Matrix {
	const part = matrix(bottom - top, right - left);
	for (let i = top; i < bottom; i++)
		part.data.set(
			from.data.subarray(i * from.columns + left, i * from.columns + right),
			(i - top) * part.columns,
		);
	return part;
}

function place(into: Matrix, top: number, left: number, part: Matrix): void {
	for (let i = 0; i < part.rows; i++)
		into.data.set(
			part.data.subarray(i * part.columns, (i + 1) * part.columns),
			(top + i) * into.columns + left,
		);
}
