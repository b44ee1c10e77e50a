import { drawNumber } from '../../../src/dataset/digits.ts';
import { sharp } from '../../../src/image/libvips.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../../src/image/limits.ts';
import type { Pixels } from '../../../src/image/pixels.ts';
import { readPixels } from '../../../src/image/read.ts';
import type { Heat } from '../../../src/registry/explain.ts';
import { drawHeat } from '../../../src/report/heat-map.ts';

/** Pixels: as wide as chats show pictures. */
const WIDTH = 800;
const MAX_HEIGHT = 600;
const GAP = 8;
const NUMBER_SCALE = 3;
const BACKGROUND = { r: 43, g: 45, b: 49 };
const JPEG_QUALITY = 85;

/** Photos in the row below. */
export const NEAREST_SHOWN = 4;
const SIDE = (WIDTH - (NEAREST_SHOWN + 1) * GAP) / NEAREST_SHOWN;

/**
 * A training photo as it goes into the row: whole, in a square.
 * @throws {UserError} `image-*`
 */
export async function readNeighbour(bytes: Uint8Array): Promise<Buffer> {
	const { data, width, height } = await readPixels(
		bytes,
		{ kind: 'within', side: SIDE },
		DEFAULT_IMAGE_LIMITS,
	);
	return sharp(data, { raw: { width, height, channels: 3 } })
		.resize(SIDE, SIDE, { fit: 'contain', background: BACKGROUND })
		.raw()
		.toBuffer();
}

/**
 * The photo with its heat, and below it the training photos most like it, numbered from 1: a JPEG.
 * @param neighbours by `readNeighbour`, at most `NEAREST_SHOWN`
 * @throws {UserError} `image-*`
 */
export async function drawExplanation(
	bytes: Uint8Array,
	heat: Heat,
	neighbours: readonly Buffer[],
): Promise<Buffer> {
	const photo = await drawHeat(await readPhoto(bytes), heat);
	const rowTop = photo.height + 2 * GAP;
	const row = neighbours.flatMap((square, index) => {
		const left = GAP + index * (SIDE + GAP);
		return [
			layer({ data: square, width: SIDE, height: SIDE }, left, rowTop),
			layer(drawNumber(index + 1, NUMBER_SCALE), left, rowTop),
		];
	});
	const height = neighbours.length > 0 ? rowTop + SIDE + GAP : photo.height + 2 * GAP;
	return sharp({ create: { width: WIDTH, height, channels: 3, background: BACKGROUND } })
		.composite([layer(photo, Math.floor((WIDTH - photo.width) / 2), GAP), ...row])
		.jpeg({ quality: JPEG_QUALITY })
		.toBuffer();
}

/** As large as there is room, small ones enlarged. */
async function readPhoto(bytes: Uint8Array): Promise<Pixels> {
	const { data, width, height } = await readPixels(
		bytes,
		{ kind: 'within', side: WIDTH },
		DEFAULT_IMAGE_LIMITS,
	);
	const resized = await sharp(data, { raw: { width, height, channels: 3 } })
		.resize(WIDTH - 2 * GAP, MAX_HEIGHT, { fit: 'inside' })
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { data: resized.data, width: resized.info.width, height: resized.info.height };
}

function layer({ data, width, height }: Pixels, left: number, top: number) {
	return {
		input: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
		raw: { width, height, channels: 3 as const },
		left,
		top,
	};
}
