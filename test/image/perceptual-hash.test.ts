import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { hammingDistance, perceptualHash } from '../../src/image/perceptual-hash.ts';
import type { Pixels } from '../../src/image/pixels.ts';
import { readPixels } from '../../src/image/read.ts';
import { scene } from './hostile/pictures.ts';

/** A picture of 9 x 8 grey values, each repeated `scale` times both ways. */
function grey(value: (column: number, row: number) => number, scale = 1): Pixels {
	const width = 9 * scale;
	const height = 8 * scale;
	const data = new Uint8Array(width * height * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			data.fill(
				value(Math.floor(x / scale), Math.floor(y / scale)),
				(y * width + x) * 3,
				(y * width + x + 1) * 3,
			);
		}
	}
	return { data, width, height };
}

const hashOf = async (bytes: Uint8Array) =>
	perceptualHash(await readPixels(bytes, { kind: 'squash', width: 224, height: 224 }, DEFAULT_IMAGE_LIMITS));

describe('perceptual hash', () => {
	it('has a bit for each cell brighter than its left neighbour, the first on top', () => {
		expect(perceptualHash(grey((column) => column * 20))).toBe(0xffff_ffff_ffff_ffffn);
		expect(perceptualHash(grey((column) => 200 - column * 20))).toBe(0n);
		expect(perceptualHash(grey((column, row) => (row === 0 && column === 1 ? 90 : 60)))).toBe(1n << 63n);
		expect(perceptualHash(grey((column, row) => (row === 7 && column === 8 ? 90 : 60)))).toBe(1n);
		expect(perceptualHash(grey((column, row) => (row === 4 && column === 1 ? 90 : 60)))).toBe(1n << 31n);
	});

	it('weighs colours as the eye does', () => {
		const halves = grey(() => 0);
		// Blue left, green right: equal in sum, not in luma.
		for (let at = 0; at < halves.data.length; at += 3) halves.data[at + ((at / 3) % 9 < 5 ? 2 : 1)] = 100;
		expect(perceptualHash(halves)).toBe(0x0808_0808_0808_0808n);
	});

	it('overlooks differences of compression noise', () => {
		expect(perceptualHash(grey((column) => 100 + (column % 2) * 2))).toBe(0n);
		expect(perceptualHash(grey((column) => 100 + (column % 2) * 3))).toBe(0xaaaa_aaaa_aaaa_aaaan);
	});

	it('does not depend on the size', () => {
		const pattern = (column: number, row: number) => ((column * 7 + row * 13) % 11) * 20;
		const hash = perceptualHash(grey(pattern));
		expect(perceptualHash(grey(pattern, 3))).toBe(hash);
		expect(perceptualHash(grey(pattern, 31))).toBe(hash);
	});

	it('takes pictures smaller than its cells', () => {
		expect(
			perceptualHash({ data: Uint8Array.of(0, 0, 0, 255, 255, 255), width: 2, height: 1 }),
		).toBeGreaterThan(0n);
	});
});

describe('Hamming distance', () => {
	it('counts differing bits', () => {
		expect(hammingDistance(0n, 0n)).toBe(0);
		expect(hammingDistance(0n, 0xffff_ffff_ffff_ffffn)).toBe(64);
		expect(hammingDistance(0b1011n, 0b0010n)).toBe(2);
		expect(hammingDistance(1n << 63n, 1n << 31n)).toBe(2);
	});
});

describe('copies of a picture', () => {
	const COPIES: Record<string, (picture: Sharp) => Sharp> = {
		'half as large': (picture) => picture.resize({ width: 120 }).jpeg({ quality: 70 }),
		stretched: (picture) => picture.resize(240, 180, { fit: 'fill' }).jpeg(),
		'poorly encoded': (picture) => picture.jpeg({ quality: 40 }),
		'as WebP': (picture) => picture.webp({ quality: 60 }),
	};

	it.each(Object.entries(COPIES))('%s stay within 6 bits', async (_, copy) => {
		const original = await scene(300, 200).png().toBuffer();
		const hash = await hashOf(original);
		expect(hammingDistance(hash, await hashOf(await copy(sharp(original)).toBuffer()))).toBeLessThanOrEqual(
			6,
		);
	});

	const photos = '../shared/data/photos/flowers';
	it.skipIf(!existsSync(photos))(`and different photos stay apart (skipped without ${photos})`, async () => {
		const hashes: bigint[] = [];
		const files = readdirSync(photos, { recursive: true, withFileTypes: true }).filter((entry) =>
			entry.isFile(),
		);
		for (const entry of files.filter((_, index) => index % 4 === 0)) {
			const bytes = readFileSync(join(entry.parentPath, entry.name));
			hashes.push(await hashOf(bytes));
			for (const copy of Object.values(COPIES)) {
				const distance = hammingDistance(
					hashes[hashes.length - 1],
					await hashOf(await copy(sharp(bytes)).toBuffer()),
				);
				expect(distance, entry.name).toBeLessThanOrEqual(6);
			}
		}
		const distances = hashes.flatMap((a, i) => hashes.slice(0, i).map((b) => hammingDistance(a, b)));
		expect(Math.min(...distances)).toBeGreaterThan(6);
		expect(distances.filter((distance) => distance < 16).length / distances.length).toBeLessThan(0.01);
	});
});
