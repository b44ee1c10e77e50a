import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { fitTemperature, negativeLogLikelihood } from '../../src/model/calibration.ts';
import {
	chooseRegularisation,
	type FoldedSet,
	predictOutOfFold,
	REGULARISATION_GRID,
} from '../../src/model/cross-validation.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { type Matrix, matrix, row } from '../../src/model/linear-algebra/matrix.ts';
import { indexOfLargest } from '../../src/model/statistics/index-of-largest.ts';
import { largestDifference } from './support/closeness.ts';

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
const lossOf = (logits: Matrix) => {
	const rows = Array.from({ length: COUNT }, (_, n) => row(logits, n));
	return negativeLogLikelihood(rows, labels, fitTemperature(rows, labels));
};

describe('the choice of C', () => {
	it('tries values from the smoothest, fitting each once a fold, until the loss rises', async () => {
		let fits = 0;
		const { tried, inverseRegularisation } = await chooseRegularisation(gemm, photos(0.1), () => fits++);
		expect(fits).toBe(5 * tried.length);
		const values = tried.map((one) => one.inverseRegularisation);
		expect(values).toEqual(REGULARISATION_GRID.slice(0, tried.length));
		const rising = tried.slice(1).map(({ loss }, n) => loss >= tried[n].loss);
		expect(rising.slice(0, -1)).not.toContain(true);
		expect(rising.at(-1) || tried.length === REGULARISATION_GRID.length).toBe(true);
		expect(tried.find((one) => one.inverseRegularisation === inverseRegularisation)?.loss).toBe(
			leastLoss(tried),
		);
	});

	it('is smooth where labels mean nothing, and promises no more than chance', async () => {
		const { tried, inverseRegularisation } = await chooseRegularisation(gemm, photos(0));
		expect(inverseRegularisation).toBe(REGULARISATION_GRID[0]);
		expect(leastLoss(tried)).toBeGreaterThan(0.98 * Math.log(3));
	});

	it('does not depend on what is not learnt from', async () => {
		const isWrong = (n: number) => n % 10 === 0;
		const given = labels.map((label, n) => (isWrong(n) ? (label + 1) % 3 : label));
		const learns = (n: number) => !isWrong(n);
		const mislabelled = await chooseRegularisation(gemm, { ...photos(0.3, { given }), learns });
		expect(mislabelled).toEqual(await chooseRegularisation(gemm, { ...photos(0.3), learns }));
	});

	it('gives the same choice to the last bit', async () => {
		const first = await chooseRegularisation(gemm, photos(0.1));
		expect(await chooseRegularisation(createGemm(), photos(0.1))).toEqual(first);
	});
});

describe('judging out of fold', () => {
	it('sees nothing where labels mean nothing', async () => {
		const { logits } = await predictOutOfFold(gemm, photos(0), 0.1);
		// A photo seen in training would be recognised: with 150 features for 90 photos, every one of them.
		expect(hits(logits)).toBeLessThan(COUNT / 2);
	});

	it('recognises what labels have in common', async () => {
		const { logits } = await predictOutOfFold(gemm, photos(0.3), 0.1);
		expect(hits(logits)).toBe(COUNT);
		expect(lossOf(logits)).toBeLessThan(0.05);
	});

	it('judges what it does not learn from', async () => {
		const isWrong = (n: number) => n % 10 === 0;
		const given = labels.map((label, n) => (isWrong(n) ? (label + 1) % 3 : label));
		const set = { ...photos(0.3, { given }), learns: (n: number) => !isWrong(n) };
		expect(hits((await predictOutOfFold(gemm, set, 0.1)).logits)).toBe(COUNT);
	});

	it('finds from a start near by what it finds from nothing', async () => {
		const { models } = await predictOutOfFold(gemm, photos(0.1), 0.03);
		const warm = await predictOutOfFold(gemm, photos(0.1), 0.1, { starts: models, valueTolerance: 0 });
		const cold = await predictOutOfFold(gemm, photos(0.1), 0.1, { valueTolerance: 0 });
		expect(largestDifference(warm.logits.data, cold.logits.data)).toBeLessThan(1e-2);
	});
});
