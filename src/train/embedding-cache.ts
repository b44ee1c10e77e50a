import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BackboneManifest } from '../model/backbone/manifest.ts';

/** What is kept of a photo once a backbone has seen it. */
export interface CachedEmbedding {
	readonly embedding: Float32Array;
	readonly perceptualHash: bigint;
}

const HASH_BYTES = 8;

/**
 * Embeddings on disk, one small file a photo: `embeddings/<backbone>/ab/<sha256>.f32`, eight bytes of perceptual hash, then
 * float32 numbers, little-endian. Keyed by content and by the backbone's name and hash, so that nothing is ever embedded
 * twice and embeddings of different backbones never mix. Losing the folder costs time, nothing else.
 */
export class EmbeddingCache {
	readonly #folder: string;
	readonly #bytes: number;

	constructor(
		dataFolder: string,
		{ id, sha256, dimension }: Pick<BackboneManifest, 'id' | 'sha256' | 'dimension'>,
	) {
		this.#folder = join(dataFolder, 'embeddings', `${id}-${sha256.slice(0, 12)}`);
		this.#bytes = HASH_BYTES + 4 * dimension;
	}

	/** The embedding of the photo with this hash; undefined when there is none, or only a file cut short. */
	async get(sha256: string): Promise<CachedEmbedding | undefined> {
		const file = await readFile(this.#pathOf(sha256)).catch(() => undefined);
		if (file?.length !== this.#bytes) return undefined;
		const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
		return {
			perceptualHash: view.getBigUint64(0, true),
			embedding: new Float32Array(
				file.buffer.slice(file.byteOffset + HASH_BYTES, file.byteOffset + this.#bytes),
			),
		};
	}

	async put(sha256: string, { embedding, perceptualHash }: CachedEmbedding): Promise<void> {
		const file = new Uint8Array(this.#bytes);
		new DataView(file.buffer).setBigUint64(0, perceptualHash, true);
		file.set(new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength), HASH_BYTES);
		const path = this.#pathOf(sha256);
		const temporary = `${path}.${randomUUID()}.tmp`;
		await mkdir(dirname(path), { recursive: true });
		await writeFile(temporary, file);
		await rename(temporary, path);
	}

	#pathOf(sha256: string): string {
		return join(this.#folder, sha256.slice(0, 2), `${sha256}.f32`);
	}
}
