import { fitTemperature } from '../model/calibration.ts';
import type { Classifier } from '../model/classifier.ts';
import { type Evaluation, evaluate } from '../model/evaluation.ts';
import { fitFamiliarity } from '../model/familiarity.ts';
import type { Head } from '../model/head.ts';
import type { References } from '../model/references.ts';
import { areaUnderRoc } from '../model/statistics/area-under-roc.ts';
import { chooseThreshold } from '../model/threshold.ts';
import { answerOf, type HonestAnswer, judgeHonestly } from './honest-answers.ts';
import type { FitPhoto } from './training-rows.ts';

/** Share of the correct out-of-fold answers that the threshold keeps; the rest is the price of saying "none of these". */
export const KEEP_CORRECT = 0.9;

/** A photo as a model sees it that saw neither it nor its group. */
export interface UnseenPhoto {
	readonly embedding: Float32Array;
	readonly logits: ArrayLike<number>;
	readonly references: References;
}

export interface CalibrationInput {
	readonly photos: readonly Pick<FitPhoto, 'labelIndex' | 'fold' | 'isExcluded'>[];
	readonly labels: readonly string[];
	/** That is to judge new photos, and what it holds them against. */
	readonly head: Head;
	readonly references: References;
	/** Of each photo, in their order. */
	readonly unseen: readonly UnseenPhoto[];
	readonly inverseRegularisation: number;
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
 * Temperature, familiarity and threshold of a head, from what was said of photos by heads that saw neither them nor a copy of
 * them. The evaluation is of every photo, excluded ones too: to leave out of a figure what the head contradicts would
 * flatter it.
 */
export function calibrateVersion({
	photos,
	labels,
	head,
	references,
	unseen,
	inverseRegularisation,
}: CalibrationInput): FittedVersion {
	const folded = [...photos.keys()].filter((n) => photos[n].fold !== null);
	const temperature = fitTemperature(
		folded.map((n) => unseen[n].logits),
		folded.map((n) => photos[n].labelIndex),
	);
	const judge = (n: number, leftOut?: number) => judgeHonestly({ ...unseen[n], temperature }, leftOut);
	const judgements = photos.map((_, n) => judge(n));
	// A photo excluded for its label may well be of another: with its label left out it is no stranger.
	const learnt = folded.filter((n) => !photos[n].isExcluded);
	const strangers = learnt.map((n) => judge(n, photos[n].labelIndex));
	const familiarity = fitFamiliarity(
		learnt.map((n) => judgements[n].similarity),
		strangers.map(({ similarity }) => similarity),
	);
	const answers = judgements.map((judgement) => answerOf(judgement, familiarity));
	const correct = folded.filter((n) => answers[n].judged === photos[n].labelIndex);
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
				strangers.map(({ similarity }) => -similarity),
				learnt.map((n) => -answers[n].similarity),
			),
		},
	};
}
