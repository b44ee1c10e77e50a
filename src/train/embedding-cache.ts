import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ViewName } from '../image/views.ts';
import type { BackboneManifest } from '../model/backbone/manifest.ts';
import type { EmbeddedViews } from '../model/engine/engine.ts';
import { storageRefusal } from '../store/faults.ts';

type CachedBackbone = Pick<BackboneManifest, 'id' | 'sha256' | 'dimension'>;

/** Perceptual hash (uint64) and sharpness (float64). */
const HEADER_BYTES = 16;

/**
 * Embeddings on disk, one small file a view: `embeddings/<backbone>/ab/<sha256>.<view>.f32`, little-endian: perceptual hash
 * and sharpness of the photo, the embedding. Keyed by content and by the backbone's name and hash, so that nothing is ever embedded twice and embeddings of different
 * backbones never mix. Several processes may use one folder. Losing it costs time, nothing else.
 */
export class EmbeddingCache {
	readonly #folder: string;
	readonly #dimension: number;

	constructor(dataFolder: string, { id, sha256, dimension }: CachedBackbone) {
		this.#folder = join(dataFolder, 'embeddings', `${id}-${sha256.slice(0, 12)}`);
		this.#dimension = dimension;
	}

	/** Those of the views asked for that are known; undefined when none is. A file cut short is not known. */
	async get(sha256: string, views: readonly ViewName[]): Promise<EmbeddedViews | undefined> {
		const files = await Promise.all(views.map((view) => this.#read(sha256, view)));
		const known = files.filter((file) => file !== undefined);
		if (known.length === 0) return undefined;
		const [{ perceptualHash, sharpness }] = known;
		return {
			perceptualHash,
			sharpness,
			views: new Map(known.map(({ view, embedding }) => [view, embedding])),
		};
	}

	/** Adds views to what is known of a photo. */
	async put(sha256: string, { views, perceptualHash, sharpness }: EmbeddedViews): Promise<void> {
		for (const [view, embedding] of views) {
			const header = Buffer.alloc(HEADER_BYTES);
			header.writeBigUInt64LE(perceptualHash, 0);
			header.writeDoubleLE(sharpness, 8);
			const path = this.#pathOf(sha256, view);
			const temporary = `${path}.${randomUUID()}.tmp`;
			try {
				await mkdir(dirname(path), { recursive: true });
				await writeFile(temporary, Buffer.concat([header, bytesOf(embedding)]));
				await rename(temporary, path);
			} catch (error) {
				await rm(temporary, { force: true });
				throw storageRefusal(error);
			}
		}
	}

	async #read(sha256: string, view: ViewName) {
		const file = await readFile(this.#pathOf(sha256, view)).catch(() => undefined);
		if (file?.length !== HEADER_BYTES + 4 * this.#dimension) return undefined;
		return {
			view,
			perceptualHash: file.readBigUInt64LE(0),
			sharpness: file.readDoubleLE(8),
			embedding: floats(file, HEADER_BYTES, this.#dimension),
		};
	}

	#pathOf(sha256: string, view: ViewName): string {
		return join(this.#folder, sha256.slice(0, 2), `${sha256}.${view}.f32`);
	}
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A copy: floats must begin at a multiple of four bytes, which a piece of a buffer need not. */
function floats({ buffer, byteOffset }: Buffer, start: number, count: number): Float32Array {
	return new Float32Array(buffer.slice(byteOffset + start, byteOffset + start + 4 * count));
}
