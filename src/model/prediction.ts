/** One label and its calibrated probability, 0 to 1. */
export interface LabelConfidence {
	readonly label: string;
	readonly confidence: number;
}

/**
 * What is said of a photo. `sure`: the first label is the answer. `unsure`: it looks like one of the labels, but
 * the best one falls short of the threshold. `unknown`: it resembles nothing the model was trained on.
 */
export type Verdict = 'sure' | 'unsure' | 'unknown';

/** What a model version makes of one photo. */
export interface Prediction {
	readonly verdict: Verdict;
	/** Every label of the model, most confident first; the confidences sum to 1. */
	readonly ranking: readonly LabelConfidence[];
	/** How unlike the training photos it is, about 0 to 2; see `unknown.ts`. */
	readonly unknownScore: number;
	/** `classifier/version` of the model that made it. */
	readonly model: string;
}
