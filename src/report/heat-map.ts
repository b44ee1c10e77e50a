import { setImmediate as letOthersRun } from 'node:timers/promises';
import { sharp } from '../image/libvips.ts';
import { DEFAULT_IMAGE_LIMITS } from '../image/limits.ts';
import type { Pixels } from '../image/pixels.ts';
import { readPixels } from '../image/read.ts';

/** As of an explanation: by how much a probability falls when a cell is covered, row by row. */
export interface HeatGrid {
	readonly grid: number;
	readonly drops: readonly number[];
}

/** A smaller change than this decides nothing. */
export const LEAST_DROP = 0.02;

/** The change that has the full colour, unless one is larger: else the noise of a picture that is sure would glow. */
const FULL_COLOUR = 0.05;

/** What speaks for the label, and what against: told apart by every eye (Okabe and Ito). */
const FOR = [240, 112, 16];
const AGAINST = [56, 140, 230];
/** Of the colour where the change is largest: the picture still shows through. */
const STRENGTH = 0.85;

/** Rows drawn at a time, about two milliseconds' work. */
const BAND = 50;

/**
 * An encoded photo with its heat, as large as there is room for; small ones are enlarged.
 * @param room pixels
 * @throws {UserError} `image-*`
 */
export async function drawHeatOver(
	bytes: Uint8Array,
	heat: HeatGrid,
	room: { readonly width: number; readonly height: number },
): Promise<Pixels> {
	const side = Math.max(room.width, room.height);
	const { data, width, height } = await readPixels(bytes, { kind: 'within', side }, DEFAULT_IMAGE_LIMITS);
	const resized = await sharp(data, { raw: { width, height, channels: 3 } })
		.resize(room.width, room.height, { fit: 'inside' })
		.raw()
		.toBuffer({ resolveWithObject: true });
	return drawHeat({ data: resized.data, width: resized.info.width, height: resized.info.height }, heat);
}

/**
 * A photo in grey, in colour where it mattered: orange where covering it makes the label less probable, blue where it
 * makes it more so; the strongest colour for the largest change. Drawn in
 * small bands that let other work through.
 */
export async function drawHeat(photo: Pixels, { grid, drops }: HeatGrid): Promise<Pixels> {
	const { data, width, height } = photo;
	const most = Math.max(FULL_COLOUR, ...drops.map(Math.abs));
	const [supporting, opposing] = await Promise.all([
		spread(
			drops.map((drop) => Math.max(0, drop) / most),
			grid,
			photo,
		),
		spread(
			drops.map((drop) => Math.max(0, -drop) / most),
			grid,
			photo,
		),
	]);
	const drawn = new Uint8Array(data.length);
	for (let row = 0; row < height; row += BAND) {
		const end = Math.min(height, row + BAND) * width;
		for (let pixel = row * width; pixel < end; pixel++) {
			const isFor = supporting[pixel] >= opposing[pixel];
			paint(drawn, data, pixel, isFor ? supporting[pixel] : opposing[pixel], isFor ? FOR : AGAINST);
		}
		await letOthersRun();
	}
	return { data: drawn, width, height };
}

/** @param heat 0 to 255 */
function paint(
	drawn: Uint8Array,
	photo: Uint8Array,
	pixel: number,
	heat: number,
	colour: readonly number[],
): void {
	const at = 3 * pixel;
	const grey = 0.299 * photo[at] + 0.587 * photo[at + 1] + 0.114 * photo[at + 2];
	// Less contrast, so that colours are seen on black and on white; they take on light and shade of what they lie on.
	const base = 35 + 0.8 * grey;
	const light = 0.6 + (0.4 * grey) / 255;
	const strength = (STRENGTH * heat) / 255;
	for (let channel = 0; channel < 3; channel++) {
		drawn[at + channel] = base * (1 - strength) + colour[channel] * light * strength;
	}
}

/** Values of a grid, 0 to 1, as a smooth surface over a photo: a byte a pixel. */
async function spread(
	values: readonly number[],
	grid: number,
	{ width, height }: Pixels,
): Promise<Uint8Array> {
	const cells = Buffer.from(values.map((value) => Math.round(value * 255)));
	return sharp(cells, { raw: { width: grid, height: grid, channels: 1 } })
		.resize(width, height, { fit: 'fill', kernel: 'cubic' })
		.extractChannel(0)
		.raw()
		.toBuffer();
}
