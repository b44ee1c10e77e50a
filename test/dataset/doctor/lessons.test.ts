import { describe, expect, it } from 'vitest';
import { lessonValues } from '../../../src/dataset/doctor/lessons.ts';
import { agreeing, diagnose, healthy, LABELS, photo, says } from './support.ts';

function valuesOf(of: ReturnType<typeof healthy>, probabilities: number[][]): number[] {
	const examination = { labels: LABELS, photos: of, probabilities };
	return lessonValues(examination, diagnose(of, { probabilities }));
}

describe('how much an answer would teach', () => {
	it('is more, the more a head holds against the label', () => {
		const all = healthy();
		const values = valuesOf(all, [says(1, 0.9), [0.4, 0.5, 0.1], ...agreeing(all).slice(2)]);
		expect(values[0]).toBeGreaterThan(values[1]);
		expect(values[1]).toBeGreaterThan(values[2]);
		expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...values)).toBeLessThanOrEqual(1);
	});

	it('is nothing for what a person kept', () => {
		const kept = { ...photo(0), isKept: true };
		const all = [kept, ...healthy()];
		expect(valuesOf(all, [says(1, 0.9), ...agreeing(all).slice(1)])[0]).toBe(0);
	});

	it('halves with each further photo of a group', () => {
		const all = [photo(0, { group: -1 }), photo(0, { group: -1 }), photo(0, { group: -1 }), ...healthy()];
		const doubts = [says(1, 0.8), says(1, 0.8), says(1, 0.8)];
		const [first, second, third] = valuesOf(all, [...doubts, ...agreeing(all).slice(3)]);
		expect([second / first, third / first]).toEqual([0.5, 0.25]);
	});
});
