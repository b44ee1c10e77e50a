import { describe, expect, it } from 'vitest';
import {
	applyGate,
	type GateInput,
	type GateVerdict,
	gateVerdictSchema,
	marginOf,
} from '../../../src/model/gate/gate.ts';
import { evaluationOf, LABELS, pairsOf } from './pairs.ts';

const contender = (labels: readonly string[] = LABELS, change = {}) => ({
	labels,
	evaluation: evaluationOf(change, { labels }),
});

function judge(change: Partial<GateInput>): GateVerdict {
	const verdict = applyGate({
		labels: LABELS,
		champion: contender(),
		candidate: contender(),
		pairs: pairsOf({ both: 200 }),
		...change,
	});
	expect(gateVerdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
	return verdict;
}

const outcome = ({ decision, reason }: GateVerdict) => `${decision}: ${reason}`;

describe('a candidate', () => {
	it.each([
		['that is right where the champion is', { both: 200 }, 'promote: no-worse'],
		['that differs a little, evenly', { both: 192, champion: 4, candidate: 4 }, 'promote: no-worse'],
		['that is significantly better', { both: 186, champion: 2, candidate: 12 }, 'promote: improved'],
		['that is a little better', { both: 194, champion: 2, candidate: 4 }, 'promote: no-worse'],
		['that is significantly worse', { both: 186, champion: 12, candidate: 2 }, 'keep: worse'],
		['that only loses', { both: 194, champion: 6 }, 'keep: worse'],
		['that differs a lot, evenly', { both: 160, champion: 20, candidate: 20 }, 'keep: unproven'],
		['compared on a few photos', { both: 30 }, 'keep: unproven'],
		['significantly better on a few photos', { both: 20, candidate: 8 }, 'promote: improved'],
		[
			'that is worse beyond chance, though by little',
			{ both: 5910, champion: 60, candidate: 30 },
			'keep: worse',
		],
		['that loses much, though chance may explain it', { both: 96, champion: 4 }, 'keep: worse'],
		['that loses a few photos of many', { both: 397, champion: 3 }, 'promote: no-worse'],
	])('%s', (_, counts, expected) => {
		expect(outcome(judge({ pairs: pairsOf(counts) }))).toBe(expected);
	});

	it('is described with its difference, and bounds around it', () => {
		const { difference, mcNemar, pairs } = judge({
			pairs: pairsOf({ both: 190, champion: 3, candidate: 7 }),
		});
		expect(pairs).toBe(200);
		expect(mcNemar).toEqual({ onlyChampion: 3, onlyCandidate: 7, p: expect.closeTo(0.344, 3) });
		expect(difference?.value).toBeCloseTo(0.02, 9);
		expect(difference?.low).toBeCloseTo(-0.009, 2);
		expect(difference?.high).toBeCloseTo(0.051, 2);
	});

	it('that brings no new label is said to bring none', () => {
		expect(judge({})).not.toHaveProperty('added');
	});

	it('may be any order of photos: the verdict is the same', () => {
		const pairs = pairsOf({ both: 190, champion: 6, candidate: 4 });
		expect(judge({ pairs: pairs.toReversed() })).toEqual(judge({ pairs }));
	});
});

describe('without a champion to compare with, a candidate', () => {
	it('is promoted when it reaches the floors', () => {
		expect(judge({ champion: undefined, pairs: [] })).toEqual({
			decision: 'promote',
			reason: 'first',
			pairs: 0,
		});
	});

	it('is kept back when it does not', () => {
		expect(outcome(judge({ champion: undefined, candidate: contender(LABELS, { macroF1: 0.3 }) }))).toBe(
			'keep: below-floor',
		);
	});

	it('that shares no label is the first as well', () => {
		const champion = contender(['daisy', 'rose']);
		expect(outcome(judge({ champion, pairs: pairsOf({ both: 50 }) }))).toBe('promote: first');
	});
});

describe('a floor', () => {
	it.each([
		['macro-F1', { macroF1: 0.5 }, { figure: 'macro-f1', value: 0.5, limit: 0.55 }],
		['calibration', { calibrationError: 0.2 }, { figure: 'calibration', value: 0.2, limit: 0.1 }],
	])('of %s keeps what misses it', (_, change, floor) => {
		expect(judge({ candidate: contender(LABELS, change) })).toMatchObject({ reason: 'below-floor', floor });
	});

	const withRecall = (photos: number, recall: number, label = 'boar') => {
		const { evaluation } = contender();
		const labels = evaluation.labels.map((figures) =>
			figures.label === label ? { ...figures, photos, recall } : figures,
		);
		return contender(LABELS, { labels });
	};

	it('of recall holds for every label', () => {
		expect(judge({ candidate: withRecall(60, 0.4) })).toMatchObject({
			reason: 'below-floor',
			floor: { figure: 'recall', label: 'boar', value: 0.4, limit: 0.5 },
		});
	});

	it('is not missed by a few photos that chance may explain', () => {
		expect(outcome(judge({ candidate: withRecall(10, 0.4) }))).toBe('promote: no-worse');
		expect(outcome(judge({ candidate: withRecall(10, 0) }))).toBe('keep: below-floor');
	});

	it('allows for the calibration error that few photos show by chance', () => {
		const few = (photos: number) => ({
			labels: LABELS,
			evaluation: evaluationOf({ calibrationError: 0.12 }, { photos }),
		});
		expect(outcome(judge({ candidate: few(60) }))).toBe('promote: no-worse');
		expect(outcome(judge({ candidate: few(2000) }))).toBe('keep: below-floor');
	});

	it('that the champion misses by as much does not protect the champion', () => {
		const low = (macroF1: number) => contender(LABELS, { macroF1 });
		expect(outcome(judge({ champion: low(0.4), candidate: low(0.45) }))).toBe('promote: no-worse');
		expect(outcome(judge({ champion: low(0.45), candidate: low(0.45) }))).toBe('promote: no-worse');
		expect(outcome(judge({ champion: low(0.45), candidate: low(0.4) }))).toBe('keep: below-floor');
	});

	it('of calibration that the champion misses by as much does not protect it either', () => {
		const off = (calibrationError: number) => contender(LABELS, { calibrationError });
		expect(outcome(judge({ champion: off(0.25), candidate: off(0.2) }))).toBe('promote: no-worse');
		expect(outcome(judge({ champion: off(0.2), candidate: off(0.2) }))).toBe('promote: no-worse');
		expect(outcome(judge({ champion: off(0.2), candidate: off(0.25) }))).toBe('keep: below-floor');
	});

	it('is not excused by another figure, or another label, that the champion misses', () => {
		const champion = contender(LABELS, { macroF1: 0.4 });
		const candidate = contender(LABELS, { calibrationError: 0.2 });
		expect(judge({ champion, candidate })).toMatchObject({ floor: { figure: 'calibration' } });
		expect(
			judge({ champion: withRecall(60, 0.2, 'crow'), candidate: withRecall(60, 0.4, 'boar') }),
		).toMatchObject({ floor: { figure: 'recall', label: 'boar' } });
	});

	it('can be set', () => {
		expect(judge({ champion: undefined, floors: { macroF1: 0.95 } })).toMatchObject({
			floor: { limit: 0.95 },
		});
	});
});

describe('labels', () => {
	it('that are still wanted must not be lost', () => {
		const candidate = contender(['boar', 'crow']);
		expect(judge({ candidate })).toMatchObject({ reason: 'label-lost', lost: ['monkey'] });
		expect(outcome(judge({ candidate, labels: ['boar', 'crow'] }))).toBe('promote: no-worse');
	});

	it('that neither knows are not lost', () => {
		expect(outcome(judge({ labels: [...LABELS, 'fox'] }))).toBe('promote: no-worse');
	});

	it('that only one knows are not compared', () => {
		const pairs = [
			...pairsOf({ both: 200 }),
			...pairsOf({ candidate: 60 }, { labels: ['fox'], firstGroup: 500 }),
		];
		const verdict = judge({
			labels: [...LABELS, 'fox'],
			candidate: contender([...LABELS, 'fox']),
			pairs,
		});
		expect(verdict).toMatchObject({ reason: 'no-worse', pairs: 200, added: ['fox'] });
	});

	it('that are new let a candidate serve where photos are too few for a proof, unless it looks worse', () => {
		const more = { labels: [...LABELS, 'fox'], candidate: contender([...LABELS, 'fox']) };
		expect(outcome(judge({ ...more, pairs: pairsOf({ both: 30, champion: 1 }) }))).toBe('promote: no-worse');
		expect(outcome(judge({ ...more, pairs: pairsOf({ both: 30, champion: 6 }) }))).toBe('keep: worse');
		expect(outcome(judge({ ...more, pairs: [] }))).toBe('promote: no-worse');
		expect(outcome(judge({ pairs: [] }))).toBe('keep: unproven');
	});

	it('that are new excuse no candidate from a proof that the photos could give', () => {
		const more = { labels: [...LABELS, 'fox'], candidate: contender([...LABELS, 'fox']) };
		const pairs = pairsOf({ both: 160, champion: 20, candidate: 20 });
		expect(outcome(judge({ ...more, pairs }))).toBe('keep: unproven');
	});

	it('that are new are not held back by a single photo', () => {
		const more = { labels: [...LABELS, 'fox'], candidate: contender([...LABELS, 'fox']) };
		const pairs = pairsOf({ both: 27, champion: 2, candidate: 1 });
		expect(outcome(judge({ ...more, pairs }))).toBe('promote: no-worse');
	});

	it('on which a candidate is significantly worse keep it, however good it is on the others', () => {
		const pairs = [
			...pairsOf({ both: 60, champion: 9 }, { labels: ['boar'] }),
			...pairsOf({ both: 120, candidate: 11 }, { labels: ['crow', 'monkey'], firstGroup: 500 }),
		];
		expect(judge({ pairs })).toMatchObject({
			reason: 'worse-on-label',
			label: { label: 'boar', difference: expect.closeTo(-9 / 69, 9) },
		});
	});

	it('of which several are significantly worse: the one that loses most is named', () => {
		const pairs = [
			...pairsOf({ both: 60, champion: 9 }, { labels: ['boar'] }),
			...pairsOf({ both: 60, champion: 14 }, { labels: ['crow'], firstGroup: 300 }),
			...pairsOf({ both: 200, candidate: 30 }, { labels: ['monkey'], firstGroup: 600 }),
		];
		const named = { reason: 'worse-on-label', label: { label: 'crow' } };
		expect(judge({ pairs })).toMatchObject(named);
		expect(judge({ pairs: pairs.toReversed() })).toMatchObject(named);
	});

	it('are many: that one of thirty looks worse by chance is no reason', () => {
		const labels = Array.from({ length: 30 }, (_, k) => `label ${k}`);
		// Five of five would be significant (p = 1/32), were it not the worst of thirty.
		const pairs = [
			...pairsOf({ both: 600, candidate: 3 }, { labels }),
			...pairsOf({ champion: 5 }, { labels: ['label 3'], firstGroup: 900 }),
		];
		const same = contender(labels);
		expect(outcome(judge({ labels, champion: same, candidate: same, pairs }))).toBe('promote: no-worse');
	});
});

describe('photos that are alike', () => {
	const alike = (counts: Parameters<typeof pairsOf>[0], group: number) =>
		pairsOf(counts).map((pair) => ({ ...pair, label: 'boar', group }));

	it('count as one observation: ten copies of one error are no proof', () => {
		const pairs = [...pairsOf({ both: 190 }), ...alike({ champion: 10 }, 999)];
		const verdict = judge({ pairs });
		expect(verdict.mcNemar).toMatchObject({ onlyChampion: 1, onlyCandidate: 0 });
		expect(verdict.difference?.low).toBeLessThan(-0.1);
		expect(verdict.decision).toBe('keep');
	});

	it('make a difference less certain', () => {
		const apart = judge({ pairs: pairsOf({ both: 190, champion: 5, candidate: 5 }) });
		const together = judge({
			pairs: [...pairsOf({ both: 190 }), ...alike({ champion: 5 }, 998), ...alike({ candidate: 5 }, 999)],
		});
		expect(together.difference?.low).toBeLessThan(apart.difference?.low ?? 0);
	});
});

describe('the margin', () => {
	it('is five points where photos are few, and two where they are many', () => {
		expect([0, 50, 200, 400, 800, 1250, 100_000].map((n) => Number(marginOf(n).toFixed(3)))).toEqual([
			0.05, 0.05, 0.05, 0.035, 0.025, 0.02, 0.02,
		]);
	});
});
