import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { classify } from '../../src/model/classifier.ts';
import { nearestReferences } from '../../src/model/references.ts';
import { mean } from '../../src/model/statistics/reliability.ts';
import { type FitPhoto, fitVersion } from '../../src/train/fit-version.ts';

const PARTS = [24, 24];
const LABELS = ['boar', 'crow', 'monkey'];

/** Photos of three labels in turn, each its label's pattern under noise; in groups of two. */
function photosOf(count: number, noise: number, seed = 1): FitPhoto[] {
	const random = seededRandom(seed);
	return Array.from({ length: count }, (_, n) => {
		const labelIndex = n % 3;
		const numbers = Array.from({ length: 48 }, (_, d) => (d % 3 === labelIndex ? 1 : 0.2) + noise * random());
		const length = Math.hypot(...numbers) / Math.SQRT2;
		return {
			embedding: Float32Array.from(numbers, (number) => number / length),
			labelIndex,
			group: Math.floor(n / 6) * 3 + labelIndex,
			fold: Math.floor(n / 6) % 5,
			isExcluded: false,
		};
	});
}

const versionOf = (photos: readonly FitPhoto[]) => fitVersion({ photos, labels: LABELS, parts: PARTS });
const judgedLabels = ({ answers }: Awaited<ReturnType<typeof versionOf>>) =>
	answers.map(({ judged }) => judged);

describe('fitting a version', () => {
	it('tells labels apart, and says of each photo what a head said that did not see it', async () => {
		const photos = photosOf(90, 1);
		const { classifier, honest, evaluation } = await versionOf(photos);
		expect(evaluation).toMatchObject({ source: 'out-of-fold', photos: 90 });
		expect(evaluation.accuracy.value).toBeGreaterThan(0.9);
		expect(evaluation).not.toHaveProperty('holdout');
		for (const probabilities of honest)
			expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
		expect(classify(classifier, photos[1].embedding)).toMatchObject({ ranking: [{ label: 'crow' }, {}, {}] });
	});

	it('promises no more than chance where labels mean nothing', async () => {
		const photos = photosOf(90, 1);
		const random = seededRandom(3);
		const mixed = photos.map((photo, n) => ({ ...photo, group: n, labelIndex: Math.floor(random() * 3) }));
		const { evaluation } = await versionOf(mixed);
		expect(evaluation.accuracy.low).toBeLessThan(0.4);
		expect(evaluation.logLoss).toBeGreaterThan(0.95 * Math.log(3));
	});

	it('gives the same to the last bit', async () => {
		const photos = photosOf(60, 2);
		expect(await versionOf(photos)).toEqual(await versionOf(photos));
	});

	it('refuses a group that straddles folds', async () => {
		const photos = photosOf(60, 1);
		await expect(versionOf(photos.with(0, { ...photos[0], fold: 4 }))).rejects.toThrow(RangeError);
	});
});

describe('strangers of all kinds', () => {
	/** What nothing of the labels' photos is like. */
	const strangers = Array.from({ length: 60 }, (_, n) => {
		const random = seededRandom(100 + n);
		const numbers = Array.from({ length: 48 }, (_, d) => (d % 7 === n % 7 ? 2 : 0) + random());
		const length = Math.hypot(...numbers) / Math.SQRT2;
		return Float32Array.from(numbers, (number) => number / length);
	});
	/** Labels so alike that each looks like a stranger to the others' photos. */
	const alike = photosOf(90, 3);
	const amongStrangers = (sharpness: number) =>
		fitVersion({
			photos: alike.map((photo) => ({ ...photo, sharpness })),
			labels: LABELS,
			parts: PARTS,
			strangers,
		});
	const meanConfidence = ({ answers }: Awaited<ReturnType<typeof versionOf>>) =>
		mean(answers.map(({ confidence }) => confidence));

	it('let labels that are alike be named with more confidence, and strangers with less than any', async () => {
		const [without, withThem] = [await versionOf(alike), await amongStrangers(500)];
		expect(meanConfidence(withThem)).toBeGreaterThan(meanConfidence(without) + 0.1);
		const said = strangers.map((stranger) => classify(withThem.classifier, stranger).ranking[0].confidence);
		expect(mean(said)).toBeLessThan(meanConfidence(withThem) / 2);
	});

	it('have no say about photos that are not sharp', async () => {
		expect((await amongStrangers(5)).classifier.familiarity).toEqual(
			(await versionOf(alike)).classifier.familiarity,
		);
	});
});

describe('a holdout', () => {
	const photos = photosOf(90, 1).map((photo) => (photo.fold === 4 ? { ...photo, fold: null } : photo));

	it('teaches nothing: another label for its photos changes nothing but what is said of them', async () => {
		const wrong = photos.map((photo) =>
			photo.fold === null ? { ...photo, labelIndex: (photo.labelIndex + 1) % 3 } : photo,
		);
		const [one, other] = [await versionOf(photos), await versionOf(wrong)];
		expect(other.classifier).toEqual(one.classifier);
		expect(other.honest).toEqual(one.honest);
		expect(one.evaluation.holdout?.accuracy.value).toBeGreaterThan(0.9);
		expect(other.evaluation.holdout?.accuracy.value).toBeLessThan(0.1);
	});

	it('is judged by the finished head', async () => {
		const { classifier, answers, evaluation } = await versionOf(photos);
		const n = photos.findIndex(({ fold }) => fold === null);
		const { ranking, unknownScore } = classify(classifier, photos[n].embedding);
		expect(answers[n].confidence).toBeCloseTo(ranking[0].confidence, 12);
		expect(answers[n].unknownScore).toBe(unknownScore);
		expect(evaluation).toMatchObject({ source: 'held-out', photos: 90, holdout: { photos: 18 } });
	});
});

describe('an excluded photo', () => {
	const wrong = new Set([0, 7, 14, 30]);
	const photos = photosOf(90, 1).map((photo, n) =>
		wrong.has(n)
			? { ...photo, group: 1000 + n, labelIndex: (photo.labelIndex + 1) % 3, isExcluded: true }
			: photo,
	);

	it('teaches nothing, whatever its label, is judged all the same, and counts', async () => {
		const right = photos.map((photo, n) => ({ ...photo, labelIndex: n % 3 }));
		const [mislabelled, labelled] = [await versionOf(photos), await versionOf(right)];
		expect(mislabelled.classifier.head).toEqual(labelled.classifier.head);
		expect(mislabelled.classifier.references).toEqual(labelled.classifier.references);
		expect(judgedLabels(mislabelled)).toEqual(judgedLabels(labelled));
		for (const n of wrong) expect(mislabelled.answers[n].judged).toBe(n % 3);
		const hardest = mislabelled.evaluation.hardest.map(({ photo }) => photo);
		expect(hardest).toEqual(expect.arrayContaining([...wrong]));
	});

	it('is no reference', async () => {
		const { classifier } = await versionOf(photos);
		const named = photos.flatMap(({ embedding }) =>
			nearestReferences(classifier.references, embedding, { count: 90 }).map(({ photo }) => photo),
		);
		expect(new Set(named).size).toBe(90 - wrong.size);
		for (const n of wrong) expect(named).not.toContain(n);
	});
});

describe('views', () => {
	const photos = photosOf(60, 2);
	const withViews = (viewOf: (photo: FitPhoto) => Float32Array) =>
		photos.map((photo) => ({
			...photo,
			views: new Map([
				['original', photo.embedding],
				['mirror', viewOf(photo)],
			]),
		}));

	it('that show nothing new change nothing to speak of', async () => {
		const [one, two] = [await versionOf(photos), await versionOf(withViews(({ embedding }) => embedding))];
		for (const [n, probabilities] of two.honest.entries())
			for (const [k, probability] of probabilities.entries())
				expect(Math.abs(probability - one.honest[n][k])).toBeLessThan(0.03);
	});

	it('teach, and are neither judged nor references', async () => {
		const mirrored = withViews(({ embedding }) => embedding.toReversed());
		const [one, two] = [await versionOf(photos), await versionOf(mirrored)];
		expect(two.classifier.head).not.toEqual(one.classifier.head);
		expect(two.classifier.references).toEqual(one.classifier.references);
		expect(two.evaluation.photos).toBe(60);
	});
});
