import { drawNumber } from '../../../src/dataset/digits.ts';
import { sharp } from '../../../src/image/libvips.ts';
import { layer, type Pixels } from '../../../src/image/pixels.ts';
import type { Heat } from '../../../src/registry/explain.ts';
import { drawHeatOver } from '../../../src/report/heat-map.ts';
import { NEAREST_SIDE } from '../../../src/report/why/nearest.ts';

/** Pixels: as wide as chats show pictures. */
const WIDTH = 800;
const MAX_HEIGHT = 600;
const GAP = 8;
const NUMBER_SCALE = 3;
const BACKGROUND = { r: 43, g: 45, b: 49 };
const JPEG_QUALITY = 85;

/**
 * The photo with its heat, and below it the training photos most like it, numbered from 1: a JPEG.
 * @param neighbours at most `NEAREST_SIDE` a side, and `NEAREST_SHOWN` of them
 * @throws {UserError} `image-*`
 */
export async function drawExplanation(
	bytes: Uint8Array,
	heat: Heat,
	neighbours: readonly Pixels[],
): Promise<Buffer> {
	const photo = await drawHeatOver(bytes, heat, { width: WIDTH - 2 * GAP, height: MAX_HEIGHT });
	const rowTop = photo.height + 2 * GAP;
	const row = neighbours.flatMap((neighbour, index) => {
		const left = GAP + index * (NEAREST_SIDE + GAP);
		return [
			layer(
				neighbour,
				left + Math.floor((NEAREST_SIDE - neighbour.width) / 2),
				rowTop + Math.floor((NEAREST_SIDE - neighbour.height) / 2),
			),
			layer(drawNumber(index + 1, NUMBER_SCALE), left, rowTop),
		];
	});
	const height = neighbours.length > 0 ? rowTop + NEAREST_SIDE + GAP : photo.height + 2 * GAP;
	return sharp({ create: { width: WIDTH, height, channels: 3, background: BACKGROUND } })
		.composite([layer(photo, Math.floor((WIDTH - photo.width) / 2), GAP), ...row])
		.jpeg({ quality: JPEG_QUALITY })
		.toBuffer();
}
