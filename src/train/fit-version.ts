import { fitTemperature } from '../model/calibration.ts';
import type { Classifier } from '../model/classifier.ts';
import { chooseRegularisation, FIT_TOLERANCE, predictOutOfFold } from '../model/cross-validation.ts';
import { type Evaluation, evaluate } from '../model/evaluation.ts';
import { fitFamiliarity } from '../model/familiarity.ts';
import { headLogits } from '../model/head.ts';
import { createGemm, type Gemm } from '../model/linear-algebra/gemm.ts';
import { row } from '../model/linear-algebra/matrix.ts';
import { fitLogisticRegression } from '../model/logistic-regression.ts';
import { type PackOptions, packReferences, type References } from '../model/references.ts';
import { areaUnderRoc } from '../model/statistics/area-under-roc.ts';
import { chooseThreshold } from '../model/threshold.ts';
import { answerOf, type HonestAnswer, judgeHonestly } from './honest-answers.ts';
import { type FitPhoto, learntRows, prepareRows } from './training-rows.ts';

export type { FitPhoto };

/** Share of the correct out-of-fold answers that the threshold keeps; the rest is the price of saying "none of these". */
export const KEEP_CORRECT = 0.9;

export interface FitInput {
	readonly photos: readonly FitPhoto[];
	readonly labels: readonly string[];
	/** Sizes of the unit vectors an embedding is made of. */
	readonly parts: readonly number[];
	/** After each fit of the cross-validation; may throw to give up. */
	readonly onFit?: () => void;
	readonly gemm?: Gemm;
}

export interface FittedVersion {
	readonly classifier: Classifier;
	readonly evaluation: Evaluation;
	readonly inverseRegularisation: number;
	/** Probabilities of each photo's labels, given that it is of one, by a head that saw neither it nor its group. */
	readonly honest: readonly Float32Array[];
	/** What that head said of each photo, and how unknown it looked. */
	readonly answers: readonly HonestAnswer[];
}

/**
 * From embedded photos to a classifier: regularisation by cross-validation, temperature, familiarity and threshold from the
 * out-of-fold answers, then the head on all photos that are learnt from. The evaluation is of every photo, each judged
 * by a head that saw neither it nor a copy of it, excluded ones too: to leave out of a figure what the head
 * contradicts would flatter it.
 * @throws {RangeError} when a group straddles folds
 */
export async function fitVersion({
	photos,
	labels,
	parts,
	onFit,
	gemm = createGemm(),
}: FitInput): Promise<FittedVersion> {
	requireDisjointFolds(photos);
	const rows = await prepareRows(gemm, photos, labels.length);
	const choice = await chooseRegularisation(gemm, rows.originals, onFit);
	const { inverseRegularisation } = choice;
	const { logits, models } = await predictOutOfFold(gemm, rows.all, inverseRegularisation, {
		starts: choice.models,
		onFit,
	});
	const folded = rows.photos.map((_, position) => row(logits, position));
	const temperature = fitTemperature(folded, rows.originals.labels);
	const [start] = models.values();
	const head = await rows.toHead(
		await fitLogisticRegression(gemm, learntRows(rows.all), inverseRegularisation, {
			start,
			valueTolerance: FIT_TOLERANCE,
		}),
	);

	const references = referencesByFold(photos, { parts, labelCount: labels.length });
	const logitsOf = new Map(rows.photos.map((n, position) => [n, folded[position]]));
	const judge = (n: number, leftOut?: number) => {
		const { embedding, fold } = photos[n];
		const logits = logitsOf.get(n) ?? headLogits(head, embedding);
		return judgeHonestly({ embedding, logits, temperature, references: references(fold) }, leftOut);
	};
	const judgements = photos.map((_, n) => judge(n));
	// A photo excluded for its label may well be of another: with its label left out it is no stranger.
	const learnt = rows.photos.filter((n) => !photos[n].isExcluded);
	const strangers = learnt.map((n) => judge(n, photos[n].labelIndex));
	const familiarity = fitFamiliarity(
		learnt.map((n) => judgements[n].similarity),
		strangers.map(({ similarity }) => similarity),
	);
	const answers = judgements.map((judgement) => answerOf(judgement, familiarity));
	const correct = rows.photos.filter((n) => answers[n].judged === photos[n].labelIndex);

	return {
		inverseRegularisation,
		honest: answers.map(({ probabilities }) => Float32Array.from(probabilities)),
		answers,
		classifier: {
			labels,
			head,
			temperature,
			familiarity,
			threshold: chooseThreshold(
				correct.map((n) => answers[n].confidence),
				KEEP_CORRECT,
			),
			references: references(null),
		},
		evaluation: {
			...evaluate(
				answers.map(({ probabilities }, n) => ({
					label: photos[n].labelIndex,
					probabilities,
					isHoldout: photos[n].fold === null,
				})),
				labels,
				rows.photos.length < photos.length ? 'held-out' : 'out-of-fold',
			),
			unknownAuroc: areaUnderRoc(
				strangers.map(({ similarity }) => -similarity),
				learnt.map((n) => -answers[n].similarity),
			),
		},
	};
}

/** References for judging photos of a fold: all photos that are learnt from, but for those of that fold. */
export function referencesByFold(
	photos: readonly FitPhoto[],
	options: PackOptions,
): (fold: number | null) => References {
	const packed = new Map<number | null, References>();
	return (fold) => {
		const known = packed.get(fold);
		if (known) return known;
		const others = photos.flatMap(({ labelIndex, isExcluded, ...photo }, n) =>
			photo.fold === null || photo.fold === fold || isExcluded
				? []
				: { embedding: photo.embedding, label: labelIndex, photo: n },
		);
		const references = packReferences(others, options);
		packed.set(fold, references);
		return references;
	};
}

function requireDisjointFolds(photos: readonly FitPhoto[]): void {
	const foldOf = new Map<number, number | null>();
	for (const { group, fold } of photos) {
		if (foldOf.has(group) && foldOf.get(group) !== fold)
			throw new RangeError(`group ${group} straddles folds`);
		foldOf.set(group, fold);
	}
}
