import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { examineLabels, type PhotoToJudge } from '../../src/train/examine-labels.ts';

const LABELS = ['crow', 'boar', 'monkey'];
const DIMENSION = 24;
const gemm = createGemm();

/** Photos of each label around a centre of their own, overlapping a little. */
function photosAround(perLabel: number, seed = 1): PhotoToJudge[] {
	const random = seededRandom(seed);
	return LABELS.flatMap((_, labelIndex) =>
		Array.from({ length: perLabel }, (_, n) => ({
			embedding: Float32Array.from(
				{ length: DIMENSION },
				(_, d) => (d % LABELS.length === labelIndex ? 0.7 : 0) + 2 * random() - 1,
			),
			labelIndex,
			group: labelIndex * perLabel + n,
			fold: 0,
		})),
	);
}

/** The same photos, each fifth under the next label. */
function mislabelled(photos: readonly PhotoToJudge[]): PhotoToJudge[] {
	return photos.map((photo, n) => ({
		...photo,
		labelIndex: n % 5 === 0 ? (photo.labelIndex + 1) % LABELS.length : photo.labelIndex,
	}));
}

const examine = (photos: readonly PhotoToJudge[]) => examineLabels(gemm, { photos, labels: LABELS });
const bestOf = (probabilities: Float32Array) => probabilities.indexOf(Math.max(...probabilities));

describe('judging labels without trusting them', () => {
	it('sees through wrong labels', async () => {
		const truth = photosAround(40);
		const judged = await examine(mislabelled(truth));
		const right = judged.filter((probabilities, n) => bestOf(probabilities) === truth[n].labelIndex);
		expect(right.length / truth.length).toBeGreaterThan(0.85);
		for (const probabilities of judged)
			expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
	});

	it('does not let a photo, nor a copy in its group, vouch for its own label', async () => {
		const photos = photosAround(40);
		const [wrong] = photos;
		const copies = Array.from({ length: 3 }, () => ({ ...wrong, labelIndex: 1 }));
		const judged = await examine([...photos.slice(1), ...copies]);
		for (const probabilities of judged.slice(-3)) expect(bestOf(probabilities)).toBe(0);
	});

	it('judges the holdout by the others, and learns nothing from it', async () => {
		const photos = photosAround(40);
		const held = photosAround(10, 2).map((photo) => ({ ...photo, group: photo.group + 1_000, fold: null }));
		const judged = await examine([...photos, ...held]);
		const right = held.filter((photo, n) => bestOf(judged[photos.length + n]) === photo.labelIndex);
		expect(right.length).toBeGreaterThan(25);
		const lying = held.map((photo) => ({ ...photo, labelIndex: (photo.labelIndex + 1) % LABELS.length }));
		const again = await examine([...photos, ...lying]);
		expect(again.map(bestOf)).toEqual(judged.map(bestOf));
	});

	it('says the same each time', async () => {
		const photos = mislabelled(photosAround(20));
		expect(await examine(photos)).toEqual(await examine(photos));
	});

	it('gives up between pieces of work', async () => {
		const stopped = examineLabels(gemm, { photos: photosAround(5), labels: LABELS }, () => {
			throw new Error('enough');
		});
		await expect(stopped).rejects.toThrow('enough');
	});
});
