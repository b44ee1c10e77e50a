import { sharp } from '../image/libvips.ts';
import { DEFAULT_IMAGE_LIMITS } from '../image/limits.ts';
import { layer, type Pixels } from '../image/pixels.ts';
import { readPixels } from '../image/read.ts';
import { drawNumber } from './digits.ts';

/** How photos are laid out. */
interface Layout {
	/** A photo's side in pixels. */
	readonly cell: number;
	readonly columns: (photos: number) => number;
	/** Pixels a dot of the numbers. */
	readonly numbers: number;
}

/** To look at: as square as it gets, and no wider than a chat shows well. */
const SHEET: Layout = {
	cell: 216,
	columns: (photos) => Math.min(4, Math.ceil(Math.sqrt(photos))),
	numbers: 3,
};

/** To tell which is which: rows of five, about as wide as a chat shows a picture. */
const STRIP: Layout = { cell: 112, columns: (photos) => Math.min(5, photos), numbers: 2 };

/** A photo as it goes on a strip. */
export type StripPhoto = Pixels;

const GAP = 6;
const BACKGROUND = { r: 43, g: 45, b: 49 };
const JPEG_QUALITY = 85;

/**
 * A photo as it goes on a sheet.
 * @throws {UserError} `image-*`
 */
export function readForSheet(photo: Uint8Array): Promise<Pixels> {
	return readPixels(photo, { kind: 'within', side: SHEET.cell }, DEFAULT_IMAGE_LIMITS);
}

/**
 * A photo as it goes on a strip.
 * @throws {UserError} `image-*`
 */
export function readForStrip(photo: Uint8Array): Promise<StripPhoto> {
	return readPixels(photo, { kind: 'within', side: STRIP.cell }, DEFAULT_IMAGE_LIMITS);
}

/**
 * Photos in a grid, numbered from 1 in the order given: one JPEG picture. It is laid out and encoded in libvips'
 * threads.
 * @param photos at least one, by `readForSheet`; undefined for one that is not there, whose place shows its number
 */
export function drawContactSheet(photos: readonly (Pixels | undefined)[]): Promise<Buffer> {
	return drawGrid(photos, SHEET);
}

/**
 * The same, small: what numbers in a text stand for.
 * @param photos at least one, by `readForStrip`; undefined for one that is not to be seen, whose place shows its number
 */
export function drawStrip(photos: readonly (StripPhoto | undefined)[]): Promise<Buffer> {
	return drawGrid(photos, STRIP);
}

function drawGrid(
	photos: readonly (Pixels | undefined)[],
	{ cell, columns: columnsOf, numbers }: Layout,
): Promise<Buffer> {
	const columns = columnsOf(photos.length);
	const rows = Math.ceil(photos.length / columns);
	const pitch = cell + GAP;
	return sharp({
		create: {
			width: columns * pitch + GAP,
			height: rows * pitch + GAP,
			channels: 3,
			background: BACKGROUND,
		},
	})
		.composite(
			photos.flatMap((pixels, index) => {
				const left = GAP + (index % columns) * pitch;
				const top = GAP + Math.floor(index / columns) * pitch;
				const number = layer(drawNumber(index + 1, numbers), left, top);
				if (!pixels) return [number];
				const indent = (side: number) => Math.floor((cell - side) / 2);
				return [layer(pixels, left + indent(pixels.width), top + indent(pixels.height)), number];
			}),
		)
		.jpeg({ quality: JPEG_QUALITY })
		.toBuffer();
}
