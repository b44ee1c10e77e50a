import { describe, expect, it } from 'vitest';
import { measureMixture } from '../../../src/model/statistics/mixture.ts';
import type { GradedAnswer } from '../../../src/model/statistics/reliability.ts';

/** Answers at one confidence, all right. */
const right = (count: number, confidence: number): GradedAnswer[] =>
	Array.from({ length: count }, () => ({ confidence, isCorrect: true }));

describe('a mixture of photos of the labels with as many of other things', () => {
	it('is half and half, whichever there are more of', () => {
		expect(measureMixture(right(10, 0.9), right(30, 0.1))?.photos).toBe(20);
		expect(measureMixture(right(30, 0.9), right(10, 0.1))?.photos).toBe(20);
		expect(measureMixture(right(30, 0.9), [])).toBeUndefined();
	});

	it('takes from all of them, not from the first', () => {
		const known = [...right(10, 0.95), ...right(10, 0.5)];
		expect(measureMixture(known, right(10, 0.1))?.sure.coverage).toBe(0.5);
	});

	it('never has a stranger right, whatever was said of it', () => {
		const { sure, calibrationError } = measureMixture(right(10, 1), right(10, 0.95)) ?? {};
		expect(sure).toEqual({ answers: 20, right: 0.5, strangers: 0.5, coverage: 1 });
		expect(calibrationError).toBeCloseTo(0.475, 12);
	});

	it('is without error where strangers are doubted and the others are not', () => {
		const measured = measureMixture(right(10, 1), right(10, 0));
		expect(measured?.calibrationError).toBe(0);
		expect(measured?.sure).toEqual({ answers: 10, right: 1, strangers: 0, coverage: 1 });
	});
});
