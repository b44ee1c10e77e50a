import { createHash } from 'node:crypto';
import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ViewName } from '../../src/image/views.ts';
import type { Engine } from '../../src/model/engine/engine.ts';
import { embedFiles } from '../../src/train/embed-files.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const MANIFEST = {
	id: 'test',
	sha256: 'b'.repeat(64),
	dimension: 2,
};

let folder: string;
let cache: EmbeddingCache;
/** Views embedded, in the order they were asked for. */
let asked: (readonly ViewName[])[];
let engine: Engine;

beforeEach(async () => {
	folder = await temporaryFolder();
	cache = new EmbeddingCache(folder, MANIFEST);
	asked = [];
	engine = {
		backbone: { manifest: MANIFEST },
		load: () => ({ waiting: 0, running: 0, queueLimit: 1, workers: 1 }),
		async embedViews([value]: Uint8Array, { views }: { views: readonly ViewName[] }) {
			asked.push(views);
			return {
				perceptualHash: BigInt(value),
				sharpness: value / 2,
				views: new Map(views.map((view) => [view, Float32Array.of(value, view.length)])),
			};
		},
	} as unknown as Engine;
});

async function file(value: number) {
	const path = join(folder, `${value}.jpg`);
	await writeFile(path, Uint8Array.of(value));
	return { path, name: `crow/${value}.jpg`, label: 'crow' };
}

const embed = async (values: number[], views?: readonly ViewName[]) =>
	(await embedFiles(await Promise.all(values.map(file)), { engine, cache, views })).embedded;

describe('embedding files', () => {
	it('embeds the original and the views asked for, and tells of each photo', async () => {
		const [photo] = await embed([7], ['mirror', 'original']);
		expect(photo).toEqual({
			...(await file(7)),
			sha256: createHash('sha256').update(Uint8Array.of(7)).digest('hex'),
			perceptualHash: 7n,
			sharpness: 3.5,
			embedding: Float32Array.of(7, 8),
			views: new Map([
				['original', Float32Array.of(7, 8)],
				['mirror', Float32Array.of(7, 6)],
			]),
		});
	});

	it('embeds nothing twice', async () => {
		const first = await embed([1, 2], ['mirror']);
		expect(await embed([1, 2], ['mirror'])).toEqual(first);
		expect(await embed([2])).toMatchObject([{ embedding: Float32Array.of(2, 8) }]);
		expect(asked).toEqual([
			['original', 'mirror'],
			['original', 'mirror'],
		]);
	});

	it('embeds a view that is missing without the others', async () => {
		await embed([1]);
		const [photo] = await embed([1], ['mirror', 'darker-15']);
		expect([...photo.views.keys()].toSorted()).toEqual(['darker-15', 'mirror', 'original']);
		expect(asked).toEqual([['original'], ['mirror', 'darker-15']]);
	});

	it('embeds again what was cut short', async () => {
		const before = await embed([1], ['mirror']);
		const names = await readdir(folder, { recursive: true });
		await truncate(join(folder, names.find((name) => name.includes('mirror')) as string), 5);
		expect(await embed([1], ['mirror'])).toEqual(before);
		expect(await embed([1], ['mirror'])).toEqual(before);
		expect(asked).toEqual([['original', 'mirror'], ['mirror']]);
	});
});
