import { UserError } from '../errors.ts';
import { readReferenceStrangers } from '../model/backbone/reference-strangers.ts';
import { REGULARISATION_GRID } from '../model/cross-validation.ts';
import type { Engine } from '../model/engine/engine.ts';
import { createGemm } from '../model/linear-algebra/gemm.ts';
import { assembleDataset, type TrainingDataset } from './assemble-dataset.ts';
import type { FittedVersion } from './calibrate-version.ts';
import { embedFiles, type RefusedFile } from './embed-files.ts';
import { TRAINING_VIEWS } from './embed-for-training.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import { fitVersion } from './fit-version.ts';
import type { LabelledFile } from './scan-folder.ts';
import type { TrainingProgress } from './training-progress.ts';

export interface CrossValidationOptions {
	readonly engine: Engine;
	readonly cache: EmbeddingCache;
	/** Decides how groups are dealt into folds. */
	readonly seed: number;
	readonly onProgress?: (progress: TrainingProgress) => void;
	readonly signal?: AbortSignal;
}

export interface CrossValidation {
	readonly dataset: TrainingDataset;
	/** The evaluation is of answers out of fold; answers are in the order of the dataset's photos. */
	readonly fit: FittedVersion;
	readonly refused: readonly RefusedFile[];
}

/**
 * What training on files would reach: each judged by a head that saw neither it nor its like.
 * @throws {UserError} `too-few-labels`, `too-few-photos`, `cancelled`
 */
export async function crossValidate(
	files: readonly LabelledFile[],
	{ engine, cache, seed, onProgress, signal }: CrossValidationOptions,
): Promise<CrossValidation> {
	const stopIfCancelled = () => {
		if (signal?.aborted) throw new UserError('cancelled', {});
	};
	const { parts } = engine.backbone.manifest;
	const { embedded, refused } = await embedFiles(files, {
		engine,
		cache,
		views: TRAINING_VIEWS,
		signal,
		onProgress: (done, total) => onProgress?.({ step: 'embed', done, total }),
	});
	const gemm = createGemm();
	const dataset = await assembleDataset(embedded, {
		parts: parts.length,
		seed,
		holdout: false,
		tooFew: 'refuse',
		onStep: stopIfCancelled,
		gemm,
	});
	let fits = 0;
	const fit = await fitVersion({
		...dataset,
		parts,
		strangers: await readReferenceStrangers(engine.backbone),
		gemm,
		onFit: () => {
			stopIfCancelled();
			onProgress?.({ step: 'fit', done: ++fits, total: mostFits(dataset.folds) });
		},
	});
	return { dataset, fit, refused };
}

/**
 * Fits that `fitVersion` does at most, for progress: each value of C and then, with the views, the chosen one, on every
 * fold. It may need fewer, since the search ends where larger values no longer help.
 */
export function mostFits(folds: number): number {
	return folds * (REGULARISATION_GRID.length + 1);
}
