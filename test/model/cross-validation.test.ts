import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { fitTemperature, negativeLogLikelihood } from '../../src/model/calibration.ts';
import {
	chooseRegularisation,
	type FoldedSet,
	REGULARISATION_GRID,
} from '../../src/model/cross-validation.ts';
import { indexOfLargest } from '../../src/model/evaluation.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { type Matrix, matrix, row } from '../../src/model/linear-algebra/matrix.ts';

const gemm = createGemm();
const COUNT = 90;
const folds = Array.from({ length: COUNT }, (_, n) => Math.floor(n / 3) % 5);
const labels = Array.from({ length: COUNT }, (_, n) => n % 3);

/** Features of noise; `signal` of the label is added to one in three of them. */
function photos(signal: number, { seed = 1, given = labels } = {}): FoldedSet {
	const random = seededRandom(seed);
	const features = matrix(COUNT, 150);
	for (let n = 0; n < COUNT; n++) {
		for (let d = 0; d < 150; d++) features.data[n * 150 + d] = random() - 0.5;
		for (let d = labels[n]; d < 150; d += 3) features.data[n * 150 + d] += signal;
	}
	return { features, labels: given, labelCount: 3, folds, learns: () => true };
}

const hits = (logits: Matrix) => labels.filter((label, n) => indexOfLargest(row(logits, n)) === label).length;
const leastLoss = (tried: readonly { loss: number }[]) => Math.min(...tried.map(({ loss }) => loss));

describe('cross-validation', () => {
	it('tries every value, fitting each once a fold, and keeps the one of least loss', async () => {
		let fits = 0;
		const choice = await chooseRegularisation(gemm, photos(0.1), () => fits++);
		expect(fits).toBe(5 * REGULARISATION_GRID.length);
		expect(choice.tried.map(({ inverseRegularisation }) => inverseRegularisation)).toEqual([
			...REGULARISATION_GRID,
		]);
		const least = choice.tried.reduce((a, b) => (b.loss < a.loss ? b : a));
		expect(choice).toMatchObject({ inverseRegularisation: least.inverseRegularisation });
	});

	it('reports the loss of its logits at their best temperature', async () => {
		const { logits, tried } = await chooseRegularisation(gemm, photos(0.1));
		const rows = Array.from({ length: COUNT }, (_, n) => row(logits, n));
		const loss = negativeLogLikelihood(rows, labels, fitTemperature(rows, labels));
		expect(loss).toBeCloseTo(leastLoss(tried), 12);
	});

	it('promises no more than chance where labels mean nothing', async () => {
		const { logits, tried } = await chooseRegularisation(gemm, photos(0));
		// A photo seen in training would be recognised: with 150 features for 90 photos, every one of them.
		expect(hits(logits)).toBeLessThan(COUNT / 2);
		expect(leastLoss(tried)).toBeGreaterThan(0.98 * Math.log(3));
	});

	it('recognises what labels have in common', async () => {
		const { logits, tried } = await chooseRegularisation(gemm, photos(0.3));
		expect(hits(logits)).toBe(COUNT);
		expect(leastLoss(tried)).toBeLessThan(0.05);
	});

	it('judges what it does not learn from, which changes nothing for the rest', async () => {
		const isWrong = (n: number) => n % 10 === 0;
		const given = labels.map((label, n) => (isWrong(n) ? (label + 1) % 3 : label));
		const learns = (n: number) => !isWrong(n);
		const mislabelled = await chooseRegularisation(gemm, { ...photos(0.3, { given }), learns });
		const labelled = await chooseRegularisation(gemm, { ...photos(0.3), learns });
		expect(mislabelled).toEqual(labelled);
		expect(hits(mislabelled.logits)).toBe(COUNT);
	});

	it('gives the same choice to the last bit', async () => {
		const first = await chooseRegularisation(gemm, photos(0.1));
		expect(await chooseRegularisation(createGemm(), photos(0.1))).toEqual(first);
	});
});
