import { deflateSync } from 'node:zlib';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits } from '../../../src/image/limits.ts';
import { PNG_MAGIC, pngChunk, pngHeader } from '../../image/hostile/containers.ts';

/** Limits that let the heavy picture through the door. */
export const GENEROUS_LIMITS: ImageLimits = { ...DEFAULT_IMAGE_LIMITS, maxPixels: 4e9 };

/**
 * A picture of two thousand million pixels in one megabyte: it takes a hundred times as long as an ordinary photo, on
 * any machine. Fewer rows take less.
 */
export function heavyPicture(height = 33_000): Buffer {
	const width = 60_000;
	const rows = Buffer.alloc(height * (width / 8 + 1));
	return Buffer.concat([
		PNG_MAGIC,
		pngHeader(width, height, 1, 0),
		pngChunk('IDAT', deflateSync(rows, { level: 1 })),
		pngChunk('IEND', Buffer.alloc(0)),
	]);
}
