import { type Familiarity, knownProbability } from './familiarity.ts';
import { type Head, headLogits } from './head.ts';
import { labelSimilarity } from './label-similarity.ts';
import type { Prediction, Verdict } from './prediction.ts';
import type { References } from './references.ts';
import { softmax } from './softmax.ts';
import { indexOfLargest } from './statistics/index-of-largest.ts';

/** Everything a model version adds to a backbone. */
export interface Classifier {
	readonly labels: readonly string[];
	readonly head: Head;
	readonly temperature: number;
	/** Null for a network without photos: nothing tells which photos show none of its labels. */
	readonly familiarity: Familiarity | null;
	/** Confidence from which the best label is the answer. */
	readonly threshold: number;
	readonly references: References;
}

/** Judges one embedding: calibrated probabilities, best first, and whether they are worth an answer. */
export function classify(classifier: Classifier, embedding: Float32Array): Omit<Prediction, 'model'> {
	const { labels, head, temperature, familiarity, threshold, references } = classifier;
	const probabilities = softmax(headLogits(head, embedding), temperature);
	const similarity = labelSimilarity(references, embedding, indexOfLargest(probabilities));
	const known = knownProbability(familiarity, similarity);
	const ranking = labels
		.map((label, k) => ({ label, confidence: known * probabilities[k] }))
		.sort((a, b) => b.confidence - a.confidence);
	const unknownScore = 1 - known;
	return { verdict: verdictOf(ranking[0].confidence, unknownScore, threshold), ranking, unknownScore };
}

function verdictOf(confidence: number, unknownScore: number, threshold: number): Verdict {
	if (confidence >= threshold) return 'sure';
	return unknownScore > 0.5 ? 'unknown' : 'unsure';
}
