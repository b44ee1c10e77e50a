import type { Classifier } from '../model/classifier.ts';
import { chooseRegularisation, type RegularisationChoice } from '../model/cross-validation.ts';
import { areaUnderRoc, type Evaluation, evaluate, indexOfLargest } from '../model/evaluation.ts';
import { fitHead } from '../model/head.ts';
import { createGemm, type Gemm } from '../model/linear-algebra/gemm.ts';
import { row, selectRows, stackRows } from '../model/linear-algebra/matrix.ts';
import { softmax } from '../model/softmax.ts';
import { chooseThresholds, type HeldOutAnswer } from '../model/thresholds.ts';
import { outOfFoldScorer, packReferences } from '../model/unknown.ts';
import type { TrainingDataset } from './assemble-dataset.ts';

/** Share of the correct out-of-fold answers that the thresholds keep; the rest is the price of saying "none of these". */
export const KEEP_CORRECT = 0.9;
/** References kept at most: beyond, a comparison would take longer than the head is worth, for no better a score. */
const MAX_REFERENCES = 1000;

export interface FittedVersion {
	readonly classifier: Classifier;
	readonly evaluation: Evaluation;
	readonly inverseRegularisation: number;
	/** What was said of each photo by a head that did not see it, in the order of the photos. */
	readonly outOfFold: readonly HeldOutAnswer[];
}

/**
 * From embedded photos to a classifier: regularisation by cross-validation, temperature and thresholds from the
 * out-of-fold answers, then the head on all photos. The evaluation is of the out-of-fold answers: every photo judged by
 * a head that did not see it, nor a copy of it.
 * @param parts sizes of the unit vectors an embedding is made of
 */
export async function fitVersion(
	{ photos, labels }: TrainingDataset,
	parts: readonly number[],
	onFit?: () => void,
	gemm: Gemm = createGemm(),
): Promise<FittedVersion> {
	const features = stackRows(photos.map(({ embedding }) => embedding));
	const folds = photos.map(({ fold }) => fold);
	const set = { features, labels: photos.map(({ labelIndex }) => labelIndex), labelCount: labels.length };

	const choice = await chooseRegularisation(gemm, set, folds, onFit);
	const score = await outOfFoldScorer(gemm, { embeddings: features, parts, labels: set.labels, folds });
	const answers = photos.map((_, n) => answerFor(n, choice, score));
	const strangers = photos.map(({ labelIndex }, n) => answerFor(n, choice, score, labelIndex));
	const correct = answers.filter(({ judged }, n) => judged === set.labels[n]);

	const head = await fitHead(gemm, set, choice.inverseRegularisation);
	const kept = evenlySpread(photos.length, MAX_REFERENCES);
	return {
		inverseRegularisation: choice.inverseRegularisation,
		outOfFold: answers,
		classifier: {
			labels,
			head,
			temperature: choice.temperature,
			thresholds: chooseThresholds(correct, strangers, KEEP_CORRECT),
			references: packReferences(
				selectRows(features, kept),
				kept.map((n) => set.labels[n]),
				parts,
			),
		},
		evaluation: {
			...evaluate(
				answers.map(({ probabilities }, n) => ({ label: set.labels[n], probabilities })),
				labels,
				'out-of-fold',
			),
			unknownAuroc: areaUnderRoc(
				strangers.map(({ unknownScore }) => unknownScore),
				answers.map(({ unknownScore }) => unknownScore),
			),
		},
	};
}

interface OutOfFoldAnswer extends HeldOutAnswer {
	readonly judged: number;
	/** One per label, zero for the one left out. */
	readonly probabilities: Float64Array;
}

/**
 * What is said of photo `n` by a head that did not see it. With one label left out, it is what is said of a photo of
 * none of the labels: every photo is unknown to the model of the other labels, so that rejecting the unknown can be
 * learnt and measured without a single photo from elsewhere.
 */
function answerFor(
	n: number,
	{ logits, temperature }: RegularisationChoice,
	score: (n: number, label: number) => number,
	leftOut?: number,
): OutOfFoldAnswer {
	const remaining = row(logits, n).slice();
	if (leftOut !== undefined) remaining[leftOut] = Number.NEGATIVE_INFINITY;
	const probabilities = softmax(remaining, temperature);
	const judged = indexOfLargest(probabilities);
	return { judged, probabilities, confidence: probabilities[judged], unknownScore: score(n, judged) };
}

/** At most `limit` of 0 … count - 1, evenly spread: photos are sorted by label, so every label keeps its share. */
function evenlySpread(count: number, limit: number): number[] {
	const kept = Math.min(count, limit);
	return Array.from({ length: kept }, (_, i) => Math.floor((i * count) / kept));
}
