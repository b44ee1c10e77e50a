/**
 * Draws the pictures of places and things from the SVG sources beside them, and the sample pictures of the playground:
 * `npx tsx packages/photo-services/draw.ts`. They are committed as they are drawn: a decoder that knows SVG has no
 * place in a program that takes pictures from strangers.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = fileURLToPath(new URL('./drawings/', import.meta.url));
const samples = fileURLToPath(new URL('../discord-playground/page/samples/', import.meta.url));
const PLACE = /<g id="place">.*<\/g><!-- place -->/s;
/** Places that stand behind a thing of their own. */
const PLACE_BEHIND: Readonly<Record<string, string>> = { boar: 'forest', monkey: 'rocks' };

for (const name of await sources('places')) {
	await drawPlace(await readFile(`${folder}places/${name}.svg`, 'utf8'), name);
}
for (const name of await sources('things')) {
	const source = await readFile(`${folder}things/${name}.svg`, 'utf8');
	const [place] = PLACE.exec(source) ?? [];
	if (place || name === 'teapot') await drawSample(source, name);
	if (name === 'teapot') continue;
	if (PLACE_BEHIND[name]) {
		await drawPlace(source.replace(/<\/defs>.*/s, `</defs>${place}</svg>`), PLACE_BEHIND[name]);
	}
	const alone = Buffer.from(source.replace(PLACE, ''));
	await sharp(alone, { density: 144 })
		.trim({ background: 'transparent', threshold: 0 })
		.resize(480, 480, { fit: 'inside' })
		.webp({ quality: 88, alphaQuality: 90 })
		.toFile(`${folder}things/${name}.webp`);
}

async function drawPlace(source: string, name: string): Promise<void> {
	await sharp(Buffer.from(source), { density: 144 })
		.resize(960, 720)
		.jpeg({ quality: 82 })
		.toFile(`${folder}places/${name}.jpg`);
}

/** A thing in its place. */
async function drawSample(source: string, name: string): Promise<void> {
	await sharp(Buffer.from(source), { density: 144 })
		// Blurred shapes fade out at the very edge of the drawing.
		.extract({ left: 40, top: 30, width: 1200, height: 900 })
		.resize(640, 480)
		.jpeg({ quality: 86, mozjpeg: true })
		.toFile(`${samples}${name}.jpg`);
}

async function sources(kind: string): Promise<string[]> {
	const files = await readdir(`${folder}${kind}`);
	return files.filter((file) => file.endsWith('.svg')).map((file) => file.slice(0, -4));
}
