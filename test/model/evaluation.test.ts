import { describe, expect, it } from 'vitest';
import { areaUnderRoc, evaluate, evaluationSchema, wilsonInterval } from '../../src/model/evaluation.ts';

const LABELS = ['crow', 'boar', 'monkey'];

const judged = (label: number, ...probabilities: number[]) => ({ label, probabilities });

describe('an evaluation', () => {
	const evaluation = evaluate(
		[
			judged(0, 0.7, 0.2, 0.1),
			judged(0, 0.9, 0.1, 0),
			judged(0, 0.1, 0.85, 0.05),
			judged(1, 0.3, 0.6, 0.1),
			judged(1, 0.5, 0.4, 0.1),
			judged(2, 0.2, 0.2, 0.6),
		],
		LABELS,
		'given',
	);

	it('counts in a row what became of a label', () => {
		expect(evaluation.confusion).toEqual([
			[2, 1, 0],
			[1, 1, 0],
			[0, 0, 1],
		]);
		expect(evaluation).toMatchObject({ source: 'given', photos: 6, accuracy: { value: 4 / 6 } });
	});

	it('has precision, recall and F1 of every label, and their mean', () => {
		const [crow, boar, monkey] = evaluation.labels;
		expect(crow).toMatchObject({ label: 'crow', photos: 3, precision: 2 / 3, recall: 2 / 3 });
		expect(boar).toMatchObject({ label: 'boar', photos: 2, precision: 1 / 2, recall: 1 / 2 });
		expect(monkey).toMatchObject({ label: 'monkey', photos: 1, precision: 1, recall: 1, f1: 1 });
		expect(evaluation.macroF1).toBeCloseTo((2 / 3 + 1 / 2 + 1) / 3, 12);
	});

	it('has the log loss and the Brier score', () => {
		const given = [0.7, 0.9, 0.1, 0.6, 0.4, 0.6];
		const logLoss = given.reduce((sum, probability) => sum - Math.log(probability), 0) / 6;
		expect(evaluation.logLoss).toBeCloseTo(logLoss, 12);
		const brier = [
			0.09 + 0.04 + 0.01,
			0.01 + 0.01,
			0.81 + 0.7225 + 0.0025,
			0.09 + 0.16 + 0.01,
			0.25 + 0.36 + 0.01,
			0.04 + 0.04 + 0.16,
		];
		expect(evaluation.brier).toBeCloseTo(brier.reduce((sum, value) => sum + value, 0) / 6, 12);
	});

	it('suspects a label that is contradicted with 80 % or more', () => {
		expect(evaluation.labels.map(({ suspects }) => suspects)).toEqual([1, 0, 0]);
	});

	it('has no precision where nothing was judged so, and no recall where there was nothing', () => {
		const { labels, macroF1 } = evaluate([judged(0, 0.6, 0.4, 0), judged(1, 0.6, 0.4, 0)], LABELS, 'given');
		expect(labels[1]).toMatchObject({ precision: null, recall: 0, f1: 0 });
		expect(labels[2]).toMatchObject({ precision: null, recall: null, f1: 0 });
		// The label without photos does not count.
		expect(macroF1).toBeCloseTo((2 / 3 + 0) / 2, 12);
	});

	it('stays finite when the truth was given no probability at all', () => {
		expect(evaluate([judged(0, 0, 1, 0)], LABELS, 'given').logLoss).toBeCloseTo(-Math.log(1e-12), 9);
	});

	it('of no photos is one that can be written and read', () => {
		const empty = evaluate([], LABELS, 'given');
		expect(evaluationSchema.parse(JSON.parse(JSON.stringify(empty)))).toEqual(empty);
	});
});

describe('the calibration error', () => {
	const errorOf = (photos: ReturnType<typeof judged>[]) => evaluate(photos, LABELS, 'given').calibrationError;

	/** Photos at one confidence, of which the given number are right. */
	const group = (count: number, correct: number, confidence: number) =>
		Array.from({ length: count }, (_, n) => judged(n < correct ? 0 : 1, confidence, 1 - confidence, 0));

	it('is nothing where answers are right as often as they say', () => {
		expect(errorOf([...group(20, 12, 0.6), ...group(20, 18, 0.9)])).toBeCloseTo(0, 12);
	});

	it('is how far confidence and accuracy are apart', () => {
		expect(errorOf(group(30, 15, 0.9))).toBeCloseTo(0.4, 12);
	});

	it('does not let too low a confidence make up for too high a one', () => {
		expect(errorOf([...group(20, 10, 0.6), ...group(20, 20, 0.9)])).toBeCloseTo(0.1, 12);
	});

	it('does not take the noise of small bins for an error', () => {
		// Right at 80 % by turns: bins of one photo each would be off by 0.2 or 0.8.
		const photos = Array.from({ length: 50 }, (_, n) => judged(n % 5 === 0 ? 1 : 0, 0.8 + n / 1e6, 0.1, 0.1));
		expect(errorOf(photos)).toBeLessThan(0.05);
	});

	it('has few bins even where every answer is right', () => {
		expect(evaluate(group(500, 500, 0.9), LABELS, 'given').reliability).toHaveLength(50);
	});
});

describe('the hardest photos', () => {
	it('are those judged wrongly, the most confident first, at most 24', () => {
		const photos = [
			judged(0, 0.9, 0.1, 0),
			judged(0, 0.3, 0.6, 0.1),
			judged(1, 0.8, 0.2, 0),
			judged(2, 0.2, 0.7, 0.1),
		];
		expect(evaluate(photos, LABELS, 'given').hardest).toEqual([
			{ photo: 2, judged: 'crow', confidence: 0.8 },
			{ photo: 3, judged: 'boar', confidence: 0.7 },
			{ photo: 1, judged: 'boar', confidence: 0.6 },
		]);
		const wrong = Array.from({ length: 30 }, () => judged(1, 0.9, 0.1, 0));
		expect(evaluate(wrong, LABELS, 'given').hardest).toHaveLength(24);
	});
});

describe('the risk-coverage curve', () => {
	it('tells what is wrong among the most confident answers, up to all of them', () => {
		const photos = [
			judged(0, 0.9, 0.1, 0),
			judged(1, 0.8, 0.2, 0),
			judged(1, 0, 0.7, 0.3),
			judged(1, 0.6, 0.4, 0),
		];
		expect(evaluate(photos, LABELS, 'given').riskCoverage).toEqual([
			{ coverage: 0.25, risk: 0 },
			{ coverage: 0.5, risk: 0.5 },
			{ coverage: 0.75, risk: 1 / 3 },
			{ coverage: 1, risk: 0.5 },
		]);
	});

	it('takes answers of equal confidence together, whichever came first', () => {
		const photos = [judged(0, 0.9, 0.1, 0), judged(1, 0.9, 0.1, 0)];
		const both = [{ coverage: 1, risk: 0.5 }];
		expect(evaluate(photos, LABELS, 'given').riskCoverage).toEqual(both);
		expect(evaluate(photos.toReversed(), LABELS, 'given').riskCoverage).toEqual(both);
	});

	it('has at most fifty points, the last of them of all photos', () => {
		const photos = Array.from({ length: 333 }, (_, n) => judged(n % 2, 0.5 + n / 1000, 0.5 - n / 1000, 0));
		const { riskCoverage } = evaluate(photos, LABELS, 'given');
		expect(riskCoverage).toHaveLength(50);
		expect(riskCoverage.at(-1)).toEqual({ coverage: 1, risk: 166 / 333 });
		const coverages = riskCoverage.map(({ coverage }) => coverage);
		expect(coverages).toEqual([...new Set(coverages)].toSorted((a, b) => a - b));
	});
});

describe('a holdout', () => {
	it('is told apart, and counts in the rest', () => {
		const photos = [
			judged(0, 0.9, 0.1, 0),
			{ ...judged(0, 0.9, 0.1, 0), isHoldout: true },
			{ ...judged(1, 0.9, 0.1, 0), isHoldout: true },
		];
		const { photos: count, accuracy, holdout } = evaluate(photos, LABELS, 'held-out');
		expect(count).toBe(3);
		expect(accuracy.value).toBe(2 / 3);
		expect(holdout).toEqual({ photos: 2, accuracy: wilsonInterval(1, 2) });
	});

	it('is not mentioned where there is none', () => {
		expect(evaluate([judged(0, 0.9, 0.1, 0)], LABELS, 'out-of-fold')).not.toHaveProperty('holdout');
	});
});

describe('the Wilson interval', () => {
	it.each([
		// Computed with statsmodels' formula by hand: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
		[57, 60, 0.863, 0.9829],
		[0, 10, 0, 0.2775],
		[10, 10, 0.7225, 1],
		[1, 2, 0.0945, 0.9055],
	])('of %i in %i is %f to %f', (successes, trials, low, high) => {
		const interval = wilsonInterval(successes, trials);
		expect(interval.value).toBe(successes / trials);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});

	it('of nothing says nothing', () => {
		expect(wilsonInterval(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
	});
});

describe('the area under the ROC curve', () => {
	it.each([
		['one when every positive is above every negative', [3, 4], [1, 2], 1],
		['zero the other way round', [1, 2], [3, 4], 0],
		['a half when nothing tells them apart', [1, 1, 1], [1, 1], 0.5],
		['the share of pairs in the right order', [2, 4], [1, 3, 5], 0.5],
		['a tie counting half', [2, 5], [2, 3], 0.625],
	])('is %s', (_, positives, negatives, area) => {
		expect(areaUnderRoc(positives, negatives)).toBeCloseTo(area, 12);
	});

	it('does not depend on the order given', () => {
		expect(areaUnderRoc([4, 2], [5, 1, 3])).toBe(areaUnderRoc([2, 4], [1, 3, 5]));
	});
});
