import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import {
	chooseThresholds,
	type HeldOutAnswer,
	isAnswered,
	type Thresholds,
} from '../../src/model/thresholds.ts';

/** Answers with many ties, as real ones have at the ends of their scales. */
function answers(count: number, seed: number, confidence: number, unknownScore: number): HeldOutAnswer[] {
	const random = seededRandom(seed);
	const near = (centre: number) => Math.round((centre + (random() - 0.5) * 0.6) * 20) / 20;
	return Array.from({ length: count }, () => ({
		confidence: near(confidence),
		unknownScore: near(unknownScore),
	}));
}

/** Tries every pair of thresholds that the answers can tell apart. */
function mostTurnedAway(correct: HeldOutAnswer[], unwanted: HeldOutAnswer[], keep: number): number {
	let most = 0;
	for (const { confidence } of correct) {
		for (const { unknownScore: unknown } of correct) {
			const kept = correct.filter((answer) => isAnswered(answer, { confidence, unknown })).length;
			if (kept < keep * correct.length) continue;
			most = Math.max(most, turnedAway(unwanted, { confidence, unknown }));
		}
	}
	return most;
}

const turnedAway = (unwanted: HeldOutAnswer[], thresholds: Thresholds) =>
	unwanted.filter((answer) => !isAnswered(answer, thresholds)).length;

describe('thresholds', () => {
	it.each([1, 2, 3, 4, 5, 6])(
		'keep the share asked for and turn away the most there is (seed %i)',
		(seed) => {
			const correct = answers(40, seed, 0.8, 0.3);
			const unwanted = answers(40, seed + 100, 0.6, 0.5);
			for (const keep of [0.5, 0.9, 1]) {
				const thresholds = chooseThresholds(correct, unwanted, keep);
				const kept = correct.filter((answer) => isAnswered(answer, thresholds)).length;
				expect(kept).toBeGreaterThanOrEqual(keep * correct.length);
				expect(turnedAway(unwanted, thresholds)).toBe(mostTurnedAway(correct, unwanted, keep));
			}
		},
	);

	it('use whichever of the two figures tells more', () => {
		const correct = Array.from({ length: 10 }, (_, n) => ({ confidence: 0.9, unknownScore: n / 10 }));
		const doubtful = [{ confidence: 0.5, unknownScore: 0 }];
		expect(chooseThresholds(correct, doubtful, 0.9)).toEqual({ confidence: 0.9, unknown: 0.8 });
		const far = [{ confidence: 1, unknownScore: 0.85 }];
		expect(turnedAway(far, chooseThresholds(correct, far, 0.9))).toBe(1);
	});

	it('answer everything when no answer was ever right', () => {
		const thresholds = chooseThresholds([], answers(5, 1, 0.5, 0.5), 0.9);
		expect(isAnswered({ confidence: 0, unknownScore: 2 }, thresholds)).toBe(true);
		expect(JSON.parse(JSON.stringify(thresholds))).toEqual(thresholds);
	});

	it('include the values they name', () => {
		const thresholds = { confidence: 0.5, unknown: 0.2 };
		expect(isAnswered({ confidence: 0.5, unknownScore: 0.2 }, thresholds)).toBe(true);
		expect(isAnswered({ confidence: 0.499, unknownScore: 0.2 }, thresholds)).toBe(false);
		expect(isAnswered({ confidence: 0.5, unknownScore: 0.201 }, thresholds)).toBe(false);
	});
});
