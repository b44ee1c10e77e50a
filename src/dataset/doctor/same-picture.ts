import { hammingDistance } from '../../image/perceptual-hash.ts';
import { type Fingerprint, isPlain, SAME_PICTURE_BITS } from '../groups.ts';
import type { ExaminedPhoto, PhotoCheck, PhotoFinding } from './issue.ts';
import { byGroup } from './split.ts';

/** One picture under two labels: at least one of them is wrong, so both are found, but for what a person kept. */
export const crossLabel: PhotoCheck = {
	issue: 'cross-label',
	find({ photos }) {
		return byGroup(photos).flatMap((members) =>
			members.flatMap((photo): PhotoFinding[] => {
				if (photos[photo].isKept) return [];
				for (const twin of members) {
					if (photos[twin].label === photos[photo].label) continue;
					const score = samePicture(photos[photo], photos[twin]);
					if (score !== undefined)
						return [{ issue: 'cross-label', photo, score, suggestion: photos[twin].label, twin }];
				}
				return [];
			}),
		);
	},
};

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

/** Bits of a perceptual hash. */
const BITS = 64;

/** How much two files look like one picture: 1 for equal bytes or hashes; undefined where they are two pictures. */
export function samePicture(a: Fingerprint, b: Fingerprint): number | undefined {
	if (a.sha256 === b.sha256) return 1;
	if (isPlain(a) || isPlain(b)) return undefined;
	const bits = hammingDistance(a.perceptualHash, b.perceptualHash);
	return bits <= SAME_PICTURE_BITS ? 1 - bits / BITS : undefined;
}
