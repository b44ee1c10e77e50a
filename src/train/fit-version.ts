import { fitTemperature } from '../model/calibration.ts';
import type { Classifier } from '../model/classifier.ts';
import { chooseRegularisation, type FoldedSet, judgeOutOfFold } from '../model/cross-validation.ts';
import { areaUnderRoc, type Evaluation, evaluate, indexOfLargest } from '../model/evaluation.ts';
import { headLogits, prepareFeatures } from '../model/head.ts';
import { createGemm, type Gemm } from '../model/linear-algebra/gemm.ts';
import { row, selectRows, stackRows } from '../model/linear-algebra/matrix.ts';
import { fitLogisticRegression } from '../model/logistic-regression.ts';
import { softmax } from '../model/softmax.ts';
import { chooseThresholds, type HeldOutAnswer } from '../model/thresholds.ts';
import { outOfFoldScore, packReferences, unknownScore } from '../model/unknown.ts';

/** Share of the correct out-of-fold answers that the thresholds keep; the rest is the price of saying "none of these". */
export const KEEP_CORRECT = 0.9;
/** References kept at most: beyond, a comparison would take longer than the head is worth, for no better a score. */
const MAX_REFERENCES = 1000;

export interface FitPhoto {
	/** Of the photo as it is. */
	readonly embedding: Float32Array;
	/** Embeddings of views of it, to learn from besides; one named `original` is passed over. */
	readonly views?: ReadonlyMap<string, Float32Array>;
	readonly labelIndex: number;
	/** Photos of one group lie in one fold. */
	readonly group: number;
	/** Null for a photo of the holdout: nothing learns from it, and the finished head judges it. */
	readonly fold: number | null;
	/** Nothing learns from it, but it is judged out of fold, and counts in the figures. */
	readonly isExcluded: boolean;
}

export interface FitInput {
	readonly photos: readonly FitPhoto[];
	readonly labels: readonly string[];
	/** Sizes of the unit vectors an embedding is made of. */
	readonly parts: readonly number[];
	/** After each fit of the cross-validation; may throw to give up. */
	readonly onFit?: () => void;
	readonly gemm?: Gemm;
}

/** What was said of a photo by a head that saw neither it nor its group. */
export interface HonestAnswer extends HeldOutAnswer {
	/** Index of the best label. */
	readonly judged: number;
}

export interface FittedVersion {
	readonly classifier: Classifier;
	readonly evaluation: Evaluation;
	readonly inverseRegularisation: number;
	/** Calibrated probabilities of each photo by a head that saw neither it nor its group. */
	readonly honest: readonly Float32Array[];
	/** The best of each of these, with its unknown score. */
	readonly answers: readonly HonestAnswer[];
}

/**
 * From embedded photos to a classifier: regularisation by cross-validation, temperature and thresholds from the
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
	const folded = [...photos.keys()].filter((n) => photos[n].fold !== null);
	const rows = rowsOf(photos, folded);
	const prepared = await prepareFeatures(gemm, stackRows(rows.map(({ embedding }) => embedding)));
	const set: FoldedSet = {
		features: prepared.features,
		labels: rows.map(({ photo }) => photos[photo].labelIndex),
		labelCount: labels.length,
		viewsPerPhoto:
			rows.filter(({ photo }) => !photos[photo].isExcluded).length /
			folded.filter((n) => !photos[n].isExcluded).length,
		folds: rows.map(({ photo }) => photos[photo].fold as number),
		learns: (n) => !photos[rows[n].photo].isExcluded,
	};
	const originals = [...folded.keys()];
	const choice = await chooseRegularisation(gemm, { ...onlyRows(set, originals), viewsPerPhoto: 1 }, onFit);
	const { inverseRegularisation } = choice;
	const logits =
		rows.length > folded.length ? await judgeOutOfFold(gemm, set, inverseRegularisation) : choice.logits;
	const foldedLogits = originals.map((n) => row(logits, n));
	const temperature = fitTemperature(foldedLogits, set.labels);

	const learnt = onlyRows(set, [...rows.keys()].filter(set.learns));
	const head = await prepared.toHead(await fitLogisticRegression(gemm, learnt, inverseRegularisation));

	const learntPhotos = folded.filter((n) => !photos[n].isExcluded);
	const kept = evenlySpread(learntPhotos, MAX_REFERENCES);
	const references = packReferences(
		kept.map((n) => ({ embedding: photos[n].embedding, label: photos[n].labelIndex, photo: n })),
		parts,
	);
	const referenceFolds = kept.map((n) => photos[n].fold as number);

	const logitsOf = new Map(folded.map((n, position) => [n, foldedLogits[position]]));
	/** With one label left out, what is said of the photo by a model of the other labels, to which it is unknown. */
	const judge = (n: number, leftOut?: number): HonestAnswer & { probabilities: Float64Array } => {
		const { embedding, fold } = photos[n];
		const remaining = Float64Array.from(logitsOf.get(n) ?? headLogits(head, embedding));
		if (leftOut !== undefined) remaining[leftOut] = Number.NEGATIVE_INFINITY;
		const probabilities = softmax(remaining, temperature);
		const judged = indexOfLargest(probabilities);
		const score =
			fold === null
				? unknownScore(references, embedding, judged)
				: outOfFoldScore({ references, folds: referenceFolds }, embedding, judged, fold);
		return { judged, probabilities, confidence: probabilities[judged], unknownScore: score };
	};
	const answers = photos.map((_, n) => judge(n));
	// A photo excluded for its label may well be of another: with its label left out it is no stranger.
	const strangers = learntPhotos.map((n) => judge(n, photos[n].labelIndex));
	const correct = folded.filter((n) => answers[n].judged === photos[n].labelIndex).map((n) => answers[n]);

	return {
		inverseRegularisation,
		honest: answers.map(({ probabilities }) => Float32Array.from(probabilities)),
		answers: answers.map(({ judged, confidence, unknownScore }) => ({ judged, confidence, unknownScore })),
		classifier: {
			labels,
			head,
			temperature,
			thresholds: chooseThresholds(correct, strangers, KEEP_CORRECT),
			references,
		},
		evaluation: {
			...evaluate(
				answers.map(({ probabilities }, n) => ({
					label: photos[n].labelIndex,
					probabilities,
					isHoldout: photos[n].fold === null,
				})),
				labels,
				folded.length < photos.length ? 'held-out' : 'out-of-fold',
			),
			unknownAuroc: areaUnderRoc(
				strangers.map(({ unknownScore }) => unknownScore),
				learntPhotos.map((n) => answers[n].unknownScore),
			),
		},
	};
}

interface TrainingRow {
	/** Index of its photo. */
	readonly photo: number;
	readonly embedding: Float32Array;
}

/** The given photos as they are, in their order, then the views of those that are learnt from. */
function rowsOf(photos: readonly FitPhoto[], folded: readonly number[]): TrainingRow[] {
	const originals = folded.map((photo) => ({ photo, embedding: photos[photo].embedding }));
	const views = folded.flatMap((photo) => {
		const { views = new Map<string, Float32Array>(), isExcluded } = photos[photo];
		if (isExcluded) return [];
		return [...views].flatMap(([name, embedding]) => (name === 'original' ? [] : { photo, embedding }));
	});
	return [...originals, ...views];
}

function onlyRows(set: FoldedSet, rows: readonly number[]): FoldedSet {
	return {
		...set,
		features: selectRows(set.features, rows),
		labels: rows.map((n) => set.labels[n]),
		folds: rows.map((n) => set.folds[n]),
		learns: (n) => set.learns(rows[n]),
	};
}

function requireDisjointFolds(photos: readonly FitPhoto[]): void {
	const foldOf = new Map<number, number | null>();
	for (const { group, fold } of photos) {
		if ((foldOf.get(group) ?? fold) !== fold) throw new RangeError(`group ${group} straddles folds`);
		foldOf.set(group, fold);
	}
}

/** At most `limit` of them, evenly spread: photos are sorted by label, so every label keeps its share. */
function evenlySpread(indexes: readonly number[], limit: number): number[] {
	const kept = Math.min(indexes.length, limit);
	return Array.from({ length: kept }, (_, i) => indexes[Math.floor((i * indexes.length) / kept)]);
}
