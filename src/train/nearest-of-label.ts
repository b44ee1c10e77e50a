import type { Gemm } from '../model/linear-algebra/gemm.ts';
import { stackRows } from '../model/linear-algebra/matrix.ts';
import type { TrainingPhoto } from './assemble-dataset.ts';

/** Photos compared at once, as in similar-photos. */
const BLOCK = 512;

/**
 * Cosine similarity of each photo to the nearest of its label that is not of its group: 0 (nothing in common, or there
 * is none) to 1.
 * @param parts how many unit vectors an embedding is made of
 */
export async function nearestOfLabel(
	gemm: Gemm,
	photos: readonly TrainingPhoto[],
	parts: number,
	onBlock?: () => void,
): Promise<Float32Array> {
	const nearest = new Float32Array(photos.length);
	for (const label of new Set(photos.map(({ labelIndex }) => labelIndex))) {
		const members = [...photos.keys()].filter((n) => photos[n].labelIndex === label);
		for (let first = 0; first < members.length; first += BLOCK) {
			const a = members.slice(first, first + BLOCK);
			for (let second = 0; second < members.length; second += BLOCK) {
				onBlock?.();
				const b = members.slice(second, second + BLOCK);
				const { data } = await gemm(embeddingsOf(photos, a), embeddingsOf(photos, b), { transposeB: true });
				for (const [i, n] of a.entries()) {
					for (const [j, other] of b.entries()) {
						if (photos[n].group === photos[other].group) continue;
						nearest[n] = Math.max(nearest[n], Math.min(1, data[i * b.length + j] / parts));
					}
				}
			}
		}
	}
	return nearest;
}

function embeddingsOf(photos: readonly TrainingPhoto[], indexes: readonly number[]) {
	return stackRows(indexes.map((n) => photos[n].embedding));
}
