import type { Locale } from '../i18n/locale.ts';
import { messagesFor } from '../i18n/messages.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Mixture } from '../model/statistics/mixture.ts';
import { type Captions, captionsSvg } from './captions.ts';
import { type BackboneFigures, backbonesChart } from './charts/backbones.ts';
import { calibrationChart } from './charts/calibration.ts';
import { confusionChart } from './charts/confusion.ts';
import { labelsChart } from './charts/labels.ts';
import { learningCurveChart } from './charts/learning-curve.ts';
import { overviewPanels } from './charts/overview.ts';
import { riskCoverageChart } from './charts/risk-coverage.ts';
import type { ChartPlan } from './charts/style.ts';
import { trainingCurveChart } from './charts/training-curve.ts';
import { type LearningCurve, mixUps, score, type TrainingCurve } from './evaluation.ts';
import type { Font } from './font.ts';

export interface ChartsJob {
	readonly kind: 'charts';
	readonly evaluation: Evaluation;
	readonly locale: Locale;
}

/** One picture: all at a glance, or the confusion matrix. */
export interface OverviewJob {
	readonly kind: 'overview' | 'confusion';
	readonly evaluation: Evaluation;
	/** Of what was trained from scratch. */
	readonly curve?: TrainingCurve;
	readonly locale: Locale;
}

export interface LearningCurveJob {
	readonly kind: 'learning-curve';
	readonly curve: LearningCurve;
	readonly locale: Locale;
}

export interface TrainingCurveJob {
	readonly kind: 'training-curve';
	readonly curve: TrainingCurve;
	readonly locale: Locale;
}

export interface MixtureJob {
	readonly kind: 'mixture';
	readonly mixture: Mixture;
	readonly locale: Locale;
}

export interface BackbonesJob {
	readonly kind: 'backbones';
	readonly backbones: readonly BackboneFigures[];
	readonly locale: Locale;
}

export type RenderJob =
	| ChartsJob
	| OverviewJob
	| LearningCurveJob
	| TrainingCurveJob
	| MixtureJob
	| BackbonesJob
	| ({ readonly kind: 'captions' } & Captions);

/** A picture before it is drawn: a chart, several side by side, or SVG. */
export interface PicturePlan {
	readonly name: string;
	/** For those who do not see it. */
	readonly description: string;
	readonly plan: ChartPlan | readonly ChartPlan[] | string;
}

/** Which pictures a job asks for; those that the evaluation has no figures for are left out. */
export function planPictures(job: RenderJob, font: Font): PicturePlan[] {
	switch (job.kind) {
		case 'captions':
			return [{ name: 'captions.png', description: '', plan: captionsSvg(job, font) }];
		case 'learning-curve':
			return [planLearningCurve(job, font)];
		case 'training-curve':
			return [planTrainingCurve(job, font)];
		case 'mixture':
			return planMixture(job, font);
		case 'backbones':
			return [planBackbones(job, font)];
		case 'overview':
			return [planOverview(job, font)];
		case 'confusion':
			return planCharts({ ...job, kind: 'charts' }, font).slice(0, 1);
		case 'charts':
			return planCharts(job, font);
	}
}

function planLearningCurve({ curve, locale }: LearningCurveJob, font: Font): PicturePlan {
	const texts = messagesFor(locale).report;
	return {
		name: 'learning-curve.png',
		description: texts.learningCurve.description(curve.labels.length),
		plan: learningCurveChart(curve, texts, font),
	};
}

function planTrainingCurve({ curve, locale }: TrainingCurveJob, font: Font): PicturePlan {
	const texts = messagesFor(locale).report;
	return {
		name: 'training-curve.png',
		description: texts.trainingCurve.description(
			curve.epochs.length,
			texts.share(curve.epochs.at(-1)?.heldOutAccuracy ?? 0),
		),
		plan: trainingCurveChart(curve, texts, font),
	};
}

function planMixture({ mixture, locale }: MixtureJob, font: Font): PicturePlan[] {
	const { calibration, mixture: texts, share } = messagesFor(locale).report;
	const plan = calibrationChart(mixture, { ...calibration, title: texts.title }, font);
	if (!plan) return [];
	const description = texts.description(score(mixture.calibrationError), share(mixture.sure.strangers));
	return [{ name: 'mixture.png', description, plan }];
}

function planBackbones({ backbones, locale }: BackbonesJob, font: Font): PicturePlan {
	const texts = messagesFor(locale).report;
	return {
		name: 'backbones.png',
		description: texts.backbones.description(backbones.map(({ id }) => id)),
		plan: backbonesChart(backbones, texts, font),
	};
}

function planOverview({ evaluation, curve, locale }: OverviewJob, font: Font): PicturePlan {
	const charts = planCharts({ kind: 'charts', evaluation, locale }, font);
	const shown = curve
		? [...charts.slice(0, 2), planTrainingCurve({ kind: 'training-curve', curve, locale }, font)]
		: charts;
	return {
		name: 'overview.png',
		description: shown.map(({ description }) => description).join(' '),
		plan: overviewPanels(evaluation, messagesFor(locale).report, font, curve),
	};
}

function planCharts(job: ChartsJob, font: Font): PicturePlan[] {
	const { evaluation } = job;
	const texts = messagesFor(job.locale).report;
	const plans: readonly [name: string, plan: ChartPlan | undefined, description: () => string][] = [
		['confusion.png', confusionChart(evaluation, texts, font), () => confusionDescription(job)],
		[
			'labels.png',
			labelsChart(evaluation, texts, font),
			() => {
				const [weakest] = evaluation.labels.toSorted((a, b) => (a.recall ?? 2) - (b.recall ?? 2));
				return texts.perLabel.description(weakest.label, texts.share(weakest.recall ?? 0));
			},
		],
		[
			'calibration.png',
			calibrationChart(evaluation, texts.calibration, font),
			() => texts.calibration.description(score(evaluation.calibrationError)),
		],
		[
			'risk-coverage.png',
			riskCoverageChart(evaluation, texts, font),
			() => {
				const half = evaluation.riskCoverage.find(({ coverage }) => coverage >= 0.5);
				return texts.riskCoverage.description(
					texts.share(half?.risk ?? 0),
					texts.share(1 - evaluation.accuracy.value),
				);
			},
		],
	];
	return plans.flatMap(([name, plan, description]) =>
		plan ? { name, plan, description: description() } : [],
	);
}

function confusionDescription({ evaluation, locale }: ChartsJob): string {
	const { confusion } = messagesFor(locale).report;
	return confusion.description(
		evaluation.labels.length,
		mixUps(evaluation)
			.slice(0, 3)
			.map(({ label, judged, photos, share }) => confusion.mixUp(label, judged, photos, share)),
	);
}
