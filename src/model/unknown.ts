import { type References, similarities } from './references.ts';

/**
 * Neighbours averaged: few enough for labels of a dozen photos, enough that one odd photo decides nothing. Three were as
 * good as five on animals and better on flowers, a label left out at a time.
 */
const NEIGHBOURS = 3;

/**
 * How unlike the photos of the label it was judged to be an embedding is: one minus the mean similarity to the nearest
 * of them (kNN on frozen embeddings, after Sun et al. 2022, arXiv 2204.06507). About 0
 * means seen before, 1 nothing in common, 2 the opposite, give or take what packing references costs. Only photos of that label count: what is unknown often lies near some photo, seldom near those of the label
 * that the head takes it for.
 */
export function unknownScore(references: References, embedding: Float32Array, label: number): number {
	const nearest = similarities(references, embedding, label)
		.map(({ similarity }) => similarity)
		.sort((a, b) => b - a)
		.slice(0, NEIGHBOURS);
	// Of a label without photos nothing can be told.
	if (nearest.length === 0) return 0;
	return 1 - nearest.reduce((sum, similarity) => sum + similarity, 0) / nearest.length;
}
