import { createHash } from 'node:crypto';
import PQueue from 'p-queue';
import { isUserError, UserError } from '../errors.ts';
import type { ViewName } from '../image/views.ts';
import type { Backbone } from '../model/backbone/folder.ts';
import type { EmbeddedViews, Engine } from '../model/engine/engine.ts';
import { embedOnce } from './embed-once.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import { type LabelledFile, readLabelled } from './scan-folder.ts';

export interface EmbeddedFile extends LabelledFile, EmbeddedViews {
	readonly sha256: string;
	/** Of the original. */
	readonly embedding: Float32Array;
}

export interface RefusedFile extends LabelledFile {
	readonly refusal: UserError;
}

export interface EmbeddedFiles {
	readonly embedded: readonly EmbeddedFile[];
	readonly refused: readonly RefusedFile[];
}

export interface EmbedFilesOptions {
	readonly engine: Engine;
	/** The one in use, where none is given. */
	readonly backbone?: Backbone;
	/** Of that backbone. */
	readonly cache: EmbeddingCache;
	/** Besides the original, which is always embedded. */
	readonly views?: readonly ViewName[];
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
	{ onProgress, ...options }: EmbedFilesOptions,
): Promise<EmbeddedFiles> {
	// One more than the workers, so that a file is being read while each of them computes.
	const queue = new PQueue({ concurrency: options.engine.load().workers + 1 });
	let done = 0;
	const results = await queue
		.addAll(
			files.map((file) => async (): Promise<EmbeddedFile | RefusedFile> => {
				if (options.signal?.aborted) throw new UserError('cancelled', {});
				const result = await embedFile(file, options);
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
	{ engine, backbone, cache, views = [], signal }: EmbedFilesOptions,
): Promise<EmbeddedFile | RefusedFile> {
	try {
		const bytes = await readLabelled(file);
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const wanted: ViewName[] = ['original', ...views.filter((view) => view !== 'original')];
		const photo = await embedOnce(bytes, sha256, wanted, { engine, backbone, cache, signal });
		const embedding = photo.views.get('original') as Float32Array;
		return {
			...file,
			sha256,
			views: photo.views,
			embedding,
			perceptualHash: photo.perceptualHash,
			sharpness: photo.sharpness,
		};
	} catch (error) {
		if (isUserError(error) && error.code !== 'cancelled' && error.code !== 'engine-closed')
			return { ...file, refusal: error };
		throw error;
	}
}
