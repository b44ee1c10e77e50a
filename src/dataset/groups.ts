import { bitCount, hammingDistance } from '../image/perceptual-hash.ts';
import { UnionFind } from './union-find.ts';

/** What tells that two files show one picture. */
export interface Fingerprint {
	/** SHA-256 of the file's bytes, hexadecimal. */
	readonly sha256: string;
	/** 64-bit difference hash of its pixels. */
	readonly perceptualHash: bigint;
}

export interface Groupable extends Fingerprint {
	/** Names of what it belongs to: an album, an observation. Photos that share one are of one group. */
	readonly series?: readonly string[];
}

/** Two photos, by index, that are of one group for a reason of their own. */
export type Link = readonly [number, number];

/** Differing bits up to which two difference hashes mean one picture: re-encoded or resized copies stay within. */
export const SAME_PICTURE_BITS = 6;

/**
 * Gathers photos that know of one another: the group (the index of its first member) of each, by equal bytes, near
 * perceptual hashes, shared series and the links given, transitively. What is of one group never lies on both sides
 * of a split: a head that learnt the one would be praised for knowing the other.
 */
export function groupPhotos(photos: readonly Groupable[], links: Iterable<Link> = []): Int32Array {
	const sets = new UnionFind(photos.length);
	joinByName(photos, sets);
	joinByLooks(photos, sets);
	for (const [a, b] of links) sets.union(a, b);
	return firstMembers(sets, photos.length);
}

function joinByName(photos: readonly Groupable[], sets: UnionFind): void {
	const firstOf = new Map<string, number>();
	for (const [index, { sha256, series = [] }] of photos.entries()) {
		for (const name of [`file ${sha256}`, ...series.map((name) => `series ${name}`)]) {
			const first = firstOf.get(name);
			if (first === undefined) firstOf.set(name, index);
			else sets.union(first, index);
		}
	}
}

/** Compares all with all, as halves of 32 bits: 10,000 photos take a fifth of a second. */
function joinByLooks(photos: readonly Groupable[], sets: UnionFind): void {
	const shown = [...photos.keys()].filter((index) => !isPlain(photos[index]));
	const highs = Int32Array.from(shown, (index) =>
		Number(BigInt.asIntN(32, photos[index].perceptualHash >> 32n)),
	);
	const lows = Int32Array.from(shown, (index) => Number(BigInt.asIntN(32, photos[index].perceptualHash)));
	for (let a = 0; a < shown.length; a++) {
		for (let b = a + 1; b < shown.length; b++) {
			const bits = bitCount(highs[a] ^ highs[b]);
			if (bits <= SAME_PICTURE_BITS && bits + bitCount(lows[a] ^ lows[b]) <= SAME_PICTURE_BITS)
				sets.union(shown[a], shown[b]);
		}
	}
}

/** The hash of a picture with hardly any contrast is near zero, like that of every other such picture. */
export function isPlain({ perceptualHash }: Fingerprint): boolean {
	return hammingDistance(perceptualHash, 0n) <= SAME_PICTURE_BITS;
}

function firstMembers(sets: UnionFind, count: number): Int32Array {
	const firstOfRoot = new Map<number, number>();
	return Int32Array.from({ length: count }, (_, index) => {
		const root = sets.find(index);
		const first = firstOfRoot.get(root) ?? index;
		firstOfRoot.set(root, first);
		return first;
	});
}
