/** What labels are called, by label and language: `{ crow: { ja: 'カラス' } }`. A label's name itself stays what it is known by. */
export type LabelNames = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One label and its probability, 0 to 1. */
export interface LabelConfidence {
	readonly label: string;
	readonly confidence: number;
}

/**
 * What is said of a photo. `sure`: the first label is the answer. `unknown`: it is more likely none of the labels than any.
 * `unsure`: one of the labels, but no one of them is likely enough.
 */
export type Verdict = 'sure' | 'unsure' | 'unknown';

/** What a model version makes of one photo. */
export interface Prediction {
	readonly verdict: Verdict;
	/** Every label of the model, most confident first; the confidences and the unknown score sum to 1. */
	readonly ranking: readonly LabelConfidence[];
	/** Probability that it is of none of the labels; see `familiarity.ts`. */
	readonly unknownScore: number;
	/** `classifier/version` of the model that made it. */
	readonly model: string;
	/** What the labels are called in other languages. */
	readonly names?: LabelNames;
}

/** What each label would have if the photo had to be one of them: confidences that sum to 1. */
export function ifItHadToBeOne(ranking: readonly LabelConfidence[]): readonly LabelConfidence[] {
	const sum = ranking.reduce((total, { confidence }) => total + confidence, 0);
	return sum > 0
		? ranking.map(({ label, confidence }) => ({ label, confidence: confidence / sum }))
		: ranking;
}
