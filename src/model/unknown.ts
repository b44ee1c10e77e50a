import type { Gemm } from './linear-algebra/gemm.ts';
import { type Matrix, row, stackRows } from './linear-algebra/matrix.ts';

/** Neighbours averaged: few enough for labels of a dozen photos, enough that one odd photo decides nothing. */
const NEIGHBOURS = 5;

/**
 * Training photos that a new photo is held against, sharpened (see `sharpen`), in eight bits a number: a quarter of the
 * memory, and a cosine that moves by less than 0.002.
 */
export interface References {
	readonly count: number;
	readonly dimension: number;
	/** Sizes of the unit vectors an embedding is made of; they sum to `dimension`. */
	readonly parts: readonly number[];
	/** Index of each reference's label. */
	readonly labels: Int32Array<ArrayBuffer>;
	/** count x dimension, each row `vector / scale` rounded. */
	readonly quantised: Int8Array<ArrayBuffer>;
	/** Step of each row. */
	readonly scale: Float32Array<ArrayBuffer>;
}

/**
 * An embedding with its strong activations made to count for more: every component squared, its sign kept, and each
 * part brought back to unit length. Two photos are then alike when the same few things stand out in both; the many
 * weak activations that any two photos share weigh less. Neighbours told unknown photos from known ones better so,
 * on flowers as on animals.
 */
export function sharpen(embedding: Float32Array, parts: readonly number[]): Float32Array<ArrayBuffer> {
	const sharpened = embedding.map((value) => value * Math.abs(value));
	let start = 0;
	for (const size of parts) {
		const part = sharpened.subarray(start, start + size);
		const length = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0)) || 1;
		for (let d = 0; d < size; d++) part[d] /= length;
		start += size;
	}
	return sharpened;
}

/** Packs embeddings (photos x dimension) with the index of each one's label. */
export function packReferences(
	embeddings: Matrix,
	labels: ArrayLike<number>,
	parts: readonly number[],
): References {
	const { rows, columns } = embeddings;
	const quantised = new Int8Array(rows * columns);
	const scale = new Float32Array(rows);
	for (let n = 0; n < rows; n++) {
		const vector = quantise(sharpen(row(embeddings, n), parts));
		scale[n] = vector.scale;
		quantised.set(vector.steps, n * columns);
	}
	return { count: rows, dimension: columns, parts, labels: Int32Array.from(labels), quantised, scale };
}

/**
 * How unlike the photos of the label it was judged to be an embedding is: one minus the mean cosine similarity to the
 * nearest of them (kNN on frozen embeddings, after Sun et al. 2022, arXiv 2204.06507). 0 means seen before, 1 means
 * nothing in common. Only photos of that label count: what is unknown often lies near some photo, seldom near
 * those of the label that the head takes it for.
 */
export function unknownScore(references: References, embedding: Float32Array, label: number): number {
	const { count, dimension, parts, labels, quantised, scale } = references;
	const query = quantise(sharpen(embedding, parts));
	const similarities: number[] = [];
	for (let n = 0; n < count; n++) {
		if (labels[n] !== label) continue;
		const product = dotProduct(query.steps, quantised.subarray(n * dimension, (n + 1) * dimension));
		similarities.push((product * query.scale * scale[n]) / parts.length);
	}
	return scoreOf(similarities);
}

export interface FoldedPhotos {
	/** photos x dimension */
	readonly embeddings: Matrix;
	readonly parts: readonly number[];
	readonly labels: ArrayLike<number>;
	readonly folds: ArrayLike<number>;
}

/**
 * Scores training photos as if they were new: photo `n`, judged to be `label`, against the photos of that label outside
 * its own fold.
 */
export async function outOfFoldScorer(
	gemm: Gemm,
	{ embeddings, parts, labels, folds }: FoldedPhotos,
): Promise<(n: number, label: number) => number> {
	const sharpened = stackRows(Array.from(labels, (_, n) => sharpen(row(embeddings, n), parts)));
	const products = await gemm(sharpened, sharpened, { transposeB: true });
	return (n, label) => {
		const others = row(products, n).filter((_, m) => folds[m] !== folds[n] && labels[m] === label);
		return scoreOf(Array.from(others, (product) => product / parts.length));
	};
}

/** A vector as whole steps of its largest component's 127th part. */
function quantise(vector: Float32Array): { readonly steps: Int8Array; readonly scale: number } {
	const scale = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127 || 1;
	const steps = new Int8Array(vector.length);
	for (let d = 0; d < steps.length; d++) steps[d] = Math.round(vector[d] / scale);
	return { steps, scale };
}

/**
 * In whole numbers, which cannot overflow below 130,000 components, and in four sums, which a processor adds up side by
 * side: twice as fast as one sum of fractions.
 */
function dotProduct(a: Int8Array, b: Int8Array): number {
	let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
	const whole = a.length & ~3;
	for (let d = 0; d < whole; d += 4) {
		sum0 = (sum0 + Math.imul(a[d], b[d])) | 0;
		sum1 = (sum1 + Math.imul(a[d + 1], b[d + 1])) | 0;
		sum2 = (sum2 + Math.imul(a[d + 2], b[d + 2])) | 0;
		sum3 = (sum3 + Math.imul(a[d + 3], b[d + 3])) | 0;
	}
	for (let d = whole; d < a.length; d++) sum0 += a[d] * b[d];
	return sum0 + sum1 + sum2 + sum3;
}

function scoreOf(similarities: number[]): number {
	const largest = similarities.sort((a, b) => b - a).slice(0, NEIGHBOURS);
	return 1 - largest.reduce((sum, value) => sum + value, 0) / Math.max(1, largest.length);
}
