/** When an answer is given: the best label's confidence at least `confidence`, and the unknown score at most `unknown`. */
export interface Thresholds {
	readonly confidence: number;
	readonly unknown: number;
}

/** How sure a model that was not trained on a photo is of it. */
export interface HeldOutAnswer {
	/** Of the best label, calibrated. */
	readonly confidence: number;
	readonly unknownScore: number;
}

/**
 * Of all pairs of thresholds that keep the given share of the correct answers, the one that turns away most of the
 * answers that should not be given. What one threshold spends of the share the other cannot; which of them earns more
 * depends on the labels, so the photos decide.
 * @param correct answers that were right
 * @param unwanted answers about photos of no label of the model
 * @param keep share of the correct answers to keep, e.g. 0.9
 */
export function chooseThresholds(
	correct: readonly HeldOutAnswer[],
	unwanted: readonly HeldOutAnswer[],
	keep: number,
): Thresholds {
	const kept = Math.ceil(keep * correct.length);
	if (kept === 0) return { confidence: 0, unknown: Number.MAX_VALUE };
	const byScore = correct.toSorted((a, b) => a.unknownScore - b.unknownScore);
	const confidences = byScore.slice(0, kept - 1).map(({ confidence }) => confidence);
	confidences.sort((a, b) => b - a);
	let best: Thresholds | undefined;
	let mostTurnedAway = -1;
	for (let within = kept; within <= byScore.length; within++) {
		const { confidence: next, unknownScore: unknown } = byScore[within - 1];
		insertDescending(confidences, next);
		const thresholds = { confidence: confidences[kept - 1], unknown };
		const turnedAway = unwanted.filter((answer) => !isAnswered(answer, thresholds)).length;
		if (turnedAway > mostTurnedAway) [best, mostTurnedAway] = [thresholds, turnedAway];
	}
	return best as Thresholds;
}

/** Sorting anew for each would take half a minute for thirty thousand photos. */
function insertDescending(sorted: number[], value: number): void {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle] >= value) low = middle + 1;
		else high = middle;
	}
	sorted.splice(low, 0, value);
}

export function isAnswered({ confidence, unknownScore }: HeldOutAnswer, thresholds: Thresholds): boolean {
	return confidence >= thresholds.confidence && unknownScore <= thresholds.unknown;
}
