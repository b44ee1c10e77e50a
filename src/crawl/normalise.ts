import { createHash } from 'node:crypto';
import type { PhotoFile } from '../dataset/catalogue/catalogue.ts';
import { UserError } from '../errors.ts';
import { readHeader } from '../image/header.ts';
import { sharp } from '../image/libvips.ts';
import type { ImageLimits } from '../image/limits.ts';
import { perceptualHash } from '../image/perceptual-hash.ts';
import type { Pixels } from '../image/pixels.ts';
import { readPixels } from '../image/read.ts';
import { sniffFormat } from '../image/sniff.ts';

/** Longer side in pixels: twice what backbones take, so that crops of a photo still fill their input. */
export const STORED_SIDE = 512;

const JPEG_QUALITY = 90;

/** A photo as it is kept. */
export interface NormalisedPhoto {
	/** JPEG: upright, sRGB, without metadata. */
	readonly bytes: Uint8Array;
	readonly pixels: Pixels;
	readonly file: PhotoFile;
}

/**
 * Makes of any picture that Hantei reads the file that it keeps: a new one of its pixels and nothing else, so that no
 * place where an animal lives, nor anything hidden in the file, goes with it. The same bytes give the same file.
 * Decoding and encoding run in libvips' threads, not in the caller's.
 * @throws {UserError} `image-*`, as readPixels
 */
export async function normalise(original: Uint8Array, limits: ImageLimits): Promise<NormalisedPhoto> {
	const pixels = await readPixels(original, { kind: 'within', side: STORED_SIDE }, limits);
	const { data, width, height } = pixels;
	const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
		.jpeg({ quality: JPEG_QUALITY })
		.toBuffer();
	return {
		bytes,
		pixels,
		file: {
			sha256: createHash('sha256').update(bytes).digest('hex'),
			perceptualHash: perceptualHash(pixels),
			width,
			height,
			bytes: bytes.length,
			...uprightSize(original, pixels),
		},
	};
}

/** The header states the size as stored, which a camera held upright stores lying. */
function uprightSize(
	original: Uint8Array,
	pixels: Pixels,
): Pick<PhotoFile, 'originalWidth' | 'originalHeight'> {
	const format = sniffFormat(original);
	const header = format.kind === 'readable' ? readHeader(original, format.name) : undefined;
	if (!header) throw new UserError('image-unknown', {});
	const { width, height } = header;
	const turned = width > height !== pixels.width > pixels.height && width !== height;
	return turned
		? { originalWidth: height, originalHeight: width }
		: { originalWidth: width, originalHeight: height };
}
