import sharp from 'sharp';
import { seededRandom } from '../../src/dataset/random.ts';

/** A photo unlike that of any other seed: its perceptual hash is 32 bits away, give or take. */
export async function drawPicture(seed: number, width = 320, height = 240): Promise<Buffer> {
	const random = seededRandom(seed * 7919 + 1);
	const tiles = Buffer.from(Array.from({ length: 9 * 8 * 3 }, () => Math.floor(random() * 256)));
	return sharp(tiles, { raw: { width: 9, height: 8, channels: 3 } })
		.resize(width, height, { fit: 'fill', kernel: 'nearest' })
		.jpeg({ quality: 90 })
		.toBuffer();
}
