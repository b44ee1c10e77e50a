import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { headLogits, prepareFeatures } from '../../src/model/head.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { type Matrix, matrix, row, selectRows } from '../../src/model/linear-algebra/matrix.ts';
import { fitLogisticRegression, scores, type TrainingSet } from '../../src/model/logistic-regression.ts';
import { largestDifference } from './support/closeness.ts';

const gemm = createGemm();

/** Photos around one centre a label, in numbers that are far from standardised; the labels overlap. */
function blobs(counts: readonly number[], dimension: number, seed: number): TrainingSet {
	const random = seededRandom(seed);
	const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	const labels = counts.flatMap((count, label) => Array.from({ length: count }, () => label));
	const centres = counts.map(() => Array.from({ length: dimension }, normal));
	const data = labels.flatMap((label) =>
		centres[label].map((centre, d) => 0.02 * (d + 1) + 0.01 * (d + 1) * (centre + 1.5 * normal())),
	);
	return {
		features: matrix(labels.length, dimension, Float32Array.from(data)),
		labels,
		labelCount: counts.length,
	};
}

/**
 * The loss that is documented, in double precision and written anew. `point`: weights (features x labels), then biases.
 */
function referenceLoss(
	{ features, labels, labelCount }: TrainingSet,
	c: number,
	point: Float64Array,
): number {
	const { rows, columns, data } = features;
	const counts = Array.from(
		{ length: labelCount },
		(_, k) => Array.from(labels).filter((l) => l === k).length,
	);
	let [loss, total] = [0, 0];
	for (let n = 0; n < rows; n++) {
		const logits = counts.map((_, k) => {
			let sum = point[columns * labelCount + k];
			for (let d = 0; d < columns; d++) sum += data[n * columns + d] * point[d * labelCount + k];
			return sum;
		});
		const weight = Math.min(3, rows / (labelCount * counts[labels[n]]));
		loss += weight * (Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[labels[n]]);
		total += weight;
	}
	const penalty = point.slice(0, columns * labelCount).reduce((sum, weight) => sum + weight * weight, 0);
	return loss / total + penalty / (2 * c * rows);
}

function numericGradient(set: TrainingSet, c: number, point: Float64Array): Float64Array {
	const step = 1e-5;
	return point.map((_, i) => {
		const [above, below] = [point.slice(), point.slice()];
		above[i] += step;
		below[i] -= step;
		return (referenceLoss(set, c, above) - referenceLoss(set, c, below)) / (2 * step);
	});
}

/** Plain gradient descent on the reference: slow, and hard to get wrong. */
function descend(set: TrainingSet, c: number, steps: number, rate: number): Float64Array {
	let point = new Float64Array((set.features.columns + 1) * set.labelCount);
	for (let step = 0; step < steps; step++) {
		const gradient = numericGradient(set, c, point);
		point = point.map((value, i) => value - rate * gradient[i]);
	}
	return point;
}

function standardised({ rows, columns, data }: Matrix): Matrix {
	const result = matrix(rows, columns);
	for (let d = 0; d < columns; d++) {
		const values = Array.from({ length: rows }, (_, n) => data[n * columns + d]);
		const mean = values.reduce((sum, value) => sum + value, 0) / rows;
		const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
		for (let n = 0; n < rows; n++) result.data[n * columns + d] = (values[n] - mean) / deviation;
	}
	return result;
}

describe('logistic regression', () => {
	// One label of two in fifty: its balanced weight, 8, is beyond the cap.
	const raw = blobs([30, 18, 2], 3, 1);
	const set = { ...raw, features: standardised(raw.features) };

	it('finds what plain gradient descent on the documented loss finds', async () => {
		const { weights, bias } = await fitLogisticRegression(gemm, set, 0.5);
		const expected = descend(set, 0.5, 800, 0.8);
		// The biases may all shift together: only their differences count.
		const shift = expected[9] - bias[0];
		expect(largestDifference(weights.data, expected.slice(0, 9))).toBeLessThan(1e-3);
		for (const k of [0, 1, 2]) expect(bias[k] + shift).toBeCloseTo(expected[9 + k], 3);
	});

	it.each([0.001, 0.1, 10])('ends where the gradient of the documented loss is zero (C = %f)', async (c) => {
		const { weights, bias } = await fitLogisticRegression(gemm, set, c);
		const gradient = numericGradient(set, c, Float64Array.from([...weights.data, ...bias]));
		expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-4);
	});

	it('finds the same from another start', async () => {
		const start = { weights: matrix(3, 3, new Float32Array(9).fill(2)), bias: Float64Array.of(5, -5, 1) };
		const far = await fitLogisticRegression(gemm, set, 0.1, { start });
		const near = await fitLogisticRegression(gemm, set, 0.1);
		expect(largestDifference(far.weights.data, near.weights.data)).toBeLessThan(1e-3);
	});

	it('of two equal views of each photo is what it is of one', async () => {
		const twice: TrainingSet = {
			...set,
			features: selectRows(
				set.features,
				Array.from({ length: 100 }, (_, n) => n >> 1),
			),
			labels: Array.from(set.labels).flatMap((label) => [label, label]),
			viewsPerPhoto: 2,
		};
		const [one, two] = [
			await fitLogisticRegression(gemm, set, 0.1),
			await fitLogisticRegression(gemm, twice, 0.1),
		];
		expect(largestDifference(two.weights.data, one.weights.data)).toBeLessThan(1e-3);
	});

	it('gives the same model to the last bit', async () => {
		const [first, second] = [
			await fitLogisticRegression(gemm, set, 0.1),
			await fitLogisticRegression(createGemm(), set, 0.1),
		];
		expect(second).toEqual(first);
	});
});

async function fitHead(set: TrainingSet, c: number) {
	const gemm = createGemm();
	const { features, toHead } = await prepareFeatures(gemm, set.features);
	return toHead(await fitLogisticRegression(gemm, { ...set, features }, c));
}

describe('the head', () => {
	it.each([
		['fewer photos than features, fitted in a smaller basis', blobs([14, 10, 8], 60, 2)],
		['more photos than features', blobs([40, 30, 30], 6, 3)],
	])('says of raw embeddings what a model on standardised ones says: %s', async (_, set) => {
		const features = standardised(set.features);
		const model = await fitLogisticRegression(gemm, { ...set, features }, 0.03);
		const expected = await scores(gemm, features, model);

		const head = await fitHead(set, 0.03);
		for (let n = 0; n < features.rows; n++) {
			expect(largestDifference(headLogits(head, row(set.features, n)), row(expected, n))).toBeLessThan(2e-3);
		}
	});

	it('gives the same bytes for the same photos', async () => {
		const set = blobs([14, 10, 8], 60, 2);
		expect(await fitHead(set, 0.03)).toEqual(await fitHead(set, 0.03));
	});

	it('is not upset by a feature that never varies', async () => {
		const set = blobs([10, 10], 4, 4);
		for (let n = 0; n < 20; n++) set.features.data[n * 4 + 2] = 0.25;
		const head = await fitHead(set, 0.1);
		const strange = Float32Array.of(0, 0, 0.5, 0);
		const usual = Float32Array.of(0, 0, 0.25, 0);
		expect(largestDifference(headLogits(head, strange), headLogits(head, usual))).toBeLessThan(1e-6);
	});

	it('tells labels apart that lie apart', async () => {
		const set = blobs([10, 10, 10], 400, 5);
		const head = await fitHead(set, 0.03);
		const judged = Array.from({ length: 30 }, (_, n) => {
			const logits = [...headLogits(head, row(set.features, n))];
			return logits.indexOf(Math.max(...logits));
		});
		expect(judged).toEqual(set.labels);
	});
});
