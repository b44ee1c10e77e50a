import { z } from 'zod';
import { indexOfLargest } from './statistics/index-of-largest.ts';
import { wilsonInterval } from './statistics/proportion-intervals.ts';
import { calibrationError, type GradedAnswer, mean, reliabilityBins } from './statistics/reliability.ts';
import { riskCoverage } from './statistics/risk-coverage.ts';

/** What a model said of one photo whose label is known. */
export interface JudgedPhoto {
	/** Index of the true label. */
	readonly label: number;
	/** Calibrated, one per label, summing to 1. */
	readonly probabilities: ArrayLike<number>;
	/** Whether it is of the holdout, whose share of the figures is told apart. */
	readonly isHoldout?: boolean;
}

const proportion = z.object({
	value: z.number().min(0).max(1),
	/** 95 % Wilson score interval. */
	low: z.number().min(0).max(1),
	high: z.number().min(0).max(1),
});

export const evaluationSchema = z.object({
	/**
	 * How the photos relate to the training ones: `out-of-fold` (each judged by a head that did not see it), `held-out`
	 * (the same, and besides them a holdout that no head saw) or `given` (a folder).
	 */
	source: z.enum(['out-of-fold', 'held-out', 'given']),
	photos: z.int().nonnegative(),
	accuracy: proportion,
	macroF1: z.number(),
	/** Mean negative log-likelihood, nats. */
	logLoss: z.number(),
	/** Mean squared error of the whole probability vector, 0 to 2. */
	brier: z.number(),
	/** Expected calibration error, over as many bins of equal mass as keep the accuracy rising from bin to bin. */
	calibrationError: z.number(),
	/** These bins, the least confident first; versions of before Hantei drew them have none. */
	reliability: z
		.array(
			z.object({
				photos: z.int().positive(),
				/** Mean over the bin's photos. */
				confidence: z.number().min(0).max(1),
				/** Share of the bin's answers that is right. */
				accuracy: z.number().min(0).max(1),
			}),
		)
		.optional(),
	/**
	 * How well the unknown score tells photos of a label from those of the model's labels when that label is left out, over
	 * all labels: area under the ROC curve, 0.5 (not at all) to 1. Only where photos were judged out of fold.
	 */
	unknownAuroc: z.number().optional(),
	/** Of the photos that no head saw, where there are such. */
	holdout: z.object({ photos: z.int().positive(), accuracy: proportion }).optional(),
	/** What is wrong among the answers given when only the most confident are given, from few answers to all. */
	riskCoverage: z.array(
		z.object({
			/** Share of the photos that get an answer. */
			coverage: z.number().min(0).max(1),
			/** Share of these answers that is wrong. */
			risk: z.number().min(0).max(1),
		}),
	),
	/** Photos judged wrongly, the most confident first: mislabelled ones may be among them, and the truly hard. */
	hardest: z.array(
		z.object({
			/** Which of the photos given: for a training's evaluation, which of its dataset. */
			photo: z.int().nonnegative(),
			judged: z.string(),
			confidence: z.number().min(0).max(1),
		}),
	),
	labels: z.array(
		z.object({
			label: z.string(),
			photos: z.int(),
			/** Null where no photo was judged to be this label. */
			precision: z.number().nullable(),
			recall: z.number().nullable(),
			f1: z.number(),
			/** Photos judged to be another label with high confidence: their label may be wrong. */
			suspects: z.int(),
		}),
	),
	/** Row: true label; column: judged label; both in the order of `labels`. */
	confusion: z.array(z.array(z.int())),
});

export type Evaluation = z.infer<typeof evaluationSchema>;

/**
 * Confidence from which a contradiction speaks against the label rather than the model. Of what such a rule flags in
 * curated sets about half is truly mislabelled (Northcutt et al. 2021, arXiv 2103.14749), and crawls are far noisier.
 */
export const SUSPECT_CONFIDENCE = 0.8;

const MAX_HARDEST = 24;

/** Compares predictions with the truth. Photos of labels the model does not know must be left out before. */
export function evaluate(
	photos: readonly JudgedPhoto[],
	labels: readonly string[],
	source: Evaluation['source'],
): Evaluation {
	const confusion = labels.map(() => labels.map(() => 0));
	const suspects = labels.map(() => 0);
	let logLoss = 0;
	let brier = 0;
	for (const { label, probabilities } of photos) {
		const judged = indexOfLargest(probabilities);
		confusion[label][judged]++;
		if (judged !== label && probabilities[judged] >= SUSPECT_CONFIDENCE) suspects[label]++;
		// A probability that underflowed to zero would make the whole mean infinite.
		logLoss -= Math.log(Math.max(probabilities[label], 1e-12)) / photos.length;
		for (let k = 0; k < labels.length; k++)
			brier += (probabilities[k] - (k === label ? 1 : 0)) ** 2 / photos.length;
	}
	const perLabel = labels.map((label, k) => ({
		...labelFigures(label, k, confusion),
		suspects: suspects[k],
	}));
	const answers = photos.map(answerOf);
	const reliability = reliabilityBins(answers);
	const seen = perLabel.filter((figures) => figures.photos > 0);
	const correct = confusion.reduce((sum, row, k) => sum + row[k], 0);
	return {
		source,
		photos: photos.length,
		accuracy: wilsonInterval(correct, photos.length),
		macroF1: mean(seen.map(({ f1 }) => f1)),
		logLoss,
		brier,
		calibrationError: calibrationError(reliability),
		reliability,
		...holdoutFigures(photos, answers),
		riskCoverage: riskCoverage(answers),
		hardest: hardest(answers, labels),
		labels: perLabel,
		confusion,
	};
}

interface Answer extends GradedAnswer {
	/** Index of the label given. */
	readonly judged: number;
}

function answerOf({ label, probabilities }: JudgedPhoto): Answer {
	const judged = indexOfLargest(probabilities);
	return { judged, confidence: probabilities[judged], isCorrect: judged === label };
}

function holdoutFigures(
	photos: readonly JudgedPhoto[],
	answers: readonly Answer[],
): Pick<Evaluation, 'holdout'> {
	const held = answers.filter((_, n) => photos[n].isHoldout);
	if (held.length === 0) return {};
	const correct = held.filter(({ isCorrect }) => isCorrect).length;
	return { holdout: { photos: held.length, accuracy: wilsonInterval(correct, held.length) } };
}

function hardest(answers: readonly Answer[], labels: readonly string[]): Evaluation['hardest'] {
	return answers
		.map(({ judged, confidence, isCorrect }, photo) => ({
			isCorrect,
			photo,
			judged: labels[judged],
			confidence,
		}))
		.filter(({ isCorrect }) => !isCorrect)
		.sort((a, b) => b.confidence - a.confidence || a.photo - b.photo)
		.slice(0, MAX_HARDEST)
		.map(({ photo, judged, confidence }) => ({ photo, judged, confidence }));
}

function labelFigures(
	label: string,
	k: number,
	confusion: readonly (readonly number[])[],
): Omit<Evaluation['labels'][number], 'suspects'> {
	const hits = confusion[k][k];
	const photos = confusion[k].reduce((sum, count) => sum + count, 0);
	const judged = confusion.reduce((sum, row) => sum + row[k], 0);
	return {
		label,
		photos,
		precision: judged > 0 ? hits / judged : null,
		recall: photos > 0 ? hits / photos : null,
		f1: photos + judged > 0 ? (2 * hits) / (photos + judged) : 0,
	};
}
