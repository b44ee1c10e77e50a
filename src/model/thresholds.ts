/** When an answer is given: the best label's confidence at least `confidence`, and the unknown score at most `unknown`. */
export interface Thresholds {
	readonly confidence: number;
	readonly unknown: number;
}

/** What one photo got from a model that was not trained on it. */
export interface HeldOutAnswer {
	readonly confidence: number;
	readonly unknownScore: number;
	readonly correct: boolean;
}

/**
 * The strictest pair of thresholds that still keeps the given share of the correct answers. Both tighten together: each
 * alone loses the same share of them, found by bisection, so that neither kind of doubt is paid for with the other.
 * @param keep share of correct answers to keep, e.g. 0.9
 */
export function chooseThresholds(answers: readonly HeldOutAnswer[], keep: number): Thresholds {
	const correct = answers.filter((answer) => answer.correct);
	if (correct.length === 0) return { confidence: 0, unknown: Number.POSITIVE_INFINITY };
	const confidences = correct.map(({ confidence }) => confidence).sort((a, b) => a - b);
	const unknowns = correct.map(({ unknownScore }) => unknownScore).sort((a, b) => b - a);
	const at = (lost: number): Thresholds => ({ confidence: confidences[lost], unknown: unknowns[lost] });

	let [kept, tooStrict] = [0, correct.length];
	while (tooStrict - kept > 1) {
		const middle = (kept + tooStrict) >> 1;
		const answered = correct.filter((answer) => isAnswered(answer, at(middle))).length;
		if (answered >= keep * correct.length) kept = middle;
		else tooStrict = middle;
	}
	return at(kept);
}

export function isAnswered(
	{ confidence, unknownScore }: Pick<HeldOutAnswer, 'confidence' | 'unknownScore'>,
	thresholds: Thresholds,
): boolean {
	return confidence >= thresholds.confidence && unknownScore <= thresholds.unknown;
}
