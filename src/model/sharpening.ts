/**
 * An embedding with its strong activations made to count for more: every component squared, its sign kept, and each
 * part brought back to unit length. Two photos are then alike when the same few things stand out in both; the many
 * weak activations that any two photos share weigh less. Neighbours told unknown photos from known ones better so,
 * on flowers as on animals.
 * @param parts sizes of the unit vectors an embedding is made of
 */
export function sharpen(embedding: Float32Array, parts: readonly number[]): Float32Array<ArrayBuffer> {
	const sharpened = embedding.map((value) => value * Math.abs(value));
	let start = 0;
	for (const size of parts) {
		const part = sharpened.subarray(start, start + size);
		let squares = 0;
		for (let d = 0; d < size; d++) squares += part[d] * part[d];
		const length = Math.sqrt(squares) || 1;
		for (let d = 0; d < size; d++) part[d] /= length;
		start += size;
	}
	return sharpened;
}
