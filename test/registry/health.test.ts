import { describe, expect, it } from 'vitest';
import { attempt } from '../../src/registry/attempt.ts';
import { judgeHealth, type Observation } from '../../src/registry/health.ts';
import type { Lease } from '../../src/registry/servable.ts';
import { fakeBackbone } from './fake-engine.ts';

const POLICY = { photos: 200, milliseconds: 60_000 };

/** So many photos of each outcome, all as quick. */
function observed(counts: Partial<Record<Observation['outcome'], number>>, milliseconds = 1): Observation[] {
	return Object.entries(counts).flatMap(([outcome, count]) =>
		Array.from({ length: count }, () => ({ outcome: outcome as Observation['outcome'], milliseconds })),
	);
}

const healthOf = (before: Observation[], after: Observation[], elapsedMs = 0) =>
	judgeHealth(before, after, elapsedMs, POLICY);

describe('a new model', () => {
	const before = observed({ answered: 180, unknown: 20 });

	it('is watched until it has judged enough photos, or for long enough', () => {
		expect(healthOf(before, observed({ answered: 199 }))).toBe('watching');
		expect(healthOf(before, observed({ answered: 200 }))).toBe('healthy');
		expect(healthOf(before, [], 59_999)).toBe('watching');
		expect(healthOf(before, [], 60_000)).toBe('healthy');
	});

	it('goes at once when an answer is no number', () => {
		expect(healthOf([], observed({ 'not-a-number': 1 }))).toBe('not-a-number');
	});

	it('goes when it fails, more often than the one before', () => {
		expect(healthOf(before, observed({ error: 2 }))).toBe('watching');
		expect(healthOf(before, observed({ error: 3, answered: 5 }))).toBe('errors');
		const asBefore = observed({ error: 40, answered: 60 });
		expect(healthOf(asBefore, observed({ error: 12, answered: 18 }))).toBe('watching');
	});

	it('goes when it takes three times as long, and long enough for people to notice', () => {
		const then = (milliseconds: number) => observed({ answered: 30 }, milliseconds);
		expect(healthOf(observed({ answered: 30 }, 10), then(31))).toBe('slow');
		expect(healthOf(observed({ answered: 30 }, 10), then(29))).toBe('watching');
		expect(healthOf(observed({ answered: 30 }, 0.1), then(5))).toBe('watching');
		expect(healthOf(observed({ answered: 5 }, 10), then(100))).toBe('watching');
	});

	it('goes when it knows far fewer photos, beyond what chance explains', () => {
		expect(healthOf(before, observed({ answered: 12, unknown: 18 }))).toBe('unknowns');
		expect(healthOf(before, observed({ answered: 20, unknown: 8 }))).toBe('watching');
		expect(healthOf(before, observed({ unknown: 10 }))).toBe('watching');
		expect(healthOf([], observed({ unknown: 150 }))).toBe('watching');
	});

	it('that is as good is never taken back', () => {
		for (let photos = 1; photos < 200; photos++) {
			const after = observed({ answered: Math.ceil(photos * 0.88), unknown: Math.floor(photos * 0.12) });
			expect(healthOf(before, after)).toBe('watching');
		}
	});
});

describe('an attempt', () => {
	const lease = (predict: Lease['predict']): Lease => ({
		model: 'default/v1',
		backbone: fakeBackbone(),
		predict,
		release: () => {},
	});
	const answer = (verdict: 'sure' | 'unknown', confidence = 0.9, unknownScore = 0.1) => ({
		verdict,
		ranking: [{ label: 'crow', confidence }],
		unknownScore,
		model: 'default/v1',
	});
	let time = 0;
	const now = () => ++time * 5;

	it.each([
		['an answer', () => answer('sure'), 'answered'],
		['an unknown photo', () => answer('unknown'), 'unknown'],
		['a confidence that is no number', () => answer('sure', Number.NaN), 'not-a-number'],
		['a score that is no number', () => answer('sure', 0.9, Number.NaN), 'not-a-number'],
		[
			'an error',
			() => {
				throw new TypeError('broken');
			},
			'error',
		],
	])('that ends in %s is noted so', (_, judge, outcome) => {
		const { prediction, failure, observation } = attempt(lease(judge), new Float32Array(1), now);
		expect(observation).toEqual({ outcome, milliseconds: 5 });
		const hasFailed = outcome === 'error' || outcome === 'not-a-number';
		expect([prediction !== undefined, failure !== undefined]).toEqual([!hasFailed, hasFailed]);
	});
});
