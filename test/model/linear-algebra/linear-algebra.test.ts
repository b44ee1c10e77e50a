import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/dataset/random.ts';
import { blockedCholesky } from '../../../src/model/linear-algebra/blocked-cholesky.ts';
import { cholesky, solveTransposed } from '../../../src/model/linear-algebra/cholesky.ts';
import { createGemm } from '../../../src/model/linear-algebra/gemm.ts';
import { type Matrix, matrix, row, selectRows, stackRows } from '../../../src/model/linear-algebra/matrix.ts';
import { rotateToFewest } from '../../../src/model/linear-algebra/rotation.ts';
import { largestDifference } from '../support/closeness.ts';

const gemm = createGemm();

function randomMatrix(rows: number, columns: number, seed: number): Matrix {
	const random = seededRandom(seed);
	return matrix(
		rows,
		columns,
		Float32Array.from({ length: rows * columns }, () => random() * 2 - 1),
	);
}

function transpose({ rows, columns, data }: Matrix): Matrix {
	return matrix(
		columns,
		rows,
		Float32Array.from(
			{ length: rows * columns },
			(_, i) => data[(i % rows) * columns + Math.floor(i / rows)],
		),
	);
}

/** By the definition. */
function multiply(a: Matrix, b: Matrix): Matrix {
	const product = matrix(a.rows, b.columns);
	for (let i = 0; i < a.rows; i++) {
		for (let j = 0; j < b.columns; j++) {
			let sum = 0;
			for (let k = 0; k < a.columns; k++) sum += a.data[i * a.columns + k] * b.data[k * b.columns + j];
			product.data[i * b.columns + j] = sum;
		}
	}
	return product;
}

describe('a matrix', () => {
	it('has as many numbers as rows times columns', () => {
		expect(() => matrix(2, 3, new Float32Array(5))).toThrow(RangeError);
	});

	it('is stacked of vectors and picked apart by rows', () => {
		const stacked = stackRows([Float32Array.of(1, 2), Float32Array.of(3, 4), Float32Array.of(5, 6)]);
		expect([...selectRows(stacked, [2, 0, 2]).data]).toEqual([5, 6, 1, 2, 5, 6]);
		expect(selectRows(stacked, [])).toMatchObject({ rows: 0, columns: 2 });
		row(stacked, 1)[0] = 9;
		expect(stacked.data[2]).toBe(9);
	});
});

describe('the product of matrices', () => {
	const [a, b] = [randomMatrix(7, 5, 1), randomMatrix(5, 3, 2)];

	it.each([
		['as they are', a, b, {}],
		['the first transposed', transpose(a), b, { transposeA: true }],
		['the second transposed', a, transpose(b), { transposeB: true }],
		['both transposed', transpose(a), transpose(b), { transposeA: true, transposeB: true }],
	] as const)('is the sum of products, %s', async (_, left, right, transposition) => {
		const product = await gemm(left, right, transposition);
		expect(product).toMatchObject({ rows: 7, columns: 3 });
		expect(largestDifference(product.data, multiply(a, b).data)).toBeLessThan(1e-6);
	});

	it('is the same to the last bit when computed again', async () => {
		const [large, other] = [randomMatrix(150, 700, 3), randomMatrix(700, 90, 4)];
		const [first, second] = [await gemm(large, other), await createGemm()(large, other)];
		expect(second.data).toEqual(first.data);
	});
});

describe('the Cholesky factor', () => {
	it('times its transpose is the matrix', () => {
		const x = randomMatrix(6, 9, 5);
		const gram = Float64Array.from(multiply(x, transpose(x)).data);
		const factor = cholesky(gram, 6);
		for (let i = 0; i < 6; i++) {
			for (let j = 0; j < 6; j++) {
				let sum = 0;
				for (let k = 0; k < 6; k++) sum += factor[i * 6 + k] * factor[j * 6 + k];
				expect(sum).toBeCloseTo(gram[i * 6 + j], 6);
				if (j > i) expect(factor[i * 6 + j]).toBe(0);
			}
		}
	});

	it('exists for a matrix without full rank, nearly', () => {
		const factor = cholesky(Float64Array.of(4, 4, 4, 4), 2);
		expect(factor[0] ** 2).toBeCloseTo(4, 6);
		expect(factor[0] * factor[2]).toBeCloseTo(4, 6);
	});

	it.each([
		['indefinite', [1, 5, 5, 1]],
		['not finite', [Number.NaN, 0, 0, 1]],
	])('is refused to a matrix that is %s', (_, numbers) => {
		expect(() => cholesky(Float64Array.from(numbers), 2)).toThrow(RangeError);
	});

	it.each([
		['less than a block', 50],
		['some blocks and a part', 300],
	])('block by block gives the matrix again: %s', async (_, size) => {
		// Of lower rank than its size, as the Gram matrix of centred features is.
		const features = randomMatrix(size, size - 10, 7);
		const gram = await gemm(features, features, { transposeB: true });
		const factor = await blockedCholesky(gemm, gram);
		const product = await gemm(factor, factor, { transposeB: true });
		expect(largestDifference(product.data, gram.data)).toBeLessThan(1e-3);
		for (let i = 0; i < size; i++)
			expect(
				row(factor, i)
					.subarray(i + 1)
					.every((value) => value === 0),
			).toBe(true);
	});

	it('block by block is refused to an indefinite matrix', async () => {
		const indefinite = matrix(2, 2, Float32Array.of(1, 5, 5, 1));
		await expect(blockedCholesky(gemm, indefinite)).rejects.toThrow(RangeError);
	});

	it('solves for what its transpose was multiplied with', () => {
		const factor = Float64Array.of(2, 0, 3, 4);
		// Lᵀ = [2 3; 0 4] times [1 5; 2 6].
		const b = Float64Array.of(8, 28, 8, 24);
		solveTransposed(factor, 2, b, 2);
		expect([...b]).toEqual([1, 5, 2, 6]);
	});
});

describe('a rotation into fewer dimensions', () => {
	const features = randomMatrix(12, 50, 6);

	it('keeps every inner product', async () => {
		const { features: small } = await rotateToFewest(gemm, features);
		expect(small).toMatchObject({ rows: 12, columns: 12 });
		const before = multiply(features, transpose(features));
		expect(largestDifference(multiply(small, transpose(small)).data, before.data)).toBeLessThan(1e-5);
	});

	it('turns weights back so that they give the same scores and have the same norm', async () => {
		const { features: small, restore } = await rotateToFewest(gemm, features);
		const weights = randomMatrix(12, 3, 7);
		const restored = await restore(weights);
		expect(restored).toMatchObject({ rows: 50, columns: 3 });
		const scores = multiply(small, weights);
		expect(largestDifference(multiply(features, restored).data, scores.data)).toBeLessThan(1e-4);
		const norm = ({ data }: Matrix) => Math.hypot(...data);
		expect(norm(restored)).toBeCloseTo(norm(weights), 4);
	});

	it('works when two photos are the same', async () => {
		const twice = selectRows(features, [0, 1, 2, 1]);
		const { features: small } = await rotateToFewest(gemm, twice);
		const before = multiply(twice, transpose(twice));
		expect(largestDifference(multiply(small, transpose(small)).data, before.data)).toBeLessThan(1e-5);
	});

	it('is none where there are more photos than features', async () => {
		const tall = transpose(features);
		const { features: same, restore } = await rotateToFewest(gemm, tall);
		expect(same).toBe(tall);
		const weights = randomMatrix(12, 3, 8);
		expect(await restore(weights)).toBe(weights);
	});
});
