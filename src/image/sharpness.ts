import type { Pixels } from './pixels.ts';

/**
 * Variance of the Laplacian of luma, in squared luma steps (of 255): a few for a blurred picture, hundreds to thousands
 * for a sharp one (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000). It depends on the size of
 * the picture, so compare pictures of one size only.
 */
export function sharpness({ data, width, height }: Pixels): number {
	const luma = new Float64Array(width * height);
	// Rec. 601, the weights JPEG itself uses.
	for (let pixel = 0, at = 0; pixel < luma.length; pixel++, at += 3)
		luma[pixel] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
	let count = 0;
	let sum = 0;
	let squares = 0;
	for (let row = 1; row < height - 1; row++) {
		for (let column = 1; column < width - 1; column++) {
			const at = row * width + column;
			const laplacian = luma[at - width] + luma[at - 1] + luma[at + 1] + luma[at + width] - 4 * luma[at];
			count += 1;
			sum += laplacian;
			squares += laplacian * laplacian;
		}
	}
	if (count === 0) return 0;
	const mean = sum / count;
	return Math.max(0, squares / count - mean * mean);
}
