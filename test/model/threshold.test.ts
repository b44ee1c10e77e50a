import { describe, expect, it } from 'vitest';
import { answerThreshold, chooseThreshold } from '../../src/model/threshold.ts';

describe('the threshold', () => {
	const confidences = [0.3, 0.9, 0.5, 0.8, 0.4, 0.7, 0.95, 0.6, 0.85, 0.99];

	it.each([
		[0.9, 0.4],
		[0.5, 0.8],
		[1, 0.3],
		// Nine and a half answers do not exist: never fewer than asked for.
		[0.95, 0.3],
	])('keeps %d of the right answers', (keep, expected) => {
		expect(chooseThreshold(confidences, keep)).toBe(expected);
	});

	it('keeps more where they are equally sure', () => {
		expect(chooseThreshold([0.9, 0.9, 0.9, 0.2], 0.5)).toBe(0.9);
	});

	it('lets everything be answered when no answer was ever right', () => {
		expect(chooseThreshold([], 0.9)).toBe(0);
	});
});

describe('the threshold of a model', () => {
	it('keeps nine in ten of its right answers', () => {
		expect(answerThreshold([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1])).toBe(0.15);
	});

	it('lets nobody wait for more than nine in ten', () => {
		expect(answerThreshold(Array.from({ length: 20 }, (_, n) => 0.96 + n / 1000))).toBe(0.9);
	});
});
