import { type Familiarity, knownProbability } from '../model/familiarity.ts';
import { labelSimilarity } from '../model/label-similarity.ts';
import type { References } from '../model/references.ts';
import { softmax } from '../model/softmax.ts';
import { indexOfLargest } from '../model/statistics/index-of-largest.ts';

/** What was said of a photo by a head that saw neither it nor its group. */
export interface HonestJudgement {
	/** Index of the best label. */
	readonly judged: number;
	/** Calibrated, one per label, given that it is one of them. */
	readonly probabilities: Float64Array;
	/** To the photos of the best label. */
	readonly similarity: number;
}

export interface JudgementInput {
	/** The photo's. */
	readonly embedding: Float32Array;
	/** By a head that saw neither the photo nor its group. */
	readonly logits: ArrayLike<number>;
	readonly temperature: number;
	/** Without the photo and its group. */
	readonly references: References;
}

/**
 * Judges a photo as it would be judged if it were new. With one label left out, it is what is said of a photo of none of
 * the labels: every photo is unknown to the model of the other labels, so that rejecting the unknown can be learnt and
 * measured without a single photo from elsewhere.
 */
export function judgeHonestly(
	{ embedding, logits, temperature, references }: JudgementInput,
	leftOut?: number,
): HonestJudgement {
	const remaining = Float64Array.from(logits);
	if (leftOut !== undefined) remaining[leftOut] = Number.NEGATIVE_INFINITY;
	const probabilities = softmax(remaining, temperature);
	const judged = indexOfLargest(probabilities);
	return { judged, probabilities, similarity: labelSimilarity(references, embedding, judged) };
}

/** What was said of a photo by a head that saw neither it nor its group, as people would have been told. */
export interface HonestAnswer extends HonestJudgement {
	/** Probability that it is of none of the labels. */
	readonly unknownScore: number;
	/** Of the best label, with the doubt that it is of none of them. */
	readonly confidence: number;
}

export function answerOf(judgement: HonestJudgement, familiarity: Familiarity | null): HonestAnswer {
	const known = knownProbability(familiarity, judgement.similarity);
	const confidence = known * judgement.probabilities[judgement.judged];
	return { ...judgement, unknownScore: 1 - known, confidence };
}
