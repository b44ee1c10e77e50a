import { sharp } from '../image/libvips.ts';
import { DEFAULT_IMAGE_LIMITS } from '../image/limits.ts';
import type { Pixels } from '../image/pixels.ts';
import { readPixels } from '../image/read.ts';
import { drawNumber } from './digits.ts';

/** Pixels: a photo's side, and the gap around it. */
const CELL = 216;
const GAP = 6;
const MAX_COLUMNS = 4;

const NUMBER_SCALE = 3;
const BACKGROUND = { r: 43, g: 45, b: 49 };
const JPEG_QUALITY = 85;

/**
 * A photo as it goes on a sheet.
 * @throws {UserError} `image-*`
 */
export function readForSheet(photo: Uint8Array): Promise<Pixels> {
	return readPixels(photo, { kind: 'within', side: CELL }, DEFAULT_IMAGE_LIMITS);
}

/**
 * Photos in a grid, numbered from 1 in the order given: one JPEG picture. It is laid out and encoded in libvips'
 * threads.
 * @param photos at least one, by `readForSheet`
 */
export async function drawContactSheet(photos: readonly Pixels[]): Promise<Buffer> {
	const { columns, rows } = gridOf(photos.length);
	return sharp({
		create: {
			width: columns * (CELL + GAP) + GAP,
			height: rows * (CELL + GAP) + GAP,
			channels: 3,
			background: BACKGROUND,
		},
	})
		.composite(
			photos.flatMap((pixels, index) => {
				const left = GAP + (index % columns) * (CELL + GAP);
				const top = GAP + Math.floor(index / columns) * (CELL + GAP);
				return [
					layer(
						pixels,
						left + Math.floor((CELL - pixels.width) / 2),
						top + Math.floor((CELL - pixels.height) / 2),
					),
					layer(drawNumber(index + 1, NUMBER_SCALE), left, top),
				];
			}),
		)
		.jpeg({ quality: JPEG_QUALITY })
		.toBuffer();
}

/** As square as it gets, and no wider than a chat shows well. */
function gridOf(photos: number): { readonly columns: number; readonly rows: number } {
	const columns = Math.min(MAX_COLUMNS, Math.ceil(Math.sqrt(photos)));
	return { columns, rows: Math.ceil(photos / columns) };
}

function layer({ data, width, height }: Pixels, left: number, top: number) {
	return {
		input: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
		raw: { width, height, channels: 3 as const },
		left,
		top,
	};
}
