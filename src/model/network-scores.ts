import { SCORE_UNIT } from './formats/onnx/cut-backbone.ts';
import type { Head } from './head.ts';
import { matrix } from './linear-algebra/matrix.ts';
import { softmax } from './softmax.ts';

/**
 * The head of a whole network: it reads what the network itself says of each class, which is the end of its embedding.
 * @param dimension of the embedding
 */
export function scoresHead(dimension: number, classes: number): Head {
	const weights = matrix(classes, dimension);
	for (let k = 0; k < classes; k++) weights.data[k * dimension + dimension - classes + k] = 1 / SCORE_UNIT;
	return { weights, bias: new Float32Array(classes) };
}

/** Whether a head reads what the network itself says, and nothing else. */
export function isScoresHead({ weights, bias }: Head): boolean {
	const { rows, columns, data } = weights;
	const wanted = scoresHead(columns, rows).weights.data;
	return bias.every((value) => value === 0) && data.every((weight, n) => weight === wanted[n]);
}

/** What a whole network says of each class by itself, from its embedding: probabilities that sum to 1. */
export function networkProbabilities(embedding: Float32Array, classes: number): Float32Array {
	const scores = Array.from(embedding.subarray(embedding.length - classes), (score) => score / SCORE_UNIT);
	return Float32Array.from(softmax(scores, 1));
}
