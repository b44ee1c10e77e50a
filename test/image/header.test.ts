import sharp from 'sharp';
import { expect, it } from 'vitest';
import { readHeader } from '../../src/image/header.ts';
import { sniffFormat } from '../../src/image/sniff.ts';
import { jpegSegment, withSegments } from './hostile/containers.ts';
import { PICTURES } from './hostile/pictures.ts';

function headerOf(bytes: Uint8Array) {
	const format = sniffFormat(bytes);
	if (format.kind !== 'readable') throw new Error(`sniffed as ${format.kind}`);
	return readHeader(bytes, format.name);
}

it.each(Object.keys(PICTURES))('agrees with libvips on the size of %s', async (kind) => {
	const bytes = await PICTURES[kind]();
	const { width, height, depth } = await sharp(bytes).metadata();
	expect(headerOf(bytes)).toMatchObject({ width, height });
	if (depth === 'ushort') expect(headerOf(bytes)?.deep).toBe(true);
});

it('finds the frame of a JPEG behind a thumbnail, fill bytes and garbage', async () => {
	const jpeg = await PICTURES['JPEG']();
	const thumbnail = jpegSegment(0xe1, await sharp(jpeg).resize(16).jpeg().toBuffer());
	const odd = withSegments(jpeg, thumbnail, Buffer.from([0xff, 0xff, 0xff]), Buffer.from([0x00, 0x12]));
	expect(headerOf(odd)).toMatchObject({ width: 96, height: 72 });
});

it.each(['JPEG', 'PNG', 'WebP', 'lossless WebP', 'animated WebP', 'GIF', 'AVIF'])(
	'finds no size, or the right one, however short a %s is cut',
	async (kind) => {
		const bytes = await PICTURES[kind]();
		const whole = headerOf(bytes);
		for (let length = 16; length < Math.min(bytes.length, 700); length++) {
			const found = headerOf(bytes.subarray(0, length));
			if (found) expect(found).toEqual(whole);
		}
	},
);
