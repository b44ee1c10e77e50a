import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Fingerprint, groupPhotos } from '../../src/dataset/groups.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { perceptualHash } from '../../src/image/perceptual-hash.ts';
import { readPixels } from '../../src/image/read.ts';
import { drawPicture, KINDS } from '../support/pictures.ts';

async function fingerprint(bytes: Buffer): Promise<Fingerprint> {
	const pixels = await readPixels(bytes, { kind: 'squash', width: 224, height: 224 }, DEFAULT_IMAGE_LIMITS);
	return {
		sha256: createHash('sha256').update(bytes).digest('hex'),
		perceptualHash: perceptualHash(pixels),
	};
}

/** A file of its own whose perceptual hash is given. */
const hashed = (perceptualHash: bigint, sha256 = String(perceptualHash)): Fingerprint => ({
	sha256,
	perceptualHash,
});

const ONES = 0xffff_ffff_ffff_ffffn;

describe('copies of one picture', () => {
	it('are gathered under the first of them, whether resized, re-encoded or stretched', async () => {
		const original = await drawPicture('house', 1);
		const other = await drawPicture('house', 2);
		const copies = [
			sharp(original).resize(120, 120).jpeg({ quality: 60 }),
			sharp(original).webp({ quality: 50 }),
			sharp(original).resize(300, 180, { fit: 'fill' }).png(),
		].map((copy) => copy.toBuffer());
		const files = [other, original, ...(await Promise.all(copies))];
		const groups = groupPhotos(await Promise.all(files.map(fingerprint)));
		expect([...groups]).toEqual([0, 1, 1, 1, 1]);
	});

	it('are gathered by equal bytes, whatever their hash says', () => {
		expect([...groupPhotos([hashed(0n, 'same'), hashed(ONES, 'other'), hashed(ONES >> 9n, 'same')])]).toEqual(
			[0, 1, 0],
		);
	});

	it('lead to one another: a copy of a copy belongs to the first', () => {
		// Steps of five bits: each within reach of the next, the first and the last ten apart.
		const [first, second, third] = [ONES, ONES >> 5n, ONES >> 10n];
		expect([...groupPhotos([hashed(first), hashed(third), hashed(0n), hashed(second)])]).toEqual([
			0, 0, 2, 0,
		]);
	});
});

describe('different pictures', () => {
	it('stay apart', async () => {
		const pictures = KINDS.flatMap((kind) => [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => drawPicture(kind, seed)));
		const fingerprints = await Promise.all(pictures.map(async (picture) => fingerprint(await picture)));
		const groups = groupPhotos(fingerprints);
		expect([...groups]).toEqual(Array.from(groups.keys()));
	});

	it('stay apart, too, where they have no contrast that a hash could hold on to', async () => {
		const plain = ['red', 'blue', 'white'].map((background) =>
			sharp({ create: { width: 64, height: 64, channels: 3, background } })
				.png()
				.toBuffer(),
		);
		const fingerprints = await Promise.all(plain.map(async (picture) => fingerprint(await picture)));
		expect([...groupPhotos(fingerprints)]).toEqual([0, 1, 2]);
	});

	it('are no groups when there are none', () => {
		expect([...groupPhotos([])]).toEqual([]);
	});
});
