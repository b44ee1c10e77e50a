import { describe, expect, it } from 'vitest';
import {
	calibrationError,
	type GradedAnswer,
	reliabilityBins,
} from '../../../src/model/statistics/reliability.ts';

describe('the calibration error', () => {
	const errorOf = (answers: readonly GradedAnswer[]) => calibrationError(reliabilityBins(answers));

	/** Answers at one confidence, of which the given number are right. */
	const group = (count: number, correct: number, confidence: number): GradedAnswer[] =>
		Array.from({ length: count }, (_, n) => ({ confidence, isCorrect: n < correct }));

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
		const answers = Array.from({ length: 50 }, (_, n) => ({
			confidence: 0.8 + n / 1e6,
			isCorrect: n % 5 !== 0,
		}));
		expect(errorOf(answers)).toBeLessThan(0.05);
	});

	it('has few bins even where every answer is right', () => {
		expect(reliabilityBins(group(500, 500, 0.9))).toHaveLength(50);
	});
});
