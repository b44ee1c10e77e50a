/**
 * The confidence that keeps the given share of correct answers; those that are less sure are not given. Confidence includes the
 * doubt that a photo is of none of the labels, so that one threshold turns away strangers and toss-ups alike: on photos of CIFAR-10 and
 * on 315 openly licensed ones of nine things that rejects as many strangers as the best pair of thresholds on the two.
 * @param correct confidences of answers that were right
 * @param keep share of them to keep, e.g. 0.9
 * @returns 0 where no answer was right: anything is answered
 */
export function chooseThreshold(correct: readonly number[], keep: number): number {
	const kept = Math.ceil(keep * correct.length);
	return kept === 0 ? 0 : correct.toSorted((a, b) => b - a)[kept - 1];
}

/** Share of the right answers that a model's threshold keeps at least; the rest is the price of saying "none of these". */
export const KEEP_CORRECT = 0.9;

/**
 * Nobody understands "not sure (97 %)". Confidence is calibrated with strangers among the photos, so that of the answers from
 * here on nine in ten are right, and they are given, even where a model is so sure of most that a tenth of the right ones lie above.
 */
const SURE = 0.9;

/** Where no photo tells how sure is sure enough: at least as likely as all else together. */
export const UNMEASURED_CONFIDENCE = 0.5;

/** The confidence from which a model answers, by the confidences of its right answers to photos that it had not seen. */
export function answerThreshold(correct: readonly number[]): number {
	return Math.min(SURE, chooseThreshold(correct, KEEP_CORRECT));
}
