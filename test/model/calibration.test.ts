import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { fitTemperature, negativeLogLikelihood } from '../../src/model/calibration.ts';
import { logSumExp, softmax } from '../../src/model/softmax.ts';

/** Logits, and labels drawn from softmax(logits / temperature): the temperature is the best by construction. */
function drawn(temperature: number, count = 10_000, seed = 1) {
	const random = seededRandom(seed);
	const logits = Array.from({ length: count }, () => Array.from({ length: 4 }, () => (random() - 0.5) * 8));
	const labels = logits.map((row) => {
		let left = random();
		const label = softmax(row, temperature).findIndex((probability) => {
			left -= probability;
			return left < 0;
		});
		return Math.max(0, label);
	});
	return { logits, labels };
}

describe('the temperature', () => {
	it.each([0.4, 1, 2.5])('that labels were drawn at is found again (%f)', (temperature) => {
		const { logits, labels } = drawn(temperature);
		const found = fitTemperature(logits, labels);
		expect(found / temperature).toBeGreaterThan(0.96);
		expect(found / temperature).toBeLessThan(1.04);
	});

	it('makes the labels of many photos likelier than any other near it', () => {
		const { logits, labels } = drawn(1.7, 3000);
		const found = fitTemperature(logits, labels);
		const loss = (temperature: number) => negativeLogLikelihood(logits, labels, temperature);
		for (const factor of [0.5, 0.9, 0.98, 1.02, 1.1, 2])
			expect(loss(found * factor)).toBeGreaterThan(loss(found));
	});

	it('does not turn a few right answers into certainty, nor a few wrong ones into despair', () => {
		const right = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? [3, 0] : [0, 3]));
		const labels = right.map((_, n) => n % 2);
		expect(fitTemperature(right, labels)).toBeGreaterThan(0.5);
		expect(softmax(right[0], fitTemperature(right, labels))[0]).toBeLessThan(0.999);
		expect(fitTemperature(right.slice(0, 2), [1, 0])).toBeLessThan(3);
	});

	it('grows surer with more right answers', () => {
		const temperatures = [4, 40, 400].map((count) => {
			const logits = Array.from({ length: count }, () => [3, 0]);
			return fitTemperature(logits, new Uint8Array(count));
		});
		expect(temperatures).toEqual(temperatures.toSorted((a, b) => b - a));
		expect(temperatures[2]).toBeGreaterThanOrEqual(0.05);
	});
});

describe('the negative log-likelihood', () => {
	it('is the mean of what the true labels were given', () => {
		// Softmax of (log 3, 0) is (3/4, 1/4).
		const logits = [
			[Math.log(3), 0],
			[Math.log(3), 0],
		];
		expect(negativeLogLikelihood(logits, [0, 1], 1)).toBeCloseTo(-(Math.log(0.75) + Math.log(0.25)) / 2, 12);
		// At temperature 2 it is (√3, 1) / (√3 + 1).
		expect(negativeLogLikelihood(logits, [0, 0], 2)).toBeCloseTo(Math.log(1 + 1 / Math.sqrt(3)), 12);
	});
});

describe('softmax', () => {
	it('does not overflow, and sums to one', () => {
		expect([...softmax([1e4, 1e4, -1e4])]).toEqual([0.5, 0.5, 0]);
		expect(logSumExp([1e4, 1e4], 2)).toBeCloseTo(5000 + Math.log(2), 9);
	});

	it('gives nothing to what is left out', () => {
		expect([...softmax([Number.NEGATIVE_INFINITY, 2, 2])]).toEqual([0, 0.5, 0.5]);
	});
});
