import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { evenSimilarity, fitLikelihood, knownProbability } from '../../src/model/familiarity.ts';

/** About normally distributed. */
function draw(count: number, centre: number, spread: number, seed: number): number[] {
	const random = seededRandom(seed);
	const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
	return Array.from({ length: count }, () => centre + spread * normal());
}

describe('familiarity', () => {
	it('is a probability that comes true when half of the photos are strangers', () => {
		const familiarity = fitLikelihood(draw(400, 0.8, 0.1, 1), draw(400, 0.6, 0.1, 2));
		// Of normal distributions of equal width the log-odds are linear: 20 per unit, and even half way.
		expect(familiarity.middle).toBeCloseTo(0.7, 1);
		expect(familiarity.slope).toBeGreaterThan(16);
		expect(familiarity.slope).toBeLessThan(24);
		const known = draw(2000, 0.8, 0.1, 3).map((similarity) => knownProbability(familiarity, similarity));
		const strangers = draw(2000, 0.6, 0.1, 4).map((similarity) => knownProbability(familiarity, similarity));
		const within = (of: number[]) => of.filter((p) => p >= 0.7 && p < 0.9).length;
		const share = within(known) / (within(known) + within(strangers));
		expect(Math.abs(share - 0.8)).toBeLessThan(0.05);
	});

	it('counts strangers and known photos alike, however many there are of each', () => {
		const [known, strangers] = [draw(300, 0.8, 0.1, 1), draw(300, 0.6, 0.1, 2)];
		const even = fitLikelihood(known, strangers);
		const many = fitLikelihood(known, [...strangers, ...strangers, ...strangers, ...strangers]);
		expect(many.middle).toBeCloseTo(even.middle, 2);
		expect(many.slope / even.slope).toBeCloseTo(1, 1);
	});

	it('is never certain, least of all by a few photos', () => {
		const few = fitLikelihood([0.9, 0.91, 0.92], [0.1, 0.11, 0.12]);
		expect(knownProbability(few, 0.91)).toBeCloseTo(0.8, 1);
		expect(knownProbability(few, 0.11)).toBeCloseTo(0.2, 1);
	});

	it.each([
		['as alike', [0.5, 0.5], [0.5, 0.5]],
		['more alike', [0.2, 0.3, 0.4], [0.7, 0.8, 0.9]],
	])('tells nothing where strangers are %s', (_, known, strangers) => {
		const familiarity = fitLikelihood(known, strangers);
		expect(knownProbability(familiarity, 0.1)).toBeCloseTo(0.5, 6);
		expect(knownProbability(familiarity, 0.99)).toBeCloseTo(0.5, 6);
	});

	it('where no photo tells takes every photo for known', () => {
		expect(knownProbability(null, 0)).toBe(1);
	});

	it('weighs strangers of two sorts by how many of each there are', () => {
		const [near, far] = [
			{ middle: 0.7, slope: 20 },
			{ middle: 0.4, slope: 30 },
		];
		const both = (share: number) => ({ ...near, others: { ...far, share } });
		expect(knownProbability(both(0), 0.65)).toBe(knownProbability(near, 0.65));
		expect(knownProbability(both(1), 0.65)).toBe(knownProbability(far, 0.65));
		// Odds of 1 to 1 against the near ones, which are a quarter of all, and of nearly nothing against the others.
		expect(knownProbability(both(0.75), 0.7)).toBeCloseTo(1 / (1 + 0.25), 3);
	});

	it('is even where it says so', () => {
		const familiarity = { middle: 0.7, slope: 20, others: { middle: 0.4, slope: 30, share: 0.8 } };
		expect(knownProbability(familiarity, evenSimilarity(familiarity))).toBeCloseTo(0.5, 4);
		expect(evenSimilarity({ middle: 0.7, slope: 20 })).toBeCloseTo(0.7, 5);
	});

	it('grows with similarity, to the ends of what there is', () => {
		const familiarity = { middle: 0.6, slope: 1000 };
		expect(knownProbability(familiarity, -1)).toBe(0);
		expect(knownProbability(familiarity, 0.6)).toBe(0.5);
		expect(knownProbability(familiarity, 1)).toBe(1);
	});
});
