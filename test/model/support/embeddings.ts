import { seededRandom } from '../../../src/dataset/random.ts';

/** Sizes of the unit vectors that embeddings here are made of. */
export const PARTS = [200, 300];

const random = seededRandom(1);

/** An embedding as a backbone gives it, of a picture like no other. */
export function strangeEmbedding(): Float32Array<ArrayBuffer> {
	return unitParts(Array.from({ length: PARTS[0] + PARTS[1] }, () => random() ** 4));
}

/** Photos of one label: its own pattern, with some noise. */
export function photosOfLabel(count: number): Float32Array<ArrayBuffer>[] {
	const pattern = strangeEmbedding();
	return Array.from({ length: count }, () =>
		unitParts(Array.from(pattern, (value) => value + 0.05 * random())),
	);
}

/** No negative numbers, each part of length 1. */
function unitParts(numbers: number[]): Float32Array<ArrayBuffer> {
	let start = 0;
	for (const size of PARTS) {
		const length = Math.hypot(...numbers.slice(start, start + size));
		for (let d = start; d < start + size; d++) numbers[d] /= length;
		start += size;
	}
	return Float32Array.from(numbers);
}
