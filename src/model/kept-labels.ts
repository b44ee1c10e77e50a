import type { Prediction } from './prediction.ts';

/** By how much more familiar, in log-odds, a photo must be to an earlier model for each label that it was kept for. */
export type KeptLabels = ReadonlyMap<string, number>;

/**
 * What is said of a photo where a model answers and an earlier one goes on answering for labels that it does not know. The
 * one to which the photo is more familiar answers, by unknown score; the earlier one only with a label that it was kept
 * for, and where that is alike to the model's own, only if the photo is more familiar to it by that label's margin.
 */
export function withKeptLabels(own: Prediction, earlier: Prediction, kept: KeptLabels): Prediction {
	const [best] = earlier.ranking;
	const margin = best && kept.get(best.label);
	if (margin === undefined) return own;
	// A model that was made without photos finds nothing unknown: that says nothing of this one.
	if (earlier.unknownScore === 0) return own.verdict === 'unknown' ? earlier : own;
	return familiarityOdds(earlier) > familiarityOdds(own) + margin ? earlier : own;
}

/** Keeps scores of exactly 0 or 1 comparable. */
const LEAST = 1e-9;

/** Log-odds that a photo shows any of a model's labels. */
export function familiarityOdds({ unknownScore }: Pick<Prediction, 'unknownScore'>): number {
	const unknown = Math.min(1 - LEAST, Math.max(LEAST, unknownScore));
	return Math.log((1 - unknown) / unknown);
}
