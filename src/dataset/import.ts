import { createHash } from 'node:crypto';
import { isUserError, UserError } from '../errors.ts';
import { hammingDistance } from '../image/perceptual-hash.ts';
import type { Licence } from './candidate.ts';
import {
	type Catalogue,
	type Dataset,
	type Label,
	type PhotoFile,
	type Quarantine,
	type Rejection,
	SAME_PICTURE_BITS,
} from './catalogue/catalogue.ts';
import { readDatasetFile } from './dataset-file.ts';
import {
	candidateOf,
	MAX_METADATA_BYTES,
	type PhotoRow,
	type ReadLicence,
	readPhotoRows,
} from './photo-row.ts';
import type { PhotoStore } from './photo-store.ts';
import { isPlainJpeg } from './plain-jpeg.ts';

/** A folder or an archive, of which names and bytes are taken and nothing else. */
export interface FileCollection {
	/** With `/`. */
	readonly paths: readonly string[];
	/** @throws {UserError} when there is more than `maxBytes`, or it cannot be read */
	read(path: string, maxBytes: number): Promise<Uint8Array>;
	/** As it is read. @throws {UserError} as `read` */
	stream(path: string, maxBytes: number): AsyncIterable<Uint8Array>;
}

/** What makes of any picture the file that is kept. @throws {UserError} `image-…` */
export type Normalise = (
	original: Uint8Array,
) => Promise<{ readonly bytes: Uint8Array; readonly file: PhotoFile }>;

export interface ImportOptions {
	readonly catalogue: Catalogue;
	readonly classifier: string;
	readonly photoStore: PhotoStore;
	readonly collection: FileCollection;
	readonly normalise: Normalise;
	readonly readLicence: ReadLicence;
	/** Whether a photo may be taken whose licence is stated; what states none is the host's own. */
	readonly isAllowed: (licence: Licence) => boolean;
	/** Who: a Discord user's id, or `cli`. */
	readonly by: string;
	/** For the audit trail: what is imported. */
	readonly detail: string;
	readonly maxPhotoBytes: number;
	/** Of all files together, as they unfold. */
	readonly maxTotalBytes: number;
	readonly maxPhotos: number;
	readonly signal?: AbortSignal;
	/** After each photo. */
	readonly onProgress?: (done: number, of: number) => void;
}

export interface Imported {
	readonly accepted: number;
	readonly quarantined: ReadonlyMap<Quarantine, number>;
	readonly rejected: ReadonlyMap<Rejection, number>;
	/** Labels that were not there before. */
	readonly labels: readonly Label[];
}

/** The longer side of a file in the photo store. */
const STORED_SIDE = 512;

const PICTURES = /\.(jpe?g|jfif|png|webp|gif|avif)$/i;

/** What operating systems add to folders and archives. */
const LITTER = /(^|\/)(__MACOSX|\.[^/]*)(\/|$)/i;

/**
 * Takes in photos that lie in one folder for each label, with or without `metadata.csv` and `dataset.json`; what
 * `exportDataset` wrote comes back as it was. Everything is checked as if it came from a stranger, and is subject to
 * the rules for crawled photos. Can be repeated: what is there already is a duplicate.
 * @throws {UserError} `import-too-large`, `folder-empty`, `folder-without-photos`; the signal's reason
 */
export async function importDataset(options: ImportOptions): Promise<Imported> {
	const dataset = options.catalogue.dataset(options.classifier);
	const run = await dataset.runs.start(options.by);
	try {
		const imported = await new Import(run.id, dataset, options).run();
		await dataset.runs.finish(run.id, 'finished');
		return imported;
	} catch (error) {
		await dataset.runs.finish(run.id, options.signal?.aborted ? 'cancelled' : 'failed');
		throw error;
	}
}

class Import {
	readonly #runId: number;
	readonly #dataset: Dataset;
	readonly #options: ImportOptions;
	readonly #newLabels: Label[] = [];
	readonly #quarantined = new Map<Quarantine, number>();
	readonly #rejected = new Map<Rejection, number>();
	/** A photo of each group that the metadata names. */
	readonly #groups = new Map<string, number>();
	#accepted = 0;
	#bytes = 0;

	constructor(runId: number, dataset: Dataset, options: ImportOptions) {
		this.#runId = runId;
		this.#dataset = dataset;
		this.#options = options;
	}

	async run(): Promise<Imported> {
		const { collection, detail, by, maxPhotos, signal, onProgress } = this.#options;
		const pictures = collection.paths
			.filter((path) => PICTURES.test(path) && !LITTER.test(path) && path.includes('/'))
			.sort();
		if (collection.paths.length === 0) throw new UserError('folder-empty', { path: detail });
		if (pictures.length === 0) throw new UserError('folder-without-photos', { path: detail });
		if (pictures.length > maxPhotos) throw new UserError('import-too-large', { photos: maxPhotos });
		await this.#createLabels();
		const rows = await this.#readRows(pictures);
		for (const [done, path] of pictures.entries()) {
			signal?.throwIfAborted();
			await this.#take(path, rows.get(path.normalize('NFC')));
			onProgress?.(done + 1, pictures.length);
		}
		await this.#dataset.decisions.recordImport(this.#accepted, detail, by);
		return {
			accepted: this.#accepted,
			quarantined: this.#quarantined,
			rejected: this.#rejected,
			labels: this.#newLabels,
		};
	}

	/** What the metadata says, if there is any. @throws {UserError} `import-too-large` */
	async #readRows(pictures: readonly string[]): Promise<ReadonlyMap<string, PhotoRow>> {
		const { collection } = this.#options;
		if (!collection.paths.includes('metadata.csv')) return new Map();
		return withinLimit(readPhotoRows(collection.stream('metadata.csv', MAX_METADATA_BYTES), pictures));
	}

	/** @throws {UserError} `import-too-large` */
	async #createLabels(): Promise<void> {
		const { collection } = this.#options;
		if (!collection.paths.includes('dataset.json')) return;
		const json = Buffer.from(await withinLimit(collection.read('dataset.json', MAX_METADATA_BYTES)));
		for (const label of readDatasetFile(json.toString('utf8'))?.labels ?? []) {
			if (await this.#dataset.labels.find(label.name)) continue;
			const taken = new Set<string>();
			for (const name of [...label.aliases, ...Object.values(label.displayNames)])
				if (await this.#dataset.labels.find(name)) taken.add(name);
			const isFree = (name: string) => !taken.has(name);
			const displayNames = Object.fromEntries(
				Object.entries(label.displayNames).filter(([, name]) => isFree(name)),
			);
			const free = { ...label, aliases: label.aliases.filter(isFree), displayNames };
			this.#newLabels.push(await this.#dataset.labels.add(free, this.#options.by));
		}
	}

	async #take(path: string, row: PhotoRow | undefined): Promise<void> {
		const candidate = candidateOf(path, row, this.#options.readLicence);
		if (row?.licence !== undefined && !this.#options.isAllowed(candidate.licence))
			return this.#reject('licence');
		const label = await this.#label(row?.label ?? path.split('/').at(-2) ?? '');
		const photo = await this.#read(path, row);
		if (typeof photo === 'string') return this.#reject(photo);

		const { catalogue, photoStore } = this.#options;
		await photoStore.put(photo.file.sha256, photo.bytes);
		const settlement = await this.#dataset.photos.add(this.#runId, label.id, candidate, photo.file, {
			fetchedAt: row?.fetched_at,
			nsfwScore: row?.nsfw_score,
			kept: row?.kept,
			companion: row?.group === undefined ? undefined : this.#groups.get(row.group),
		});
		if ('photo' in settlement) {
			if (row?.group !== undefined) this.#groups.set(row.group, settlement.photo.id);
		} else {
			const needs = (sha256: string) => catalogue.needsFile(sha256);
			await photoStore.removeUnneeded(photo.file.sha256, photo.bytes, needs);
		}

		if (settlement.state === 'accepted') this.#accepted++;
		if (settlement.state === 'quarantined') add(this.#quarantined, settlement.reason);
		if (settlement.state === 'rejected') this.#reject(settlement.reason);
	}

	/** @throws {UserError} `label-name-invalid` for a folder that no label could be called */
	async #label(name: string): Promise<Label> {
		const known = await this.#dataset.labels.find(name);
		if (known) return known;
		const label = await this.#dataset.labels.add({ name }, this.#options.by);
		this.#newLabels.push(label);
		return label;
	}

	/** Why not, for what is no picture to learn from. One of our own files is kept byte for byte; anything else is made one. */
	async #read(
		path: string,
		row: PhotoRow | undefined,
	): Promise<Awaited<ReturnType<Normalise>> | 'unreadable' | 'too-small'> {
		const { collection, normalise, maxPhotoBytes, maxTotalBytes } = this.#options;
		try {
			const bytes = await collection.read(path, maxPhotoBytes);
			this.#bytes += bytes.length;
			if (this.#bytes > maxTotalBytes) throw new UserError('import-too-large', { bytes: maxTotalBytes });
			const normalised = await normalise(bytes);
			return isOurs(bytes, normalised.file, row)
				? { bytes, file: ownFile(bytes, normalised.file, row) }
				: normalised;
		} catch (error) {
			if (isUserError(error, 'image-too-small')) return 'too-small';
			if (isUserError(error) && error.code !== 'import-too-large') return 'unreadable';
			throw error;
		}
	}

	#reject(reason: Rejection): void {
		add(this.#rejected, reason);
	}
}

/** Reads what is said of the photos. @throws {UserError} `import-too-large` where that is too much */
function withinLimit<Said>(reading: Promise<Said>): Promise<Said> {
	return reading.catch((error: unknown) => {
		if (!isUserError(error, 'image-too-many-bytes')) throw error;
		throw new UserError('import-too-large', { bytes: MAX_METADATA_BYTES }, { cause: error });
	});
}

/** Whether a file is one that the photo store wrote: its hash says that it is the one that was exported. */
function isOurs(
	bytes: Uint8Array,
	{ originalWidth, originalHeight }: PhotoFile,
	row: PhotoRow | undefined,
): boolean {
	return (
		row?.sha256 === sha256(bytes) &&
		Math.max(originalWidth, originalHeight) <= STORED_SIDE &&
		isPlainJpeg(bytes)
	);
}

/** The hash was taken before the file was encoded, and is believed when the file looks like it. */
function ownFile(bytes: Uint8Array, seen: PhotoFile, row: PhotoRow | undefined): PhotoFile {
	const stated = row?.perceptual_hash;
	const believed = stated !== undefined && hammingDistance(stated, seen.perceptualHash) <= SAME_PICTURE_BITS;
	return {
		...seen,
		sha256: sha256(bytes),
		bytes: bytes.length,
		perceptualHash: believed ? stated : seen.perceptualHash,
		originalWidth: row?.original_width ?? seen.originalWidth,
		originalHeight: row?.original_height ?? seen.originalHeight,
	};
}

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}
