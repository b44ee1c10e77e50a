import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits } from '../../src/image/limits.ts';
import { readPixels, type Shape } from '../../src/image/read.ts';
import { brands } from './hostile/avif-files.ts';
import { frames, PICTURES, plain, scene } from './hostile/pictures.ts';

const limits = DEFAULT_IMAGE_LIMITS;

function squash(width: number, height = width): Shape {
	return { kind: 'squash', width, height };
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
	expect(a.length).toBe(b.length);
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
	return sum / a.length;
}

function pixelAt({ data, width }: { data: Uint8Array; width: number }, x: number, y: number): number[] {
	return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

describe('kinds of picture', () => {
	const kinds = Object.keys(PICTURES).filter(
		(kind) => !kind.startsWith('animated') && kind !== 'smallest picture',
	);

	it.each(kinds)('reads %s as the scene it shows', async (kind) => {
		const pixels = await readPixels(await PICTURES[kind](), squash(96, 72), limits);
		let expected: Uint8Array = await scene(96, 72).raw().toBuffer();
		if (/greyscale/.test(kind)) {
			const luma = await scene(96, 72).toColourspace('b-w').raw().toBuffer();
			expected = expected.map((_, at) => luma[Math.floor(at / 3)]);
		}
		const alpha = kind === 'palette PNG with transparency' ? 0.4 : 0.5;
		if (/alpha|transparency/.test(kind))
			expected = expected.map((value) => value * alpha + 255 * (1 - alpha));
		// Lossy codecs smooth the grain, 16 colours are few and inks cannot print the blue; another scene, or the
		// wrong profile, background or channel order, lies beyond 20.
		expect(meanDifference(pixels.data, expected)).toBeLessThan(14);
	});

	it('lays transparency on white', async () => {
		const glass = await plain(32, 32).ensureAlpha(0.25).png().toBuffer();
		const pixels = await readPixels(glass, squash(16), limits);
		expect(pixelAt(pixels, 8, 8)).toEqual(
			[0x7a, 0x8c, 0x3f].map((value) => Math.round(value * 0.25 + 255 * 0.75)),
		);
	});

	it.each(['png', 'avif'] as const)('converts the profile of a deep %s', async (format) => {
		const deep = plain(32, 32).toColourspace('rgb16').withIccProfile('p3');
		const bytes = await (format === 'png' ? deep.png() : deep.avif({ bitdepth: 10, quality: 95 })).toBuffer();
		const [red, green, blue] = pixelAt(await readPixels(bytes, squash(16), limits), 8, 8);
		expect([red, green, blue].map((value, i) => Math.abs(value - [0x7a, 0x8c, 0x3f][i]) <= 2)).toEqual([
			true,
			true,
			true,
		]);
	});

	it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s', async (format) => {
		const encode = (picture: Sharp) =>
			(format === 'gif' ? picture.gif() : picture.webp({ lossless: true })).toBuffer();
		const first = await frames(1).png().toBuffer();
		const animation = await readPixels(await encode(frames(9)), squash(48, 36), limits);
		const still = await readPixels(first, squash(48, 36), limits);
		expect(meanDifference(animation.data, still.data)).toBeLessThan(format === 'gif' ? 12 : 0.01);
	});
});

describe('orientation', () => {
	const colours = { red: [255, 0, 0], green: [0, 255, 0], blue: [0, 0, 255], white: [255, 255, 255] };

	/** Four quadrants, 64 x 32, stored so that the orientation turns them upright. */
	async function stored(orientation: number): Promise<Buffer> {
		const quadrants = Buffer.alloc(64 * 32 * 3);
		for (let y = 0; y < 32; y++) {
			for (let x = 0; x < 64; x++) {
				const top = x < 32 ? colours.red : colours.green;
				const bottom = x < 32 ? colours.blue : colours.white;
				quadrants.set(y < 16 ? top : bottom, (y * 64 + x) * 3);
			}
		}
		const upright = sharp(quadrants, { raw: { width: 64, height: 32, channels: 3 } });
		const mirrored = [2, 4, 5, 7].includes(orientation);
		const angle = { 3: 180, 4: 180, 5: 90, 6: 270, 7: 270, 8: 90 }[orientation] ?? 0;
		// sharp mirrors after it turns; a second pass keeps the order plain.
		const turned = await upright.rotate(angle).png().toBuffer();
		return sharp(turned)
			.flop(mirrored)
			.withMetadata({ orientation })
			.jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
			.toBuffer();
	}

	it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns EXIF orientation %i upright', async (orientation) => {
		const pixels = await readPixels(await stored(orientation), { kind: 'within', side: 64 }, limits);
		expect([pixels.width, pixels.height]).toEqual([64, 32]);
		const near = (x: number, y: number) => pixelAt(pixels, x, y).map((value) => (value > 127 ? 255 : 0));
		expect(near(8, 4)).toEqual(colours.red);
		expect(near(56, 4)).toEqual(colours.green);
		expect(near(8, 28)).toEqual(colours.blue);
		expect(near(56, 28)).toEqual(colours.white);
	});
});

describe('shape', () => {
	it('squashes the whole photo, without cropping', async () => {
		const halves = await scene(200, 50).png().toBuffer();
		const pixels = await readPixels(halves, squash(30, 40), limits);
		expect([pixels.width, pixels.height, pixels.data.length]).toEqual([30, 40, 30 * 40 * 3]);
		const whole = await scene(200, 50).resize(30, 40, { fit: 'fill' }).raw().toBuffer();
		expect(meanDifference(pixels.data, whole)).toBeLessThan(1);
	});

	it.each([
		[400, 200, 100, 100, 50],
		[200, 400, 100, 50, 100],
		[64, 32, 100, 64, 32],
		[2000, 16, 100, 100, 1],
	])('fits %i x %i within %i as %i x %i', async (width, height, side, expectedWidth, expectedHeight) => {
		const pixels = await readPixels(
			await plain(width, height).png().toBuffer(),
			{ kind: 'within', side },
			limits,
		);
		expect([pixels.width, pixels.height]).toEqual([expectedWidth, expectedHeight]);
	});
});

describe('the same bytes give the same pixels', () => {
	it('whichever way they are held', async () => {
		const bytes = await PICTURES['JPEG']();
		const offset = new Uint8Array(bytes.length + 13);
		offset.set(bytes, 7);
		const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
		shared.set(bytes);
		const views = [bytes, new Uint8Array(bytes), offset.subarray(7, 7 + bytes.length), shared];
		const [first, ...others] = await Promise.all(views.map((view) => readPixels(view, squash(64), limits)));
		for (const other of others) expect(other).toEqual(first);
		expect(first.data.constructor).toBe(Uint8Array);
	});

	it('and are left as they were', async () => {
		const bytes = await PICTURES['animated WebP']();
		const before = Buffer.from(bytes);
		await readPixels(bytes, squash(64), limits);
		expect(bytes).toEqual(before);
	});
});

it('lets a large JPEG shrink while it loads', async () => {
	const photo = await scene(1600, 1200).jpeg().toBuffer();
	const { data } = await readPixels(photo, squash(200, 150), limits);
	const shrunk = await sharp(photo).resize(200, 150, { fit: 'fill' }).raw().toBuffer();
	const decodedWhole = await sharp(await sharp(photo).png().toBuffer())
		.resize(200, 150, { fit: 'fill' })
		.raw()
		.toBuffer();
	expect(meanDifference(data, shrunk)).toBe(0);
	expect(meanDifference(data, decodedWhole)).toBeGreaterThan(0);
});

describe('refusals', () => {
	async function refusal(bytes: Uint8Array, some: Partial<ImageLimits> = {}) {
		const error = await readPixels(bytes, squash(64), { ...limits, ...some }).catch(
			(caught: unknown) => caught,
		);
		return error as { code: ErrorCode; details: unknown };
	}

	it('of an empty file', async () => {
		expect(await refusal(new Uint8Array())).toMatchObject({ code: 'image-empty' });
	});

	it('of too many bytes says how many', async () => {
		const bytes = await PICTURES['PNG']();
		expect(await refusal(bytes, { maxBytes: bytes.length - 1 })).toMatchObject({
			code: 'image-too-many-bytes',
			details: { bytes: bytes.length, limit: bytes.length - 1 },
		});
		expect(await readPixels(bytes, squash(64), { ...limits, maxBytes: bytes.length })).toBeDefined();
	});

	it.each(['JPEG', 'PNG', 'WebP', 'lossless WebP', 'WebP with alpha', 'GIF', 'AVIF'])(
		'of too many pixels says how large the %s is',
		async (kind) => {
			const bytes = await PICTURES[kind]();
			const details = { width: 96, height: 72, limit: 96 * 72 - 1 };
			expect(await refusal(bytes, { maxPixels: 96 * 72 - 1 })).toMatchObject({
				code: 'image-too-many-pixels',
				details,
			});
			expect(await readPixels(bytes, squash(64), { ...limits, maxPixels: 96 * 72 })).toBeDefined();
		},
	);

	it('of a tiny picture says how large it must be', async () => {
		expect(await refusal(await plain(200, 15).png().toBuffer())).toMatchObject({
			code: 'image-too-small',
			details: { width: 200, height: 15, limit: 16 },
		});
	});

	it('of a known format names it', async () => {
		const heic = Buffer.concat([brands('heic', 'mif1'), Buffer.alloc(100)]);
		expect(await refusal(heic)).toMatchObject({ code: 'image-unsupported', details: { format: 'HEIC' } });
	});

	it('of a damaged file names its format and keeps the cause', async () => {
		const cut = (await PICTURES['JPEG']()).subarray(0, 900);
		expect(await refusal(cut)).toMatchObject({
			code: 'image-damaged',
			details: { format: 'JPEG' },
			cause: expect.objectContaining({ message: expect.stringContaining('premature end') }),
		});
	});

	it('of a slow picture comes when its time is over', async () => {
		const slow = await plain(6000, 5000).png({ compressionLevel: 1 }).toBuffer();
		expect(await refusal(slow, { timeoutMs: 1 })).toMatchObject({
			code: 'image-too-slow',
			details: { limitMs: 1 },
		});
	});
});

const photos = '../shared/data';
describe.skipIf(!existsSync(photos))(`real photos (skipped without ${photos})`, () => {
	it('are all read, and a BMP is named', async () => {
		const refused: string[] = [];
		for (const entry of readdirSync(photos, { recursive: true, withFileTypes: true })) {
			if (!/\.(jpe?g|bmp)$/i.test(entry.name)) continue;
			const bytes = readFileSync(join(entry.parentPath, entry.name));
			await readPixels(bytes, squash(32), limits).catch((error: Error) =>
				refused.push(`${entry.name} ${error.message}`),
			);
		}
		expect(refused).toEqual(['bird.bmp image-unsupported {"format":"BMP"}']);
	});
});
