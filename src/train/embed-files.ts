import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import PQueue from 'p-queue';
import { isUserError, UserError } from '../errors.ts';
import type { Engine } from '../model/engine/engine.ts';
import type { CachedEmbedding, EmbeddingCache } from './embedding-cache.ts';
import type { LabelledFile } from './scan-folder.ts';

export interface EmbeddedFile extends LabelledFile, CachedEmbedding {
	readonly sha256: string;
}

export interface RefusedFile extends LabelledFile {
	readonly refusal: UserError;
}

export interface EmbeddedFiles {
	readonly embedded: readonly EmbeddedFile[];
	readonly refused: readonly RefusedFile[];
}

export interface EmbedOptions {
	readonly engine: Engine;
	readonly cache: EmbeddingCache;
	readonly onProgress?: (done: number, total: number) => void;
	readonly signal?: AbortSignal;
}

/**
 * Embeds files, each only once in its life: what the cache knows is not decoded again. A file that cannot be used is
 * listed with its reason, and never stops the others. What is done when a run is cancelled stays in the cache.
 * @throws {UserError} `cancelled`
 */
export async function embedFiles(
	files: readonly LabelledFile[],
	{ engine, cache, onProgress, signal }: EmbedOptions,
): Promise<EmbeddedFiles> {
	// One more than the workers, so that a file is being read while each of them computes.
	const queue = new PQueue({ concurrency: engine.load().workers + 1 });
	let done = 0;
	const results = await queue
		.addAll(
			files.map((file) => async (): Promise<EmbeddedFile | RefusedFile> => {
				if (signal?.aborted) throw new UserError('cancelled', {});
				const result = await embedFile(file, { engine, cache, signal });
				onProgress?.(++done, files.length);
				return result;
			}),
		)
		// Whoever hears that it failed may close the engine: nothing of it must be under way any more.
		.finally(() => {
			queue.clear();
			return queue.onIdle();
		});
	return {
		embedded: results.filter((result) => 'embedding' in result),
		refused: results.filter((result) => 'refusal' in result),
	};
}

async function embedFile(
	file: LabelledFile,
	{ engine, cache, signal }: EmbedOptions,
): Promise<EmbeddedFile | RefusedFile> {
	try {
		const bytes = await readFile(file.path).catch((error: NodeJS.ErrnoException) => {
			throw new UserError('file-unreadable', { path: file.name, reason: error.code ?? error.message });
		});
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const known = await cache.get(sha256);
		if (known) return { ...file, sha256, ...known };
		const { embedding, perceptualHash } = await engine.embed(bytes, { signal });
		await cache.put(sha256, { embedding, perceptualHash });
		return { ...file, sha256, embedding, perceptualHash };
	} catch (error) {
		if (isUserError(error) && error.code !== 'cancelled' && error.code !== 'engine-closed')
			return { ...file, refusal: error };
		throw error;
	}
}
