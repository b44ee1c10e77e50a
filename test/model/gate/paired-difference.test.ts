import { describe, expect, it } from 'vitest';
import { holm, mcNemarP } from '../../../src/model/gate/exact-tests.ts';
import { pairedDifference } from '../../../src/model/gate/paired-difference.ts';

const singles = (photos: number, onlyCandidate: number, onlyChampion: number) =>
	Array.from({ length: photos }, (_, n) => ({
		photos: 1,
		onlyCandidate: n < onlyCandidate ? 1 : 0,
		onlyChampion: n >= onlyCandidate && n < onlyCandidate + onlyChampion ? 1 : 0,
	}));

describe('the paired difference', () => {
	it('leaves room where no difference was seen: z² / (n + z²)', () => {
		const { value, low, high } = pairedDifference(singles(200, 0, 0));
		expect(value).toBe(0);
		expect(low).toBeCloseTo(-(1.75 ** 2) / (200 + 1.75 ** 2), 6);
		expect(high).toBeCloseTo(-low, 6);
	});

	it('is near the normal approximation where many photos differ', () => {
		const { value, low, high } = pairedDifference(singles(1000, 120, 100));
		const standardError = Math.sqrt(0.22 - 0.02 ** 2) / Math.sqrt(1000);
		expect(value).toBeCloseTo(0.02, 9);
		expect(low).toBeCloseTo(0.02 - 1.75 * standardError, 3);
		expect(high).toBeCloseTo(0.02 + 1.75 * standardError, 3);
	});

	it('turns around with its two sides', () => {
		const one = pairedDifference(singles(150, 9, 4));
		const other = pairedDifference(singles(150, 4, 9));
		expect(one.low).toBeCloseTo(-other.high, 9);
		expect(one.high).toBeCloseTo(-other.low, 9);
	});

	it('treats photos that always agree with their group as so many groups', () => {
		const tripled = singles(100, 6, 4).map(({ onlyCandidate, onlyChampion }) => ({
			photos: 3,
			onlyCandidate: 3 * onlyCandidate,
			onlyChampion: 3 * onlyChampion,
		}));
		const grouped = pairedDifference(tripled);
		const single = pairedDifference(singles(100, 6, 4));
		expect(grouped.value).toBeCloseTo(single.value, 9);
		expect(grouped.low).toBeCloseTo(single.low, 2);
	});

	it('does so, too, where one of the two is much better', () => {
		const tripled = singles(100, 40, 10).map(({ onlyCandidate, onlyChampion }) => ({
			photos: 3,
			onlyCandidate: 3 * onlyCandidate,
			onlyChampion: 3 * onlyChampion,
		}));
		const single = pairedDifference(singles(100, 40, 10));
		expect(pairedDifference(tripled).value).toBeCloseTo(single.value, 9);
		expect(pairedDifference(tripled).low).toBeCloseTo(single.low, 2);
	});

	it('treats photos of groups that are all alike as so many photos', () => {
		const even = [2, 4, 6].flatMap((photos) =>
			Array.from({ length: 20 }, () => ({ photos, onlyCandidate: photos / 2, onlyChampion: 0 })),
		);
		expect(pairedDifference(even).low).toBeCloseTo(pairedDifference(singles(240, 120, 0)).low, 3);
	});

	it('takes two groups that contradict each other for as little as they are', () => {
		// Rao and Scott's design effect is 2 · 2 · (6 - 2)² / 16 = 4 here: a hundred photos tell as much as twenty-five.
		const groups = [
			{ photos: 50, onlyCandidate: 6, onlyChampion: 2 },
			{ photos: 50, onlyCandidate: 2, onlyChampion: 6 },
		];
		expect(pairedDifference(groups).low).toBeCloseTo(pairedDifference(singles(25, 2, 2)).low, 2);
	});

	it('knows of photos that never differ only that their groups do not', () => {
		const groups = singles(100, 0, 0).map((single) => ({ ...single, photos: 3 }));
		expect(pairedDifference(groups).low).toBeCloseTo(pairedDifference(singles(100, 0, 0)).low, 9);
	});

	it.each([
		[1, 0, 0],
		[1, 1, 0],
		[1, 0, 1],
		[3, 3, 0],
		[3, 0, 3],
	])(
		'of %i photos, %i and %i of them different, has bounds within -1 and 1',
		(photos, candidate, champion) => {
			const { value, low, high } = pairedDifference(singles(photos, candidate, champion));
			expect(low).toBeGreaterThanOrEqual(-1);
			expect(low).toBeLessThanOrEqual(value);
			expect(high).toBeGreaterThanOrEqual(value);
			expect(high).toBeLessThanOrEqual(1);
		},
	);
});

describe('McNemar’s test', () => {
	it.each([
		[0, 0, 1],
		[5, 0, 0.0625],
		[0, 6, 0.03125],
		[10, 2, 0.03857],
		[7, 7, 1],
		[600, 500, 0.0028],
	])('of %i against %i gives p = %f', (onlyFirst, onlySecond, p) => {
		expect(mcNemarP(onlyFirst, onlySecond)).toBeCloseTo(p, 4);
	});
});

describe('Holm’s correction', () => {
	it('rejects step by step, and stops at the first that holds', () => {
		expect(holm([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
		expect(holm([0.02, 0.02, 0.02], 0.05)).toEqual([false, false, false]);
		expect(holm([0.05], 0.05)).toEqual([false]);
		expect(holm([], 0.05)).toEqual([]);
	});
});
