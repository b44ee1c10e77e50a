import { DRAWN_LABELS, drawPhoto, type Flaw, planPhoto } from 'photo-services';
import { beforeAll, describe, expect, it } from 'vitest';
import { groupPhotos } from '../../src/dataset/groups.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { hammingDistance, perceptualHash } from '../../src/image/perceptual-hash.ts';
import type { Pixels } from '../../src/image/pixels.ts';
import { readPixels } from '../../src/image/read.ts';

const PHOTOS = 12;

async function pixelsOf(label: string, index: number, flawed = false): Promise<Pixels> {
	const bytes = await drawPhoto(planPhoto(label, index, flawed));
	// Decoded as the crawler does, in the same process: nothing of the drawing needs the loaders that are blocked.
	return readPixels(bytes, { kind: 'within', side: 512 }, DEFAULT_IMAGE_LIMITS);
}

/** The first photo of any label that has a flaw. */
function planOf(flaw: Flaw) {
	for (let index = 1; index < 1_000; index++) {
		for (const label of DRAWN_LABELS) {
			const plan = planPhoto(label, index, true);
			if (plan.flaw === flaw) return plan;
		}
	}
	throw new Error(`no photo is ${flaw}`);
}

async function hashOf(label: string, index: number, flawed = false): Promise<bigint> {
	return perceptualHash(await pixelsOf(label, index, flawed));
}

describe('drawn photos', () => {
	let photos: { readonly label: string; readonly pixels: Pixels; readonly hash: bigint }[];
	beforeAll(async () => {
		photos = [];
		for (const label of DRAWN_LABELS) {
			for (let index = 0; index < PHOTOS; index++) {
				const pixels = await pixelsOf(label, index);
				photos.push({ label, pixels, hash: perceptualHash(pixels) });
			}
		}
	});

	it('are of eight labels', () => {
		expect(DRAWN_LABELS).toEqual(['apple', 'boar', 'cat', 'crow', 'monkey', 'mushroom', 'sailboat', 'tree']);
	});

	it('are none a copy of another', () => {
		const fingerprints = photos.map(({ hash }, n) => ({ sha256: String(n), perceptualHash: hash }));
		expect(new Set(groupPhotos(fingerprints)).size).toBe(photos.length);
	});

	it('are large enough, and not flat', () => {
		for (const { pixels } of photos) {
			expect(Math.min(pixels.width, pixels.height)).toBeGreaterThanOrEqual(250);
			const mean = pixels.data.reduce((sum, value) => sum + value, 0) / pixels.data.length;
			const variance = pixels.data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.data.length;
			expect(Math.sqrt(variance)).toBeGreaterThan(12);
		}
	});

	it('are the same bytes each time', async () => {
		const plan = planPhoto('crow', 3, true);
		expect(await drawPhoto(plan)).toEqual(await drawPhoto(plan));
	});
});

describe('flaws', () => {
	it('are in about one photo of seven', () => {
		const plans = DRAWN_LABELS.flatMap((label) =>
			Array.from({ length: 250 }, (_, index) => planPhoto(label, index, true)),
		);
		const share = plans.filter(({ flaw }) => flaw !== undefined).length / plans.length;
		expect(share).toBeGreaterThan(0.1);
		expect(share).toBeLessThan(0.18);
	});

	it('are repeats that a perceptual hash tells', async () => {
		const { label, index } = planOf('repeat');
		const distance = hammingDistance(await hashOf(label, index, true), await hashOf(label, index - 1));
		expect(distance).toBeLessThanOrEqual(6);
	});

	it('are icons, strips and empty pictures', async () => {
		const tiny = planOf('tiny');
		expect(Math.max(tiny.size.width, tiny.size.height)).toBeLessThan(150);
		const banner = planOf('banner');
		expect(banner.size.width / banner.size.height).toBeGreaterThan(3);
		const flat = planOf('flat');
		const { data } = await pixelsOf(flat.label, flat.index, true);
		expect(data.every((value) => Math.abs(value - data[0]) < 8)).toBe(true);
	});

	it('are other things under the name', async () => {
		const { label, index } = planOf('wrong');
		const distance = hammingDistance(await hashOf(label, index, true), await hashOf(label, index));
		expect(distance).toBeGreaterThan(6);
	});
});
