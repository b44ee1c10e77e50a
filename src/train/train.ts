import { UserError } from '../errors.ts';
import { REGULARISATION_GRID } from '../model/cross-validation.ts';
import type { Engine } from '../model/engine/engine.ts';
import { recordGolden } from '../registry/golden.ts';
import type { Registry } from '../registry/registry.ts';
import type { NewVersion } from '../registry/version-files.ts';
import type { VersionName } from '../registry/version-name.ts';
import { assembleDataset, type TrainingDataset } from './assemble-dataset.ts';
import { embedFiles, type RefusedFile } from './embed-files.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import { type FittedVersion, fitVersion, KEEP_CORRECT } from './fit-version.ts';
import { scanFolder } from './scan-folder.ts';

export interface TrainingProgress {
	readonly step: 'embed' | 'fit';
	readonly done: number;
	readonly total: number;
}

export interface TrainingOptions {
	/** One folder of photos a label. */
	readonly folder: string;
	readonly classifier: string;
	readonly seed: number;
	/** Whether the new version serves at once. */
	readonly promote: boolean;
	readonly engine: Engine;
	readonly cache: EmbeddingCache;
	readonly registry: Registry;
	/** Version of Hantei that trains. */
	readonly code: string;
	readonly onProgress?: (progress: TrainingProgress) => void;
	readonly signal?: AbortSignal;
}

export interface TrainingResult {
	readonly name: VersionName;
	readonly version: NewVersion;
	readonly refused: readonly RefusedFile[];
	readonly leftOut: TrainingDataset['leftOut'];
}

/**
 * From a folder of photos to a model version in the registry. The same photos and seed give the same bytes.
 * @throws {UserError} `file-not-found`, `folder-without-photos`, `too-few-labels`, `too-few-photos`, `cancelled`
 */
export async function trainFromFolder(options: TrainingOptions): Promise<TrainingResult> {
	const { folder, classifier, seed, promote, engine, cache, registry, onProgress, signal } = options;

	const files = await scanFolder(folder);
	const { embedded, refused } = await embedFiles(files, {
		engine,
		cache,
		signal,
		onProgress: (done, total) => onProgress?.({ step: 'embed', done, total }),
	});
	const dataset = assembleDataset(embedded, seed);

	const fits = dataset.folds * REGULARISATION_GRID.length;
	let fitted = 0;
	const fit = await fitVersion(dataset, engine.backbone.manifest.parts, () => {
		if (signal?.aborted) throw new UserError('cancelled', {});
		onProgress?.({ step: 'fit', done: ++fitted, total: fits });
	});

	const version = describeVersion(options, dataset, refused, fit);
	const name = await registry.write(classifier, version);
	if (promote) await registry.promote(name);
	return { name, version, refused, leftOut: dataset.leftOut };
}

function describeVersion(
	{ engine, seed, code }: TrainingOptions,
	dataset: TrainingDataset,
	refused: readonly RefusedFile[],
	{ classifier, evaluation, inverseRegularisation }: FittedVersion,
): NewVersion {
	const { id, sha256, parts, input } = engine.backbone.manifest;
	return {
		classifier,
		evaluation,
		golden: recordGolden(classifier),
		calibration: {
			temperature: classifier.temperature,
			thresholds: classifier.thresholds,
			keeps: KEEP_CORRECT,
		},
		dataset: {
			photos: dataset.photos.map(({ sha256, label, group, fold }) => ({ sha256, label, group, fold })),
			leftOut: [
				...dataset.leftOut,
				...refused.map(({ name, refusal }) => ({ file: name, reason: refusal.code })),
			],
		},
		manifest: {
			format: 1,
			labels: [...dataset.labels],
			backbone: {
				id,
				sha256,
				parts,
				preprocessing: { resize: 'squash', width: input.width, height: input.height },
			},
			training: {
				dataset: dataset.hash,
				photos: dataset.photos.length,
				seed,
				folds: dataset.folds,
				inverseRegularisation,
				code,
			},
		},
		attribution: attributionOf(dataset),
	};
}

function attributionOf({ photos, labels }: TrainingDataset): string {
	const counts = labels.map((label) => {
		const count = photos.filter((photo) => photo.label === label).length;
		return `- ${label}: ${count} photos`;
	});
	return `# Attribution

This model version was trained on a folder of photos without records of author, source or licence. The photos are not
part of it; their SHA-256 hashes are in dataset.json.

${counts.join('\n')}
`;
}
