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

	it('are told by hashes that differ in up to six bits, wherever those lie', () => {
		const flipped = (bits: bigint) => [...groupPhotos([hashed(ONES, 'a'), hashed(ONES ^ bits, 'b')])];
		const low = 0b1n;
		const high = 1n << 32n;
		expect(flipped(0b111_111n * low)).toEqual([0, 0]);
		expect(flipped(0b111_111n * high)).toEqual([0, 0]);
		expect(flipped((0b111n * low) | (0b111n * high))).toEqual([0, 0]);
		expect(flipped(0b1_111_111n * low)).toEqual([0, 1]);
		expect(flipped(0b1_111_111n * high)).toEqual([0, 1]);
		expect(flipped((0b1_111n * low) | (0b111n * high))).toEqual([0, 1]);
	});

	it('lead to one another: a copy of a copy belongs to the first', () => {
		// Steps of five bits: each within reach of the next, the first and the last ten apart.
		const [first, second, third] = [ONES, ONES >> 5n, ONES >> 10n];
		expect([...groupPhotos([hashed(first), hashed(third), hashed(0n), hashed(second)])]).toEqual([
			0, 0, 2, 0,
		]);
	});
});

describe('photos of one series', () => {
	it('are gathered, and lead to one another', () => {
		const photo = (name: string, ...series: string[]) => ({ ...hashed(0n, name), series });
		const photos = [photo('a', 'album'), photo('b'), photo('c', 'walk', 'album'), photo('d', 'walk')];
		expect([...groupPhotos(photos)]).toEqual([0, 1, 0, 0]);
	});

	it('are told from a file of that name', () => {
		expect([...groupPhotos([{ ...hashed(0n, 'a'), series: ['b'] }, hashed(0n, 'b')])]).toEqual([0, 1]);
	});
});

it('photos are gathered by links that are given', () => {
	const photos = ['a', 'b', 'c', 'd'].map((name) => hashed(0n, name));
	expect([
		...groupPhotos(photos, [
			[3, 1],
			[1, 2],
		]),
	]).toEqual([0, 1, 1, 1]);
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

	it('are told from plain ones by more than six bits', () => {
		const twice = (hash: bigint) => [...groupPhotos([hashed(hash, 'a'), hashed(hash, 'b')])];
		expect(twice(0b111_111n)).toEqual([0, 1]);
		expect(twice(0b1_111_111n)).toEqual([0, 0]);
	});

	it('are no groups when there are none', () => {
		expect([...groupPhotos([])]).toEqual([]);
	});
});
