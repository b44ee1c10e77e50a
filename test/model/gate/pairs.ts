import type { Evaluation } from '../../../src/model/evaluation.ts';
import type { GatePair } from '../../../src/model/gate/gate.ts';
import { wilsonInterval } from '../../../src/model/statistics/proportion-intervals.ts';

export const LABELS = ['boar', 'crow', 'monkey'] as const;

/** An evaluation in which every label has the same recall. */
export function evaluationOf(
	change: Partial<Evaluation> = {},
	{ labels = LABELS as readonly string[], photos = 200, accuracy = 0.9 } = {},
): Evaluation {
	const perLabel = Math.round(photos / labels.length);
	return {
		source: 'out-of-fold',
		photos,
		accuracy: wilsonInterval(Math.round(accuracy * photos), photos),
		macroF1: accuracy,
		logLoss: 0.3,
		brier: 0.15,
		calibrationError: 0.03,
		labels: labels.map((label) => ({
			label,
			photos: perLabel,
			precision: accuracy,
			recall: accuracy,
			f1: accuracy,
			suspects: 0,
		})),
		confusion: labels.map(() => labels.map(() => 0)),
		...change,
	} as Evaluation;
}

/** Photos in groups of their own: how many both, only the champion, only the candidate got right. */
export function pairsOf(
	counts: { readonly both?: number; readonly champion?: number; readonly candidate?: number },
	{ labels = LABELS as readonly string[], firstGroup = 0 } = {},
): GatePair[] {
	const { both = 0, champion = 0, candidate = 0 } = counts;
	return Array.from({ length: both + champion + candidate }, (_, n) => ({
		group: firstGroup + n,
		label: labels[n % labels.length],
		champion: n < both + champion,
		candidate: n < both || n >= both + champion,
	}));
}
