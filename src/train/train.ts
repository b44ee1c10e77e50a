import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { displayNamesOf } from '../dataset/catalogue/catalogue.ts';
import { readDatasetFile } from '../dataset/dataset-file.ts';
import type { LabelNames } from '../model/display-names.ts';
import type { Engine } from '../model/engine/engine.ts';
import { createGemm } from '../model/linear-algebra/gemm.ts';
import type { Registry } from '../registry/registry.ts';
import type { NewVersion } from '../registry/version-files.ts';
import { parseVersionName, type VersionName } from '../registry/version-name.ts';
import type { TrainingDataset } from './assemble-dataset.ts';
import { crossValidate } from './cross-validate.ts';
import { describeVersion } from './describe-version.ts';
import type { RefusedFile } from './embed-files.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import { fineTune, keepTuned, requireTunable } from './fine-tuning/fine-tune.ts';
import { scanFolder } from './scan-folder.ts';
import type { TrainingProgress } from './training-progress.ts';

export interface TrainingOptions {
	/** One folder of photos a label. */
	readonly folder: string;
	readonly classifier: string;
	readonly seed: number;
	/** Whether the new version serves at once. */
	readonly promote: boolean;
	/** Trains the last blocks of the backbone, too, and keeps what comes of it there. */
	readonly fineTuning?: { readonly dataFolder: string };
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
 * From a folder of photos to a model version in the registry: the steps of `retrain` that need no catalogue. The same
 * photos and seed give the same bytes.
 * @throws {UserError} `file-not-found`, `folder-without-photos`, `too-few-labels`, `too-few-photos`, `cancelled`
 */
export async function trainFromFolder(options: TrainingOptions): Promise<TrainingResult> {
	const { folder, classifier, seed, promote, fineTuning, engine, cache, registry, code, onProgress, signal } =
		options;
	const backbone = engine.backbone.manifest;
	if (fineTuning) requireTunable(backbone);
	const files = await scanFolder(folder);
	const { dataset, fit, refused } = await crossValidate(files, { engine, cache, seed, onProgress, signal });
	const tuned = fineTuning
		? await fineTune({
				...options,
				dataset,
				backbone,
				inverseRegularisation: fit.inverseRegularisation,
				gemm: createGemm(),
				withEngine: (work) => work(engine),
				onProgress: (done, total) => onProgress?.({ step: 'tune', done, total }),
			})
		: undefined;
	if (tuned && fineTuning) await keepTuned(tuned, fineTuning.dataFolder);
	const attribution = attributionOf(dataset);
	const names = { ...(await namesOfChampion(registry, classifier)), ...(await namesInFolder(folder)) };
	const version = describeVersion({
		dataset,
		refused,
		fit: tuned?.fit ?? fit,
		backbone: tuned?.backbone ?? backbone,
		...(tuned && { fineTuned: { from: tuned.from } }),
		seed,
		code,
		names,
		attribution,
	});
	const name = await registry.write(classifier, version);
	if (promote) await registry.promote(name);
	return { name, version, refused, leftOut: dataset.leftOut };
}

/** What a label was called stays while a person gives it no other name. */
async function namesOfChampion(registry: Registry, classifier: string): Promise<LabelNames> {
	const { champion } = await registry.aliases(classifier);
	const name = parseVersionName(champion ?? '', classifier);
	const manifest = name && (await registry.readManifest(name).catch(() => undefined));
	return manifest?.displayNames ?? {};
}

/** As `hantei dataset export` writes them beside the photos. */
async function namesInFolder(folder: string): Promise<LabelNames> {
	const text = await readFile(join(folder, 'dataset.json'), 'utf8').catch(() => '');
	const labels = readDatasetFile(text)?.labels ?? [];
	return Object.fromEntries(labels.map((label) => [label.name, displayNamesOf(label)]));
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
