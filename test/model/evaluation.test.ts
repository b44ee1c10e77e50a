import { describe, expect, it } from 'vitest';
import { evaluate, evaluationSchema } from '../../src/model/evaluation.ts';
import { wilsonInterval } from '../../src/model/statistics/proportion-intervals.ts';

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
