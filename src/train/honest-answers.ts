import type { References } from '../model/references.ts';
import { softmax } from '../model/softmax.ts';
import { indexOfLargest } from '../model/statistics/index-of-largest.ts';
import type { HeldOutAnswer } from '../model/thresholds.ts';
import { unknownScore } from '../model/unknown.ts';

/** What was said of a photo by a head that saw neither it nor its group. */
export interface HonestAnswer extends HeldOutAnswer {
	/** Index of the best label. */
	readonly judged: number;
	/** Calibrated, one per label. */
	readonly probabilities: Float64Array;
}

export interface HonestJudgement {
	/** The photo's. */
	readonly embedding: Float32Array;
	/** By a head that saw neither the photo nor its group. */
	readonly logits: ArrayLike<number>;
	readonly temperature: number;
	/** Without the photo and its group. */
	readonly references: References;
}

/**
 * Classifies a photo as it would be judged if it were new. With one label left out, it is what is said of a photo of none of
 * the labels: every photo is unknown to the model of the other labels, so that rejecting the unknown can be learnt and
 * measured without a single photo from elsewhere.
 */
export function judgeHonestly(
	{ embedding, logits, temperature, references }: HonestJudgement,
	leftOut?: number,
): HonestAnswer {
	const remaining = Float64Array.from(logits);
	if (leftOut !== undefined) remaining[leftOut] = Number.NEGATIVE_INFINITY;
	const probabilities = softmax(remaining, temperature);
	const judged = indexOfLargest(probabilities);
	return {
		judged,
		probabilities,
		confidence: probabilities[judged],
		unknownScore: unknownScore(references, embedding, judged),
	};
}
