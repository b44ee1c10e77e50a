import { type Backbone, backboneBytes } from '../model/backbone/folder.ts';
import { measureMilliseconds } from '../model/backbone/speed.ts';
import { classify } from '../model/classifier.ts';
import type { Engine } from '../model/engine/engine.ts';
import { type GroupTally, type Interval, pairedDifference } from '../model/gate/paired-difference.ts';
import { areaUnderRoc } from '../model/statistics/area-under-roc.ts';
import type { ProportionInterval } from '../model/statistics/proportion-intervals.ts';
import { type CrossValidation, crossValidate } from './cross-validate.ts';
import { embedFiles } from './embed-files.ts';
import { EmbeddingCache } from './embedding-cache.ts';
import type { LabelledFile } from './scan-folder.ts';
import type { TrainingProgress } from './training-progress.ts';

/** What a backbone is worth on some photos. */
export interface ComparedBackbone {
	readonly id: string;
	/** Of the network's file. */
	readonly bytes: number;
	/** For a photo that is decoded already, on one thread. */
	readonly milliseconds: number;
	readonly dimension: number;
	readonly photos: number;
	/** Out of fold, with its 95 % Wilson interval. */
	readonly accuracy: ProportionInterval;
	/** Accuracy less that of the first backbone on the same photos, with bounds; absent for the first. */
	readonly difference?: Interval;
	/** How well strangers are told from the labels: photos given as such, else each label in turn left out. */
	readonly unknownAuroc: number | null;
}

export interface CompareOptions {
	/** The others are compared with the first. */
	readonly backbones: readonly Backbone[];
	readonly files: readonly LabelledFile[];
	/** Photos of nothing that has a label. */
	readonly strangers?: readonly LabelledFile[];
	readonly openEngine: (backbone: Backbone) => Promise<Engine>;
	readonly dataFolder: string;
	readonly seed: number;
	readonly onProgress?: (backbone: string, progress: TrainingProgress) => void;
	readonly signal?: AbortSignal;
}

/**
 * Trains on each backbone in turn by cross-validation, on the same photos and in the same way as a training does.
 * @throws {UserError} `too-few-labels`, `too-few-photos`, `cancelled`
 */
export async function compareBackbones(options: CompareOptions): Promise<ComparedBackbone[]> {
	const compared: ComparedBackbone[] = [];
	let first: CrossValidation | undefined;
	for (const backbone of options.backbones) {
		const engine = await options.openEngine(backbone);
		try {
			const { result, unknownAuroc } = await measure(engine, options);
			const { id, dimension } = backbone.manifest;
			const { photos, accuracy } = result.fit.evaluation;
			compared.push({
				id,
				bytes: await backboneBytes(backbone),
				milliseconds: await measureMilliseconds(backbone),
				dimension,
				photos,
				accuracy,
				difference: first && pairedDifference(tallies(first, result)),
				unknownAuroc,
			});
			first ??= result;
		} finally {
			await engine.close();
		}
	}
	return compared;
}

async function measure(
	engine: Engine,
	{ files, strangers, dataFolder, seed, onProgress, signal }: CompareOptions,
): Promise<{ result: CrossValidation; unknownAuroc: number | null }> {
	const { manifest } = engine.backbone;
	const cache = new EmbeddingCache(dataFolder, manifest);
	const report = (progress: TrainingProgress) => onProgress?.(manifest.id, progress);
	const result = await crossValidate(files, { engine, cache, seed, onProgress: report, signal });
	const { classifier, answers, evaluation } = result.fit;
	if (!strangers) return { result, unknownAuroc: evaluation.unknownAuroc ?? null };
	const { embedded } = await embedFiles(strangers, { engine, cache, signal });
	const unknownAuroc = areaUnderRoc(
		embedded.map(({ embedding }) => classify(classifier, embedding).unknownScore),
		answers.map(({ unknownScore }) => unknownScore),
	);
	return { result, unknownAuroc };
}

/** The same photos in the same order, whatever the backbone; what belongs together is said by the first. */
function tallies(first: CrossValidation, other: CrossValidation): GroupTally[] {
	const groups = new Map<number, { photos: number; onlyChampion: number; onlyCandidate: number }>();
	const isRight = ({ dataset, fit }: CrossValidation, n: number) =>
		fit.answers[n].judged === dataset.photos[n].labelIndex;
	for (const [n, { group }] of first.dataset.photos.entries()) {
		const tally = groups.get(group) ?? { photos: 0, onlyChampion: 0, onlyCandidate: 0 };
		const [champion, candidate] = [isRight(first, n), isRight(other, n)];
		tally.photos++;
		if (champion && !candidate) tally.onlyChampion++;
		if (candidate && !champion) tally.onlyCandidate++;
		groups.set(group, tally);
	}
	return [...groups.values()];
}
