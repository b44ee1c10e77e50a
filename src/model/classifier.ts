import { type Head, headLogits } from './head.ts';
import type { Prediction, Verdict } from './prediction.ts';
import type { References } from './references.ts';
import { softmax } from './softmax.ts';
import { isAnswered, type Thresholds } from './thresholds.ts';
import { unknownScore } from './unknown.ts';

/** Everything a model version adds to a backbone. */
export interface Classifier {
	readonly labels: readonly string[];
	readonly head: Head;
	readonly temperature: number;
	readonly thresholds: Thresholds;
	readonly references: References;
}

/** Classifies one embedding: calibrated probabilities, best first, and whether they are worth an answer. */
export function classify(classifier: Classifier, embedding: Float32Array): Omit<Prediction, 'model'> {
	const { labels, head, temperature, thresholds, references } = classifier;
	const probabilities = softmax(headLogits(head, embedding), temperature);
	const ranking = labels
		.map((label, k) => ({ label, confidence: probabilities[k] }))
		.sort((a, b) => b.confidence - a.confidence);
	const score = unknownScore(references, embedding, labels.indexOf(ranking[0].label));
	return { verdict: verdictOf(ranking[0].confidence, score, thresholds), ranking, unknownScore: score };
}

function verdictOf(confidence: number, score: number, thresholds: Thresholds): Verdict {
	if (score > thresholds.unknown) return 'unknown';
	return isAnswered({ confidence, unknownScore: score }, thresholds) ? 'sure' : 'unsure';
}
