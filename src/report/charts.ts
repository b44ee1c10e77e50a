import type { Locale } from '../i18n/locale.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Mixture } from '../model/statistics/mixture.ts';
import type { BackboneFigures } from './charts/backbones.ts';
import type { LearningCurve, TrainingCurve } from './evaluation.ts';
import { draw, type Picture } from './renderer.ts';

/**
 * The pictures of an evaluation, the most telling first: `confusion.png`, `labels.png`, `calibration.png`,
 * `risk-coverage.png`. The same evaluation gives the same bytes.
 */
export function renderCharts(
	evaluation: Evaluation,
	{ locale }: { readonly locale: Locale },
): Promise<Picture[]> {
	return draw({ kind: 'charts', evaluation, locale });
}

/**
 * `overview.png`: the same at a glance, in one picture of a shape that chats show whole. A second picture beside it they
 * would crop both for, so that the curve of a training goes into it.
 */
export async function renderOverview(
	evaluation: Evaluation,
	{ locale, curve }: { readonly locale: Locale; readonly curve?: TrainingCurve },
): Promise<Picture> {
	const [picture] = await draw({ kind: 'overview', evaluation, locale, ...(curve && { curve }) });
	return picture;
}

/** `confusion.png` alone. */
export async function renderConfusionMatrix(
	evaluation: Evaluation,
	{ locale }: { readonly locale: Locale },
): Promise<Picture> {
	const [picture] = await draw({ kind: 'confusion', evaluation, locale });
	return picture;
}

/** `mixture.png`, where there are photos enough. */
export function renderMixture(mixture: Mixture, { locale }: { readonly locale: Locale }): Promise<Picture[]> {
	return draw({ kind: 'mixture', mixture, locale });
}

/** `learning-curve.png`. */
export async function renderLearningCurve(
	curve: LearningCurve,
	{ locale }: { readonly locale: Locale },
): Promise<Picture> {
	const [picture] = await draw({ kind: 'learning-curve', curve, locale });
	return picture;
}

/** `training-curve.png`. */
export async function renderTrainingCurve(
	curve: TrainingCurve,
	{ locale }: { readonly locale: Locale },
): Promise<Picture> {
	const [picture] = await draw({ kind: 'training-curve', curve, locale });
	return picture;
}

/** `backbones.png`: the backbones in the order given. */
export async function renderBackbones(
	backbones: readonly BackboneFigures[],
	{ locale }: { readonly locale: Locale },
): Promise<Picture> {
	const [picture] = await draw({ kind: 'backbones', backbones, locale });
	return picture;
}
