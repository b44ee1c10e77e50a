import type { ExaminedPhoto, PhotoCheck, PhotoFinding } from './issue.ts';
import { samePicture } from './same-picture.ts';
import { byGroup } from './split.ts';

/**
 * Copies of one picture under one label, which count as many photos and teach as one. All but the best copy are
 * found: one that a person kept, else the largest.
 */
export const nearDuplicate: PhotoCheck = {
	issue: 'near-duplicate',
	find({ photos }) {
		return byGroup(photos).flatMap((members) => {
			const originals: number[] = [];
			const found: PhotoFinding[] = [];
			for (const photo of members.toSorted((a, b) => compareWorth(photos[b], photos[a]) || a - b)) {
				const copy = findOriginal(photo, originals, photos);
				if (copy) found.push({ issue: 'near-duplicate', photo, ...copy });
				else originals.push(photo);
			}
			return found;
		});
	},
};

function findOriginal(
	photo: number,
	originals: readonly number[],
	photos: readonly ExaminedPhoto[],
): Pick<PhotoFinding, 'score' | 'twin'> | undefined {
	for (const twin of originals) {
		const score =
			photos[twin].label === photos[photo].label ? samePicture(photos[twin], photos[photo]) : undefined;
		if (score !== undefined) return { score, twin };
	}
	return undefined;
}

function compareWorth(a: ExaminedPhoto, b: ExaminedPhoto): number {
	return Number(a.isKept) - Number(b.isKept) || a.width * a.height - b.width * b.height;
}
