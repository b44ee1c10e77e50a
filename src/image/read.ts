import sharp from 'sharp';
import { UserError } from '../errors.ts';
import type { ImageLimits } from './limits.ts';
import { MIN_IMAGE_SIDE } from './limits.ts';
import type { Pixels } from './pixels.ts';
import { sniffFormat } from './sniff.ts';

/**
 * `squash`: the whole photo at exactly width x height, its aspect ignored. `within`: the largest size inside
 * side x side that keeps the aspect, never larger than the photo.
 */
export type Shape =
	| { readonly kind: 'squash'; readonly width: number; readonly height: number }
	| { readonly kind: 'within'; readonly side: number };

sharp.concurrency(1);
sharp.cache(false);

/**
 * Decodes an encoded photo to upright sRGB pixels of the given shape.
 * @throws {UserError} `image-*`
 */
export async function readPixels(bytes: Uint8Array, shape: Shape, limits: ImageLimits): Promise<Pixels> {
	if (bytes.byteLength === 0) throw new UserError('image-empty', {});
	if (bytes.byteLength > limits.maxBytes) {
		throw new UserError('image-too-many-bytes', { bytes: bytes.byteLength, limit: limits.maxBytes });
	}
	const format = sniffFormat(bytes);
	if (format.kind === 'unknown') throw new UserError('image-unknown', {});
	if (format.kind === 'refused') throw new UserError('image-unsupported', { format: format.name });
	try {
		const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
		if (width * height > limits.maxPixels) {
			throw new UserError('image-too-many-pixels', { width, height, limit: limits.maxPixels });
		}
		if (Math.min(width, height) < MIN_IMAGE_SIDE) {
			throw new UserError('image-too-small', { width, height, limit: MIN_IMAGE_SIDE });
		}
		const { data, info } = await sharp(bytes, {
			autoOrient: true,
			failOn: 'truncated',
			pages: 1,
			limitInputPixels: limits.maxPixels,
		})
			.resize(
				shape.kind === 'squash'
					? { width: shape.width, height: shape.height, fit: 'fill' }
					: { width: shape.side, height: shape.side, fit: 'inside', withoutEnlargement: true },
			)
			.flatten({ background: 'white' })
			.toColourspace('srgb')
			.raw()
			.toBuffer({ resolveWithObject: true });
		return { data, width: info.width, height: info.height };
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError('image-damaged', { format: format.name }, { cause: error });
	}
}
