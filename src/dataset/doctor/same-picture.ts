import { hammingDistance } from '../../image/perceptual-hash.ts';
import { type Fingerprint, isPlain, SAME_PICTURE_BITS } from '../groups.ts';

/** Bits of a perceptual hash. */
const BITS = 64;

/** How much two files look like one picture: 1 for equal bytes or hashes; undefined where they are two pictures. */
export function samePicture(a: Fingerprint, b: Fingerprint): number | undefined {
	if (a.sha256 === b.sha256) return 1;
	if (isPlain(a) || isPlain(b)) return undefined;
	const bits = hammingDistance(a.perceptualHash, b.perceptualHash);
	return bits <= SAME_PICTURE_BITS ? 1 - bits / BITS : undefined;
}
