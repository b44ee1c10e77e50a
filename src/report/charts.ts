import type { Locale } from '../i18n/locale.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { LearningCurve } from './evaluation.ts';
import { draw, type Picture } from './renderer.ts';

/**
 * The pictures of an evaluation, the most telling first: `confusion.png`, `labels.png`, `calibration.png`,
 * `risk-coverage.png`, and `learning-curve.png` when a curve is given. The same evaluation gives the same bytes.
 */
export function renderCharts(
	evaluation: Evaluation,
	{ locale, learningCurve }: { readonly locale: Locale; readonly learningCurve?: LearningCurve },
): Promise<Picture[]> {
	return draw({ kind: 'charts', evaluation, learningCurve, locale });
}
