import type { Gemm } from './linear-algebra/gemm.ts';
import { type Matrix, row } from './linear-algebra/matrix.ts';

/** Neighbours averaged: ten separated best of 5 to 10 on held-out labels, and few enough for labels of a dozen photos. */
const NEIGHBOURS = 10;

/**
 * Training embeddings that a new photo is held against, in eight bits a number: a quarter of the memory, and a cosine
 * that moves by less than 0.001.
 */
export interface References {
	readonly count: number;
	readonly dimension: number;
	/** count x dimension, each row `vector / scale` rounded. */
	readonly quantised: Int8Array<ArrayBuffer>;
	/** Step of each row. */
	readonly scale: Float32Array<ArrayBuffer>;
	/** What a dot product is divided by to be a cosine: the squared norm of an embedding, equal for all. */
	readonly squaredNorm: number;
}

/** Packs embeddings (photos x dimension), all of the same norm. */
export function packReferences(embeddings: Matrix): References {
	const { rows, columns } = embeddings;
	const quantised = new Int8Array(rows * columns);
	const scale = new Float32Array(rows);
	for (let n = 0; n < rows; n++) {
		const vector = row(embeddings, n);
		scale[n] = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127 || 1;
		for (let d = 0; d < columns; d++) quantised[n * columns + d] = Math.round(vector[d] / scale[n]);
	}
	return { count: rows, dimension: columns, quantised, scale, squaredNorm: squaredNorm(row(embeddings, 0)) };
}

/**
 * How unlike all reference photos an embedding is: one minus the mean cosine similarity to its nearest neighbours
 * (kNN on frozen embeddings: Sun et al. 2022, arXiv 2204.06507). 0 means seen before; unrelated photos score highest.
 */
export function unknownScore(references: References, embedding: Float32Array): number {
	const { count, dimension, quantised, scale } = references;
	const similarities = new Float64Array(count);
	for (let n = 0; n < count; n++) {
		let sum = 0;
		for (let d = 0, i = n * dimension; d < dimension; d++, i++) sum += quantised[i] * embedding[d];
		similarities[n] = (sum * scale[n]) / references.squaredNorm;
	}
	return 1 - meanOfLargest(similarities);
}

/** The score each photo gets from those outside its own fold: what `unknownScore` would say of it as a new photo. */
export async function outOfFoldUnknownScores(
	gemm: Gemm,
	embeddings: Matrix,
	folds: ArrayLike<number>,
): Promise<Float64Array> {
	const products = await gemm(embeddings, embeddings, { transposeB: true });
	const norm = squaredNorm(row(embeddings, 0));
	return Float64Array.from({ length: embeddings.rows }, (_, n) => {
		const others = row(products, n).filter((_, m) => folds[m] !== folds[n]);
		return 1 - meanOfLargest(Float64Array.from(others, (product) => product / norm));
	});
}

function meanOfLargest(values: Float64Array): number {
	const largest = values.sort().subarray(-NEIGHBOURS);
	return largest.reduce((sum, value) => sum + value, 0) / largest.length;
}

function squaredNorm(vector: Float32Array): number {
	return vector.reduce((sum, value) => sum + value * value, 0);
}
