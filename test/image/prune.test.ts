import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pruneBytes } from '../../src/image/prune.ts';
import { ascii, pngChunk, withChunks } from './hostile/containers.ts';
import { frames, PICTURES } from './hostile/pictures.ts';

describe('PNG', () => {
	it('loses its compressed text and keeps the rest to the byte', async () => {
		const png = await PICTURES['palette PNG with transparency']();
		const text = pngChunk('zTXt', ascii('Comment\0\0hello'));
		const wordy = Buffer.concat([withChunks(png, text, text).subarray(0, -12), text, png.subarray(-12)]);
		expect(Buffer.from(pruneBytes(wordy, 'PNG')).equals(png)).toBe(true);
	});

	it('with nothing to lose is handed on as it is, not copied', async () => {
		const png = await PICTURES['PNG']();
		expect(pruneBytes(png, 'PNG').buffer).toBe(png.buffer);
	});

	it('of broken structure keeps the rest', async () => {
		const png = await PICTURES['PNG']();
		const text = pngChunk('zTXt', ascii('Comment\0\0hello'));
		const tail = ascii('not a chunk at all');
		const pruned = pruneBytes(Buffer.concat([withChunks(png, text), tail]), 'PNG');
		expect(Buffer.from(pruned).equals(Buffer.concat([png, tail]))).toBe(true);
	});
});

describe('WebP', () => {
	it('keeps the first frame of an animation alone', async () => {
		const animation = await frames(20).webp({ lossless: true }).toBuffer();
		const pruned = pruneBytes(animation, 'WebP');
		expect((await sharp(animation).metadata()).pages).toBe(20);
		expect((await sharp(pruned).metadata()).pages ?? 1).toBe(1);
		const firstFrame = (bytes: Uint8Array) => sharp(bytes, { pages: 1 }).raw().toBuffer();
		expect(await firstFrame(pruned)).toEqual(await firstFrame(animation));
	});

	it('that stands still is handed on as it is', async () => {
		const webp = await PICTURES['WebP with alpha']();
		expect(pruneBytes(webp, 'WebP').buffer).toBe(webp.buffer);
	});
});
