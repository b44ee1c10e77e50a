import { expect, it } from 'vitest';
import { seededRandom } from '../../../src/dataset/random.ts';
import { precisionOf, solve } from '../../../src/model/linear-algebra/precision.ts';

const SIZE = 9;

/** `B Bᵀ + I`, row by row. */
function positiveDefinite(): Float64Array {
	const random = seededRandom(3);
	const b = Array.from({ length: SIZE }, () => Array.from({ length: SIZE }, () => random() - 0.5));
	return Float64Array.from(
		b.flatMap((left, i) =>
			b.map((right, j) => left.reduce((sum, value, k) => sum + value * right[k], i === j ? 1 : 0)),
		),
	);
}

it('times the matrix is one', () => {
	const matrix = positiveDefinite();
	const rows = Array.from({ length: SIZE }, (_, i) => matrix.slice(i * SIZE, (i + 1) * SIZE));
	const product = precisionOf(matrix, SIZE).times(rows);
	for (const [i, row] of product.entries())
		for (const [j, value] of row.entries()) expect(value).toBeCloseTo(i === j ? 1 : 0, 6);
});

it('gives any part of it', () => {
	const precision = precisionOf(positiveDefinite(), SIZE);
	const unit = (at: number) => Array.from({ length: SIZE }, (_, i) => Float64Array.of(i === at ? 1 : 0));
	const block = precision.block([2, 7]);
	const [second, seventh] = [precision.times(unit(2)), precision.times(unit(7))];
	const expected = [second[2][0], seventh[2][0], second[7][0], seventh[7][0]];
	for (const [n, value] of expected.entries()) expect(block[n]).toBeCloseTo(value, 8);
});

it('solves for several right sides', () => {
	const [first, second] = solve(Float64Array.of(2, 1, 1, 3), [Float64Array.of(5, 1), Float64Array.of(10, 0)]);
	expect(first[0]).toBeCloseTo(1, 6);
	expect(second[0]).toBeCloseTo(3, 6);
	expect(first[1]).toBeCloseTo(0.6, 6);
	expect(second[1]).toBeCloseTo(-0.2, 6);
});
