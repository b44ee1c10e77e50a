import { UserError } from '../errors.ts';
import { type ImageHeader, readHeader } from './header.ts';
import { sharp } from './libvips.ts';
import { type ImageLimits, MAX_AVIF_PIXELS, MIN_IMAGE_SIDE } from './limits.ts';
import type { Pixels } from './pixels.ts';
import { pruneBytes } from './prune.ts';
import { type ReadableFormat, sniffFormat } from './sniff.ts';

/**
 * The size of the pixels asked for. `squash`: the whole photo at exactly width x height, its aspect ignored; what
 * networks are fed, in training as in serving. `within`: the largest size that keeps the aspect and fits into
 * side x side, never larger than the photo.
 */
export type Shape =
	| { readonly kind: 'squash'; readonly width: number; readonly height: number }
	| { readonly kind: 'within'; readonly side: number };

/**
 * Decodes a photo (JPEG, PNG, WebP, GIF or AVIF; of an animation, the first frame) to upright sRGB pixels of a shape:
 * EXIF orientation applied, embedded colour profiles converted, transparency laid on white, and resized by Lanczos-3
 * when shrinking, bicubic when enlarging. JPEG and WebP are shrunk while they are decoded, by the largest factor that
 * leaves the rest to the resize. The same bytes always give the same pixels: training and serving both come through
 * here, and a model is only as good as the two agree.
 *
 * Decoding happens outside the calling thread. It cannot be stopped halfway, so after `image-too-slow` it may read
 * `bytes` for a while longer: leave them unchanged and do not transfer their buffer.
 *
 * @throws {UserError} `image-empty`, `image-too-many-bytes`, `image-unknown`, `image-unsupported`, `image-damaged`,
 * `image-too-many-pixels`, `image-too-small` or `image-too-slow`; nothing else, whatever the bytes.
 */
export async function readPixels(bytes: Uint8Array, shape: Shape, limits: ImageLimits): Promise<Pixels> {
	const format = acceptFormat(bytes, limits);
	const { deep } = acceptHeader(bytes, format, limits);

	const pipeline = sharp(pruneBytes(bytes, format), {
		autoOrient: true,
		// Refuses what is cut short or does not decode, and overlooks the oddities of ordinary cameras.
		failOn: 'error',
		pages: 1,
		limitInputPixels: limits.maxPixels,
	})
		.timeout({ seconds: Math.ceil(limits.timeoutMs / 1000) })
		.resize(
			shape.kind === 'squash'
				? { width: shape.width, height: shape.height, fit: 'fill', kernel: 'lanczos3' }
				: {
						width: shape.side,
						height: shape.side,
						fit: 'inside',
						withoutEnlargement: true,
						kernel: 'lanczos3',
					},
		)
		.flatten({ background: 'white' })
		.toColourspace('srgb')
		.raw();
	// sharp converts profiled 16-bit pictures to Display P3 on their way and forgets to come back; as 8 bits they keep
	// to sRGB. Only for those, because it switches shrinking on load off.
	if (deep) pipeline.pipelineColourspace('srgb');

	try {
		const { data, info } = await withDeadline(
			pipeline.toBuffer({ resolveWithObject: true }),
			limits.timeoutMs,
		);
		return {
			data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
			width: info.width,
			height: info.height,
		};
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError('image-damaged', { format }, { cause: error });
	}
}

function acceptFormat(bytes: Uint8Array, limits: ImageLimits): ReadableFormat {
	if (bytes.byteLength === 0) throw new UserError('image-empty', {});
	if (bytes.byteLength > limits.maxBytes) {
		throw new UserError('image-too-many-bytes', { bytes: bytes.byteLength, limit: limits.maxBytes });
	}
	const format = sniffFormat(bytes);
	if (format.kind === 'unknown') throw new UserError('image-unknown', {});
	if (format.kind === 'refused') throw new UserError('image-unsupported', { format: format.name });
	return format.name;
}

function acceptHeader(bytes: Uint8Array, format: ReadableFormat, limits: ImageLimits): ImageHeader {
	const header = readHeader(bytes, format);
	if (!header) throw new UserError('image-damaged', { format });
	const { width, height } = header;
	const limit = format === 'AVIF' ? Math.min(limits.maxPixels, MAX_AVIF_PIXELS) : limits.maxPixels;
	if (width * height > limit) throw new UserError('image-too-many-pixels', { width, height, limit });
	if (Math.min(width, height) < MIN_IMAGE_SIDE) {
		throw new UserError('image-too-small', { width, height, limit: MIN_IMAGE_SIDE });
	}
	return header;
}

/** sharp's own timeout, which stops the work, looks at the clock between rows only: not while a file is opened. */
async function withDeadline<T>(work: Promise<T>, limitMs: number): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new UserError('image-too-slow', { limitMs })), limitMs);
	});
	try {
		return await Promise.race([work, deadline]);
	} finally {
		clearTimeout(timer);
	}
}
