import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../src/model/evaluation.ts';
import { DEFAULT_FLOORS, missedFloors } from '../../../src/model/gate/floors.ts';
import { evaluationOf } from './pairs.ts';

/** The figures that miss their floors. */
const missed = (change: Partial<Evaluation>, size: Parameters<typeof evaluationOf>[1] = {}) =>
	missedFloors(evaluationOf(change, size), DEFAULT_FLOORS).map(({ figure }) => figure);

/** Figures of one label. */
const ofBoar = (photos: number, recall: number | null): Partial<Evaluation> => ({
	labels: [{ ...evaluationOf().labels[0], label: 'boar', photos, recall }],
});

describe('the floor of macro-F1', () => {
	it('is reached at its very figure', () => {
		expect(missed({ macroF1: 0.55 })).toEqual([]);
		expect(missed({ macroF1: 0.549 })).toEqual(['macro-f1']);
	});

	it('is reached by fewer than fifty photos that may have been judged so by chance', () => {
		expect(missed({ macroF1: 0.5 }, { photos: 49 })).toEqual([]);
		expect(missed({ macroF1: 0.5 }, { photos: 50 })).toEqual(['macro-f1']);
		expect(missed({ macroF1: 0.4 }, { photos: 49 })).toEqual(['macro-f1']);
	});
});

describe('the floor of recall', () => {
	it('is reached at its very figure', () => {
		expect(missed(ofBoar(60, 0.5))).toEqual([]);
		expect(missed(ofBoar(60, 0.49))).toEqual(['recall']);
	});

	it('is reached by fewer than fifty photos of a label that may have been judged so by chance', () => {
		expect(missed(ofBoar(49, 0.4))).toEqual([]);
		expect(missed(ofBoar(50, 0.4))).toEqual(['recall']);
	});

	it('is not asked of a label that was not measured', () => {
		expect(missed(ofBoar(60, null))).toEqual([]);
		expect(missed(ofBoar(0, null))).toEqual([]);
	});
});

describe('the floor of calibration', () => {
	it('allows for chance by as much as it explains, and no more', () => {
		// Sixty photos of which nine in ten are right: chance alone shows up to 0.069, together with 0.1 that is 0.122.
		expect(missed({ calibrationError: 0.12 }, { photos: 60 })).toEqual([]);
		expect(missed({ calibrationError: 0.125 }, { photos: 60 })).toEqual(['calibration']);
	});

	it('allows for nothing where all answers are right', () => {
		const bins = [{ confidence: 0.9, accuracy: 1, photos: 60 }];
		const figures = { calibrationError: 0.101, reliability: bins } as Partial<Evaluation>;
		expect(missed(figures, { photos: 60 })).toEqual(['calibration']);
	});
});

it('the gravest figure is named first, and all are told', () => {
	const evaluation = evaluationOf({ macroF1: 0.3, calibrationError: 0.4, ...ofBoar(60, 0.2) });
	expect(missedFloors(evaluation, DEFAULT_FLOORS)).toEqual([
		{ figure: 'macro-f1', value: 0.3, limit: 0.55 },
		{ figure: 'recall', value: 0.2, limit: 0.5, label: 'boar' },
		{ figure: 'calibration', value: 0.4, limit: 0.1 },
	]);
	expect(missed({})).toEqual([]);
});
