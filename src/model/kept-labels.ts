import type { Prediction } from './prediction.ts';

/**
 * What is said of a photo where a model answers and an earlier one goes on answering for labels that it does not know. The
 * one to which the photo is more familiar answers, by unknown score; the earlier one only with a label that it was kept for.
 */
export function withKeptLabels(own: Prediction, earlier: Prediction, kept: ReadonlySet<string>): Prediction {
	const [best] = earlier.ranking;
	const isKept = best !== undefined && kept.has(best.label);
	return isKept && earlier.unknownScore < own.unknownScore ? earlier : own;
}
