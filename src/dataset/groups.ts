import { hammingDistance } from '../image/perceptual-hash.ts';
import { UnionFind } from './union-find.ts';

/** What tells that two files show one picture. */
export interface Fingerprint {
	/** SHA-256 of the file's bytes, hexadecimal. */
	readonly sha256: string;
	/** 64-bit difference hash of its pixels. */
	readonly perceptualHash: bigint;
}

/** Differing bits up to which two difference hashes mean one picture: re-encoded or resized copies stay within. */
const SAME_PICTURE_BITS = 6;

/**
 * Gathers copies of one picture: the group (the index of its first member) of each photo, by equal bytes or near
 * perceptual hashes, transitively.
 */
export function groupDuplicates(photos: readonly Fingerprint[]): Int32Array {
	const sets = new UnionFind(photos.length);
	const plain = photos.map(isPlain);
	for (let a = 0; a < photos.length; a++) {
		for (let b = a + 1; b < photos.length; b++) {
			const same =
				photos[a].sha256 === photos[b].sha256 ||
				(!plain[a] &&
					!plain[b] &&
					hammingDistance(photos[a].perceptualHash, photos[b].perceptualHash) <= SAME_PICTURE_BITS);
			if (same) sets.union(a, b);
		}
	}
	const firstOfRoot = new Map<number, number>();
	return Int32Array.from(photos, (_, index) => {
		const root = sets.find(index);
		const first = firstOfRoot.get(root) ?? index;
		firstOfRoot.set(root, first);
		return first;
	});
}

/** The hash of a picture with hardly any contrast is near zero, like that of every other such picture. */
function isPlain({ perceptualHash }: Fingerprint): boolean {
	return hammingDistance(perceptualHash, 0n) <= SAME_PICTURE_BITS;
}
