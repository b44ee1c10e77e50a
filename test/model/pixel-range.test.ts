import { describe, expect, test } from 'vitest';
import { likeliestRange, weighRange } from '../../src/model/pixel-range.ts';

const answer = (label: number, ...probabilities: number[]) => ({
	label,
	probabilities: Float32Array.from(probabilities),
});

describe('The range of pixels a network was trained on', () => {
	test('is weighed by what it says of labelled photos', () => {
		const evidence = weighRange('0..1', [answer(0, 0.5, 0.5), answer(1, 0.75, 0.25)]);
		expect(evidence).toEqual({
			range: '0..1',
			photos: 2,
			accuracy: 0.5,
			logLoss: expect.closeTo((Math.log(2) + Math.log(4)) / 2, 6),
		});
	});

	test('is the one with the least loss, even where another is right more often', () => {
		const [modest, cocksure] = [
			weighRange('0..1', [answer(0, 0.6, 0.4), answer(1, 0.55, 0.45)]),
			weighRange('0..255', [answer(0, 1, 0), answer(1, 0.49, 0.51), answer(0, 0, 1)]),
		];
		expect(likeliestRange([cocksure, modest]).range).toBe('0..1');
	});

	test('is weighed finitely where the truth was given no probability', () => {
		expect(weighRange('-1..1', [answer(0, 0, 1)]).logLoss).toBeCloseTo(-Math.log(1e-12), 3);
	});
});
