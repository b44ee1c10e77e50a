import sharp from 'sharp';
import { seededRandom } from '../src/dataset/random.ts';

/**
 * A JPEG of the given size as a camera would make it: soft shapes of many colours under fine grain, so that it
 * compresses to about as many bytes a pixel as a photo does (quality 85). The same seed gives the same picture.
 */
export async function drawPhoto(width: number, height: number, seed: number): Promise<Buffer> {
	const random = seededRandom(seed);
	const shapes = Array.from({ length: 60 }, () => {
		const [x, y, radius] = [random() * width, random() * height, (0.02 + random() * 0.2) * width];
		const colour = `hsl(${Math.floor(random() * 360)} ${30 + Math.floor(random() * 60)}% ${20 + Math.floor(random() * 60)}%)`;
		return `<ellipse cx="${x}" cy="${y}" rx="${radius}" ry="${radius * (0.3 + random())}" fill="${colour}" opacity="0.8"/>`;
	});
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#79a"/>${shapes.join('')}</svg>`;
	const base = await sharp(Buffer.from(svg)).blur(2).removeAlpha().raw().toBuffer();
	for (let i = 0; i < base.length; i++) base[i] = Math.max(0, Math.min(255, base[i] + (random() - 0.5) * 24));
	return sharp(base, { raw: { width, height, channels: 3 } })
		.jpeg({ quality: 85 })
		.toBuffer();
}
