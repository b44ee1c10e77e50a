/**
 * Says how close the committed backbone's embeddings are to the float network's, on the photos in a folder and those below
 * it: run make_backbone.py, then `npx tsx scripts/backbone/check.ts FOLDER`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUserError } from '../../src/errors.ts';
import { openTestEngine } from '../../test/support/backbone.ts';
import { cosineSimilarity } from '../../test/support/similarity.ts';
import { openFloatNetwork } from './float-network.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: check.ts FOLDER');

const embedFloat = await openFloatNetwork();
const { engine } = await openTestEngine();
const photos: { readonly name: string; readonly cosine: number }[] = [];
const files = await readdir(folder, { recursive: true, withFileTypes: true });
for (const file of files.filter((entry) => entry.isFile())) {
	const name = join(file.parentPath, file.name);
	try {
		const bytes = await readFile(name);
		const { embedding } = await engine.embed(bytes);
		photos.push({ name, cosine: cosineSimilarity(embedding, await embedFloat(bytes)) });
	} catch (error) {
		if (!isUserError(error)) throw error;
		console.error(`${name}: ${error.code}`);
	}
}
await engine.close();
if (photos.length === 0) throw new Error(`no photos in ${folder}`);

photos.sort((a, b) => a.cosine - b.cosine);
const mean = photos.reduce((sum, { cosine }) => sum + cosine, 0) / photos.length;
const hundredth = photos[Math.floor(photos.length / 100)].cosine;
console.log(
	`${photos.length} photos: mean cosine ${mean.toFixed(4)}, 1 % quantile ${hundredth.toFixed(4)}, the least:`,
);
for (const { name, cosine } of photos.slice(0, 5)) console.log(`${cosine.toFixed(4)}  ${name}`);
