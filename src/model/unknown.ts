import { sharpen } from './sharpening.ts';

/** Neighbours averaged: few enough for labels of a dozen photos, enough that one odd photo decides nothing. */
const NEIGHBOURS = 5;

/** Components kept of each reference. */
const KEPT_COMPONENTS = 64;

/**
 * Training photos that a new photo is held against. Of each sharpened embedding (see `sharpen`) only the strongest
 * components are kept, in eight bits each: sharpening gathers nearly all of a vector's length in them.
 */
export interface References {
	readonly count: number;
	/** Of the embeddings they were made of. */
	readonly dimension: number;
	/** Sizes of the unit vectors an embedding is made of; they sum to `dimension`. */
	readonly parts: readonly number[];
	/** Index of each reference's label. */
	readonly labels: Int32Array<ArrayBuffer>;
	/** Index of each reference's photo in the dataset. */
	readonly photos: Int32Array<ArrayBuffer>;
	/** Components kept of each. */
	readonly kept: number;
	/** count x kept: which components, ascending. */
	readonly components: Uint16Array<ArrayBuffer>;
	/** count x kept, each row `vector / scale` rounded. */
	readonly values: Int8Array<ArrayBuffer>;
	/** Step of each row, such that a reference is as similar to its own photo as can be: 1. */
	readonly scale: Float32Array<ArrayBuffer>;
}

export interface ReferencePhoto {
	readonly embedding: Float32Array;
	readonly label: number;
	/** Index of the photo in the dataset. */
	readonly photo: number;
}

/** Packs embeddings, all of the given parts. */
export function packReferences(photos: readonly ReferencePhoto[], parts: readonly number[]): References {
	const dimension = parts.reduce((sum, size) => sum + size, 0);
	const kept = Math.min(KEPT_COMPONENTS, dimension);
	const components = new Uint16Array(photos.length * kept);
	const values = new Int8Array(photos.length * kept);
	const scale = new Float32Array(photos.length);
	for (const [n, { embedding }] of photos.entries()) {
		const sharpened = sharpen(embedding, parts);
		const strongest = strongestComponents(sharpened, kept);
		const step = Math.abs(sharpened[strongest.largest]) / 127 || 1;
		let own = 0;
		for (const [position, component] of strongest.components.entries()) {
			const value = Math.round(sharpened[component] / step);
			components[n * kept + position] = component;
			values[n * kept + position] = value;
			own += value * sharpened[component];
		}
		scale[n] = own > 0 ? parts.length / own : 0;
	}
	return {
		count: photos.length,
		dimension,
		parts,
		labels: Int32Array.from(photos, ({ label }) => label),
		photos: Int32Array.from(photos, ({ photo }) => photo),
		kept,
		components,
		values,
		scale,
	};
}

/**
 * How unlike the photos of the label it was judged to be an embedding is: one minus the mean similarity to the nearest
 * of them (kNN on frozen embeddings, after Sun et al. 2022, arXiv 2204.06507). 0 means seen before, 1 means nothing in
 * common. Only photos of that label count: what is unknown often lies near some photo, seldom near those of the label
 * that the head takes it for.
 */
export function unknownScore(references: References, embedding: Float32Array, label: number): number {
	return scoreAmong(references, sharpen(embedding, references.parts), (n) => references.labels[n] === label);
}

export interface FoldedPhotos {
	readonly references: References;
	/** Fold of each reference's photo. */
	readonly folds: ArrayLike<number>;
}

/**
 * Scores a photo of fold `fold` as if it were new: judged to be `label`, against the references of that label outside
 * its own fold. The very function that serves, but for what it leaves out.
 */
export function outOfFoldScore(
	{ references, folds }: FoldedPhotos,
	embedding: Float32Array,
	label: number,
	fold: number,
): number {
	const { labels, parts } = references;
	return scoreAmong(references, sharpen(embedding, parts), (n) => labels[n] === label && folds[n] !== fold);
}

export interface Neighbour {
	/** Index of the photo in the dataset. */
	readonly photo: number;
	/** 1 for the photo itself, 0 for nothing in common. */
	readonly similarity: number;
}

/** The training photos most like an embedding, of one label or of all, the most alike first. */
export function nearestReferences(
	references: References,
	embedding: Float32Array,
	{ label, count }: { readonly label?: number; readonly count: number },
): Neighbour[] {
	const query = sharpen(embedding, references.parts);
	const found: Neighbour[] = [];
	for (let n = 0; n < references.count; n++) {
		if (label !== undefined && references.labels[n] !== label) continue;
		found.push({ photo: references.photos[n], similarity: similarity(references, n, query) });
	}
	return found.sort((a, b) => b.similarity - a.similarity).slice(0, count);
}

/** A reference as a vector again: what its embedding was, sharpened, but for the weak components. */
export function referenceVector(
	{ dimension, kept, components, values, scale }: References,
	index: number,
): Float32Array<ArrayBuffer> {
	const vector = new Float32Array(dimension);
	for (let i = index * kept; i < (index + 1) * kept; i++) vector[components[i]] = values[i] * scale[index];
	return vector;
}

function scoreAmong(
	references: References,
	query: Float32Array,
	counts: (reference: number) => boolean,
): number {
	const similarities: number[] = [];
	for (let n = 0; n < references.count; n++)
		if (counts(n)) similarities.push(similarity(references, n, query));
	const largest = similarities.sort((a, b) => b - a).slice(0, NEIGHBOURS);
	return 1 - largest.reduce((sum, value) => sum + value, 0) / Math.max(1, largest.length);
}

/** Of a sharpened vector to reference `n`. */
function similarity(
	{ kept, components, values, scale, parts }: References,
	n: number,
	query: Float32Array,
): number {
	let product = 0;
	for (let i = n * kept; i < (n + 1) * kept; i++) product += values[i] * query[components[i]];
	return (product * scale[n]) / parts.length;
}

/** Equal ones by their place, so that the choice is the same everywhere. */
function strongestComponents(
	vector: Float32Array,
	kept: number,
): { readonly components: Uint16Array; readonly largest: number } {
	const order = Uint16Array.from(vector.keys()).sort(
		(a, b) => Math.abs(vector[b]) - Math.abs(vector[a]) || a - b,
	);
	return { components: order.slice(0, kept).sort(), largest: order[0] };
}
