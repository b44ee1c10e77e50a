import { fitTemperature } from '../model/calibration.ts';
import type { Classifier } from '../model/classifier.ts';
import { type Evaluation, evaluate } from '../model/evaluation.ts';
import { type Familiarity, fitLikelihood } from '../model/familiarity.ts';
import { type Head, headLogits } from '../model/head.ts';
import type { References } from '../model/references.ts';
import { areaUnderRoc } from '../model/statistics/area-under-roc.ts';
import { answerThreshold } from '../model/threshold.ts';
import { answerOf, type HonestAnswer, judgeHonestly } from './honest-answers.ts';
import type { FitPhoto } from './training-rows.ts';

/**
 * Share of strangers of all kinds among strangers; the others are as near as the other labels are. Sets of few labels alike
 * decide it: with other labels alone for strangers their percentages are far too low. Of 1, .5, .3, .2, .1, .05 and 0 for
 * those that are near, mean calibration error on mixtures of CIFAR-10 and of openly licensed pictures (docs/backbone.md):
 * .071, .062, .060, .059, .058, .058, .056; near ones are still believed in.
 */
const OF_ALL_KINDS = 0.9;

/**
 * Sharpness from which a photo is compared with strangers of all kinds, which are sharp: enlarged from 32 pixels (1 to 7) anything
 * is nearer to its like than to a sharp picture, whatever it shows. Photos of 150 pixels a side begin at 40.
 */
const SHARP = 20;

/** A photo as a model sees it that saw neither it nor its group. */
export interface UnseenPhoto {
	readonly embedding: Float32Array;
	readonly logits: ArrayLike<number>;
	readonly references: References;
}

export interface CalibrationInput {
	readonly photos: readonly Pick<FitPhoto, 'labelIndex' | 'fold' | 'isExcluded' | 'sharpness'>[];
	readonly labels: readonly string[];
	/** That is to judge new photos, and what it holds them against. */
	readonly head: Head;
	readonly references: References;
	/** Of each photo, in their order. */
	readonly unseen: readonly UnseenPhoto[];
	/** Embeddings of pictures of all kinds of things, none of which the head learnt from. */
	readonly strangers?: readonly Float32Array[];
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
	strangers = [],
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
	const alike = learnt.map((n) => judge(n, photos[n].labelIndex).similarity);
	const known = learnt.map((n) => judgements[n].similarity);
	const ofAllKinds = strangers.map(
		(embedding) =>
			judgeHonestly({ embedding, logits: headLogits(head, embedding), temperature, references }).similarity,
	);
	const sharp = learnt.filter((n) => (photos[n].sharpness ?? SHARP) >= SHARP).length;
	const share = (OF_ALL_KINDS * sharp) / Math.max(1, learnt.length);
	const familiarity: Familiarity = {
		...fitLikelihood(known, alike),
		...(ofAllKinds.length > 0 && share > 0 && { others: { ...fitLikelihood(known, ofAllKinds), share } }),
	};
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
			threshold: answerThreshold(correct.map((n) => answers[n].confidence)),
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
				alike.map((similarity) => -similarity),
				known.map((similarity) => -similarity),
			),
		},
	};
}
