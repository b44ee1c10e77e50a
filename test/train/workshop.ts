import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Catalogue, type Dataset, type Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { drawPicture, type Kind } from '../support/pictures.ts';

export const CLASSIFIER = 'default';

/** A real catalogue with drawn photos and a registry, all in one folder. */
export interface Workshop {
	readonly data: string;
	readonly models: { readonly folder: string; readonly shipped: string };
	readonly catalogue: Catalogue;
	readonly dataset: Dataset;
	readonly photoStore: PhotoStore;
	readonly registry: Registry;
	/** Enters pictures of a kind, drawn from seeds, as photos of a label, which is made where it is missing. */
	add(label: string, kind: Kind, count: number, firstSeed?: number, kept?: boolean): Promise<Photo[]>;
	/** Versions on disk, oldest first. */
	versions(): Promise<string[]>;
	/** The files of a version, by name. */
	files(version: string): Promise<Record<string, string>>;
}

const drawn = new Map<string, Promise<Buffer>>();

function drawOnce(kind: Kind, seed: number): Promise<Buffer> {
	const name = `${kind} ${seed}`;
	const picture = drawn.get(name) ?? drawPicture(kind, seed);
	drawn.set(name, picture);
	return picture;
}

/** @param folder is taken away by who made it; the catalogue is closed after the test */
export async function openWorkshop(folder: string): Promise<Workshop> {
	const data = join(folder, 'data');
	const models = { folder: join(folder, 'models'), shipped: join(folder, 'shipped') };
	await mkdir(data, { recursive: true });
	const database = openDatabase(join(data, 'hantei.sqlite'));
	onTestFinished(() => void database.close());
	const catalogue = await Catalogue.open(database);
	const dataset = catalogue.dataset(CLASSIFIER);
	const photoStore = new PhotoStore(join(data, 'photos'));
	const registry = new Registry(models);
	return {
		data,
		models,
		catalogue,
		dataset,
		photoStore,
		registry,
		async add(name, kind, count, firstSeed = 1, kept = false) {
			const label = (await dataset.labels.find(name)) ?? (await dataset.labels.add({ name }, 'cli'));
			const run = await dataset.runs.start('cli');
			const photos: Photo[] = [];
			for (let seed = firstSeed; seed < firstSeed + count; seed++) {
				const bytes = await drawOnce(kind, seed);
				const sha256 = createHash('sha256').update(bytes).digest('hex');
				await photoStore.put(sha256, bytes);
				const sourceId = `${name}-${kind}-${seed}`;
				const settled = await dataset.photos.add(
					run.id,
					label.id,
					{
						source: 'commons',
						sourceId,
						url: `https://photos.test/${sourceId}.png`,
						pageUrl: `https://photos.test/${sourceId}`,
						author: `Author ${seed}`,
						licence: 'by',
						licenceVersion: '4.0',
					},
					{
						sha256,
						// Its own, so that the catalogue takes no two drawings for one.
						perceptualHash: BigInt(`0x${sha256.slice(0, 16)}`),
						width: 160,
						height: 160,
						bytes: bytes.length,
						originalWidth: 160,
						originalHeight: 160,
					},
					{ fetchedAt: new Date(seed * 1000), kept },
				);
				if (settled.state === 'accepted') photos.push(settled.photo);
			}
			await dataset.runs.finish(run.id, 'finished');
			return photos;
		},
		versions: async () => (await registry.versions(CLASSIFIER)).toReversed(),
		async files(version) {
			const home = join(models.folder, CLASSIFIER, version);
			const names = (await readdir(home)).sort();
			const contents = names.map(async (name) => [name, await readFile(join(home, name), 'base64')]);
			return Object.fromEntries(await Promise.all(contents));
		},
	};
}
