/**
 * Draws the playground's sample pictures from their SVG sources beside them: `npx tsx packages/discord-playground/draw-samples.ts`.
 * Bots take no SVG, and our own picture decoder keeps the whole process from reading it, so the drawings are committed
 * as the JPEG files that are posted.
 */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = fileURLToPath(new URL('./page/samples/', import.meta.url));

for (const name of await readdir(folder)) {
	if (!name.endsWith('.svg')) continue;
	const target = `${folder}${name.replace(/svg$/, 'jpg')}`;
	const { size } = await sharp(`${folder}${name}`, { density: 144 })
		// Blurred shapes fade out at the very edge of the drawing.
		.extract({ left: 40, top: 30, width: 1200, height: 900 })
		.resize(640, 480)
		.jpeg({ quality: 86, mozjpeg: true })
		.toFile(target);
	console.log(`${target} ${size}`);
}
