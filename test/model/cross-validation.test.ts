import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { negativeLogLikelihood } from '../../src/model/calibration.ts';
import { chooseRegularisation, REGULARISATION_GRID } from '../../src/model/cross-validation.ts';
import { indexOfLargest } from '../../src/model/evaluation.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { matrix, row } from '../../src/model/linear-algebra/matrix.ts';

const gemm = createGemm();
const COUNT = 90;
const folds = Array.from({ length: COUNT }, (_, n) => Math.floor(n / 3) % 5);
const labels = Array.from({ length: COUNT }, (_, n) => n % 3);

/** Features of noise; `signal` of the label is added to one of them. */
function photos(signal: number, seed = 1) {
	const random = seededRandom(seed);
	const features = matrix(COUNT, 150);
	for (let n = 0; n < COUNT; n++) {
		for (let d = 0; d < 150; d++) features.data[n * 150 + d] = random() - 0.5;
		for (let d = labels[n]; d < 150; d += 3) features.data[n * 150 + d] += signal;
	}
	return { features, labels, labelCount: 3 };
}

describe('cross-validation', () => {
	it('tries every value, fitting each once a fold, and keeps the one of least loss', async () => {
		let fits = 0;
		const choice = await chooseRegularisation(gemm, photos(0.1), folds, () => fits++);
		expect(fits).toBe(5 * REGULARISATION_GRID.length);
		expect(choice.tried.map(({ inverseRegularisation }) => inverseRegularisation)).toEqual([
			...REGULARISATION_GRID,
		]);
		const least = choice.tried.reduce((a, b) => (b.loss < a.loss ? b : a));
		expect(choice).toMatchObject(least);
	});

	it('reports the loss of its logits at its temperature', async () => {
		const { logits, temperature, loss } = await chooseRegularisation(gemm, photos(0.1), folds);
		const rows = Array.from({ length: COUNT }, (_, n) => row(logits, n));
		expect(negativeLogLikelihood(rows, labels, temperature)).toBeCloseTo(loss, 12);
	});

	it('promises no more than chance where labels mean nothing', async () => {
		const { logits, loss } = await chooseRegularisation(gemm, photos(0), folds);
		const hits = labels.filter((label, n) => indexOfLargest(row(logits, n)) === label).length;
		// A photo seen in training would be recognised: with 150 features for 90 photos, every one of them.
		expect(hits).toBeLessThan(COUNT / 2);
		expect(loss).toBeGreaterThan(0.98 * Math.log(3));
	});

	it('recognises what labels have in common', async () => {
		const { logits, loss } = await chooseRegularisation(gemm, photos(0.3), folds);
		expect(labels.filter((label, n) => indexOfLargest(row(logits, n)) === label)).toHaveLength(COUNT);
		expect(loss).toBeLessThan(0.05);
	});

	it('gives the same choice to the last bit', async () => {
		const first = await chooseRegularisation(gemm, photos(0.1), folds);
		expect(await chooseRegularisation(createGemm(), photos(0.1), folds)).toEqual(first);
	});
});
