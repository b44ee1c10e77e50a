import type { Evaluation } from '../evaluation.ts';
import { wilsonInterval } from '../statistics/proportion-intervals.ts';
import type { GateVerdict } from './verdict.ts';

/** What a model must reach to serve unattended, whatever it replaces. */
export interface Floors {
	readonly macroF1: number;
	/** Of every label. */
	readonly recall: number;
	/** The most that confidence may differ from accuracy. */
	readonly calibrationError: number;
}

/**
 * A label recognised less often than not is no label; a confidence ten points off misleads. Macro-F1 is a little above
 * what the recalls alone ask for.
 */
export const DEFAULT_FLOORS: Floors = { macroF1: 0.55, recall: 0.5, calibrationError: 0.1 };

/** Below so many photos chance alone may take a figure below its floor, so that only its interval's upper end must reach it. */
const ENOUGH_TO_TELL = 50;

type Miss = NonNullable<GateVerdict['floor']>;

/** Every figure that misses its floor: overall figures first, then labels. */
export function missedFloors(evaluation: Evaluation, floors: Floors): Miss[] {
	const { photos, accuracy, macroF1, calibrationError, labels } = evaluation;
	const doubt = photos < ENOUGH_TO_TELL ? accuracy.high - accuracy.value : 0;
	const misses: Miss[] = [];
	if (macroF1 + doubt < floors.macroF1) {
		misses.push({ figure: 'macro-f1', value: macroF1, limit: floors.macroF1 });
	}
	for (const { label, photos, recall } of labels) {
		if (recall === null) continue;
		const reached =
			photos < ENOUGH_TO_TELL ? wilsonInterval(Math.round(recall * photos), photos).high : recall;
		if (reached < floors.recall)
			misses.push({ figure: 'recall', value: recall, limit: floors.recall, label });
	}
	// Two independent causes of a gap add up in squares.
	if (calibrationError > Math.hypot(floors.calibrationError, chanceCalibrationError(evaluation))) {
		misses.push({ figure: 'calibration', value: calibrationError, limit: floors.calibrationError });
	}
	return misses;
}

/**
 * The calibration error that a perfectly calibrated model stays below in 95 of 100 samples: an error of absolute gaps is
 * never negative, and the fewer photos a bin has the further from zero. The gap of a bin is then half-normal, with mean
 * 0.80 and standard deviation 0.60 of the standard error of its accuracy.
 */
function chanceCalibrationError({ photos, accuracy, reliability }: Evaluation): number {
	const bins = reliability ?? [{ photos, accuracy: accuracy.value }];
	const parts = bins.map((bin) => {
		const standardError = Math.sqrt((bin.accuracy * (1 - bin.accuracy)) / Math.max(1, bin.photos));
		return (standardError * bin.photos) / Math.max(1, photos);
	});
	const expected = 0.8 * parts.reduce((sum, part) => sum + part, 0);
	return expected + 1.645 * 0.6 * Math.hypot(...parts);
}
