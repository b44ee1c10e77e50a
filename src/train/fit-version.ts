import type { Classifier } from '../model/classifier.ts';
import { chooseRegularisation } from '../model/cross-validation.ts';
import type { Evaluation } from '../model/evaluation.ts';
import { evaluate } from '../model/evaluation.ts';
import { fitHead } from '../model/head.ts';
import { createGemm, type Gemm } from '../model/linear-algebra/gemm.ts';
import { row, selectRows, stackRows } from '../model/linear-algebra/matrix.ts';
import { softmax } from '../model/softmax.ts';
import { chooseThresholds, type HeldOutAnswer } from '../model/thresholds.ts';
import { outOfFoldUnknownScores, packReferences } from '../model/unknown.ts';
import type { TrainingDataset } from './assemble-dataset.ts';

/** Share of the correct out-of-fold answers that the thresholds keep; the rest is the price of saying "none of these". */
export const KEEP_CORRECT = 0.9;
/** References kept at most: beyond, a comparison would take longer than the head is worth, for no better a score. */
const MAX_REFERENCES = 1000;

export interface FittedVersion {
	readonly classifier: Classifier;
	readonly evaluation: Evaluation;
	readonly inverseRegularisation: number;
}

/**
 * From embedded photos to a classifier: regularisation by cross-validation, temperature and thresholds from the
 * out-of-fold answers, then the head on all photos. The evaluation is of the out-of-fold answers: every photo judged by
 * a head that did not see it, nor a copy of it.
 */
export async function fitVersion(
	{ photos, labels }: TrainingDataset,
	onFit?: () => void,
	gemm: Gemm = createGemm(),
): Promise<FittedVersion> {
	const features = stackRows(photos.map(({ embedding }) => embedding));
	const folds = photos.map(({ fold }) => fold);
	const set = { features, labels: photos.map(({ labelIndex }) => labelIndex), labelCount: labels.length };

	const choice = await chooseRegularisation(gemm, set, folds, onFit);
	const unknownScores = await outOfFoldUnknownScores(gemm, features, folds);
	const judged = photos.map(({ labelIndex }, n) => ({
		label: labelIndex,
		probabilities: softmax(row(choice.logits, n), choice.temperature),
	}));
	const answers = judged.map(({ label, probabilities }, n): HeldOutAnswer => {
		const confidence = Math.max(...probabilities);
		return { confidence, unknownScore: unknownScores[n], correct: probabilities[label] === confidence };
	});
	const head = await fitHead(gemm, set, choice.inverseRegularisation);

	return {
		inverseRegularisation: choice.inverseRegularisation,
		classifier: {
			labels,
			head,
			temperature: choice.temperature,
			thresholds: chooseThresholds(answers, KEEP_CORRECT),
			references: packReferences(selectRows(features, evenlySpread(photos.length, MAX_REFERENCES))),
		},
		evaluation: evaluate(judged, labels, 'out-of-fold'),
	};
}

/** At most `limit` of 0 … count - 1, evenly spread: photos are sorted by label, so every label keeps its share. */
function evenlySpread(count: number, limit: number): number[] {
	const kept = Math.min(count, limit);
	return Array.from({ length: kept }, (_, i) => Math.floor((i * count) / kept));
}
