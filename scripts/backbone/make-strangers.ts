/**
 * Writes `strangers.safetensors` beside the bundled backbone: what it makes of pictures that show all kinds of things, in
 * steps of a 127th of the largest number. docs/backbone.md says which pictures the committed one was made of.
 *
 * npx tsx --conditions=source scripts/backbone/make-strangers.ts FOLDER
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { referenceStrangersFile } from '../../src/model/backbone/reference-strangers.ts';
import { writeSafetensors } from '../../src/model/formats/safetensors.ts';
import { openTestEngine } from '../../test/support/backbone.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: make-strangers.ts FOLDER');

const { engine } = await openTestEngine();
const { manifest } = engine.backbone;
const embeddings: Float32Array[] = [];
for (const name of (await readdir(folder)).sort())
	embeddings.push((await engine.embed(await readFile(join(folder, name)))).embedding);
await engine.close();

const numbers = Float32Array.from(embeddings.flatMap((embedding) => [...embedding]));
const step = Math.fround(numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127);
const file = referenceStrangersFile(engine.backbone);
await writeFile(
	file,
	writeSafetensors(
		{
			embeddings: {
				shape: [embeddings.length, manifest.dimension],
				data: Int8Array.from(numbers, (value) => Math.round(value / step)),
			},
			step: { shape: [1], data: Float32Array.of(step) },
		},
		{ backbone: manifest.sha256 },
	),
);
console.log(`${embeddings.length} pictures: ${file}`);
