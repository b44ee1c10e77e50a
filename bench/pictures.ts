import sharp from 'sharp';
import { seededRandom } from '../src/dataset/random.ts';

const CHANNELS = 3;
/** Side of the coarse picture in blotches: about what a scene has in shapes. */
const BLOTCHES = 24;
const GRAIN = 24;

/**
 * A JPEG of the given size as a camera would make it: blotches of many colours under fine grain, so that it compresses
 * to about as many bytes a pixel as a photo does (quality 85). The same seed gives the same picture.
 */
export async function drawPhoto(width: number, height: number, seed: number): Promise<Buffer> {
	const random = seededRandom(seed);
	const coarse = Uint8Array.from({ length: BLOTCHES * BLOTCHES * CHANNELS }, () => random() * 256);
	const scene = await sharp(coarse, { raw: { width: BLOTCHES, height: BLOTCHES, channels: CHANNELS } })
		.resize(width, height, { fit: 'fill', kernel: 'cubic' })
		.raw()
		.toBuffer();
	for (let i = 0; i < scene.length; i++) {
		scene[i] = Math.max(0, Math.min(255, scene[i] + (random() - 0.5) * GRAIN));
	}
	return sharp(scene, { raw: { width, height, channels: CHANNELS } })
		.jpeg({ quality: 85 })
		.toBuffer();
}
