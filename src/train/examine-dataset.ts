import type { Dataset, Photo } from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import type { Engine } from '../model/engine/engine.ts';
import { createGemm } from '../model/linear-algebra/gemm.ts';
import { assembleDataset, CATALOGUE_SEED } from './assemble-dataset.ts';
import { listCatalogueFiles, withCatalogue } from './catalogue-photos.ts';
import { type CleanedDataset, cleanDataset } from './clean-dataset.ts';
import { embedFiles, type RefusedFile } from './embed-files.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import { examineLabels } from './examine-labels.ts';
import { nearestOfLabel } from './nearest-of-label.ts';

export interface ExamineOptions {
	readonly dataset: Dataset;
	readonly photoStore: PhotoStore;
	readonly engine: Engine;
	readonly cache: EmbeddingCache;
	/** While photos are embedded that were not yet. */
	readonly onProgress?: (done: number, total: number) => void;
	readonly signal?: AbortSignal;
}

export interface ExaminedDataset extends CleanedDataset {
	/** By the name that its file goes by. */
	readonly byName: ReadonlyMap<string, Photo>;
	readonly refused: readonly RefusedFile[];
}

/**
 * What the next training would find wrong with a classifier's photos, and leave out: all it does before it learns.
 * Nothing is changed.
 * @throws {UserError} `too-few-labels`, `labels-not-ready`, `cancelled`
 */
export async function examineDataset(options: ExamineOptions): Promise<ExaminedDataset> {
	const { dataset, photoStore, engine, cache, onProgress, signal } = options;
	const files = await listCatalogueFiles(dataset, photoStore);
	const embedded = await embedFiles(files, { engine, cache, onProgress, signal });
	const { photos, refused, byName } = withCatalogue(files, embedded);
	const parts = engine.backbone.manifest.parts.length;
	const gemm = createGemm();
	const assembled = await assembleDataset(photos, {
		parts,
		seed: CATALOGUE_SEED,
		holdout: true,
		tooFew: 'leave-out',
		gemm,
	});
	const cleaned = cleanDataset(assembled, {
		probabilities: await examineLabels(gemm, assembled),
		similarities: await nearestOfLabel(gemm, assembled.photos, parts),
		byName,
	});
	return { ...cleaned, byName, refused };
}
