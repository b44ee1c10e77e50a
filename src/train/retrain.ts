import type { Dataset } from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import { isUserError, UserError } from '../errors.ts';
import type { Engine } from '../model/engine/engine.ts';
import type { Evaluation } from '../model/evaluation.ts';
import { applyGate } from '../model/gate/gate.ts';
import { createGemm } from '../model/linear-algebra/gemm.ts';
import type { Registry } from '../registry/registry.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import { formatVersionName } from '../registry/version-name.ts';
import { assembleDataset, CATALOGUE_SEED } from './assemble-dataset.ts';
import { creditsOf } from './attribution.ts';
import { listCatalogueFiles, listTakenBack, withCatalogue } from './catalogue-photos.ts';
import { type CleanedDataset, cleanDataset } from './clean-dataset.ts';
import { mostFits } from './cross-validate.ts';
import { readNewest } from './current-version.ts';
import { describeVersion } from './describe-version.ts';
import { embedForTraining } from './embed-for-training.ts';
import { deleteEmbeddings } from './embedding-files.ts';
import { examineLabels } from './examine-labels.ts';
import { fineTune, keepTuned } from './fine-tuning/fine-tune.ts';
import { isBetter, isTunedAsWished, tuningFor, weighTuned } from './fine-tuning/try-tuning.ts';
import { fitVersion } from './fit-version.ts';
import { type CandidateModel, honestPairs } from './honest-pairs.ts';
import { marginsOfNotLearned } from './kept-margins.ts';
import { findServedBefore, isMadeOf, returnTo, wouldStayBack } from './made-before.ts';
import { nearestOfLabel } from './nearest-of-label.ts';
import { labelsNotLearned } from './not-learned.ts';
import type { CrawlFirst, TrainingOutcome, TrainingRequest } from './training.ts';
import type { TrainingProgress, TrainingStep } from './training-progress.ts';

export interface RetrainOptions {
	readonly request: TrainingRequest;
	/** Of the classifier. */
	readonly dataset: Dataset;
	readonly photoStore: PhotoStore;
	readonly registry: Registry;
	/** Where embeddings are kept. */
	readonly dataFolder: string;
	/** Version of Hantei that trains: another one may make another model of the same photos. */
	readonly code: string;
	/** Opens an engine for as long as it is needed, since it takes its share of memory. */
	readonly withEngine: <Result>(work: (engine: Engine) => Promise<Result>) => Promise<Result>;
	/** Collects photos into the dataset. */
	readonly crawl: (wish: CrawlFirst) => Promise<void>;
	/** Of fine-tuning; as many as usual, when absent. */
	readonly epochs?: number;
	/** Photos of a label from which fine-tuning is tried; `ENOUGH_PHOTOS`, when absent. */
	readonly enoughPhotos?: number;
	readonly onProgress?: (progress: TrainingProgress) => void;
	readonly signal?: AbortSignal;
}

/**
 * From a classifier's photos to the model that serves it. Everything up to `publish` only reads and fills caches:
 * stopped anywhere before, it leaves the models as they were, and the next one goes on with what was crawled and embedded.
 * The same photos give the same bytes.
 * @throws {UserError} `too-few-labels`, `labels-not-ready`, `cancelled`
 */
export async function retrain(options: RetrainOptions): Promise<TrainingOutcome> {
	const { request, dataset, photoStore, registry, dataFolder, code, onProgress, signal } = options;
	const { classifier, force = false, letGo } = request;
	const enter = (step: TrainingStep) => {
		stopIfCancelled();
		onProgress?.({ step });
	};
	const stopIfCancelled = () => {
		if (signal?.aborted) throw new UserError('cancelled', {});
	};

	if (request.crawl) {
		enter('crawl');
		await options.crawl(request.crawl);
	}

	enter('embed');
	const files = await listCatalogueFiles(dataset, photoStore);
	const { backbone, strangers, before, ...embedded } = await options.withEngine((engine) =>
		embedForTraining(files, {
			engine,
			registry,
			classifier,
			dataFolder,
			signal,
			onProgress: (done, total) => onProgress?.({ step: 'embed', done, total }),
		}),
	);
	// Embedded just when its member had it deleted: nothing of it stays, and nothing is learnt from it.
	const takenBack = new Set(await listTakenBack(files, dataset));
	await deleteEmbeddings(
		dataFolder,
		Array.from(takenBack, ({ photo }) => photo.file.sha256),
	);
	const { photos, refused, byName } = withCatalogue(
		files.filter((file) => !takenBack.has(file)),
		embedded,
	);

	enter('group');
	const gemm = createGemm();
	const parts = backbone.parts.length;
	const assembled = await assembleDataset(photos, {
		parts,
		seed: CATALOGUE_SEED,
		holdout: true,
		tooFew: 'leave-out',
		onStep: stopIfCancelled,
		gemm,
	});
	const leftOut = assembled.leftOutLabels;
	const tuning = tuningFor(request.fineTune, assembled, backbone, options.enoughPhotos);
	const names = await dataset.labels.displayNames();

	const judge = async (candidate: CandidateModel, evaluation: Evaluation) =>
		applyGate({
			labels: (await dataset.labels.list()).map(({ name }) => name),
			candidate: { labels: candidate.dataset.labels, evaluation },
			champion: before && { labels: before.version.manifest.labels, evaluation: before.version.evaluation },
			pairs: before ? honestPairs(candidate, before) : [],
		});
	const ingredients = { hash: assembled.hash, backbone: backbone.sha256, code };
	if (before && request.reason === 'move' && before.backbone.manifest.sha256 !== backbone.sha256) {
		const earlier = await findServedBefore(registry, classifier, ingredients);
		if (earlier) {
			await returnTo(earlier, registry);
			const detail = { version: formatVersionName(earlier), before: formatVersionName(before.name) };
			await dataset.audit.record({ action: 'roll-back', by: request.by, detail });
			return { kind: 'unchanged', champion: formatVersionName(earlier), leftOut, names };
		}
	}
	const last = force ? undefined : await readNewest(registry, classifier);
	// What was trained last and kept would be kept again: night after night, the same version under another number.
	const isSettled =
		(before &&
			isMadeOf(before.version.manifest, ingredients) &&
			(!tuning || isTunedAsWished(before.version.manifest, tuning))) ||
		(last &&
			isMadeOf(last.version.manifest, ingredients) &&
			isTunedAsWished(last.version.manifest, tuning) &&
			(await wouldStayBack(last, registry, ({ evaluation, predictions }) =>
				judge({ dataset: assembled, honest: predictions.probabilities }, evaluation),
			)));
	if (before && isSettled)
		return { kind: 'unchanged', champion: formatVersionName(before.name), leftOut, names };

	enter('clean');
	const cleaned = cleanDataset(assembled, {
		probabilities: await examineLabels(gemm, assembled, stopIfCancelled),
		similarities: await nearestOfLabel(gemm, assembled.photos, parts, stopIfCancelled),
		byName,
	});

	enter('fit');
	const total = mostFits(assembled.folds);
	let done = 0;
	const head = await fitVersion({
		...cleaned.dataset,
		parts: backbone.parts,
		strangers,
		gemm,
		onFit: () => {
			stopIfCancelled();
			onProgress?.({ step: 'fit', done: ++done, total });
		},
	});
	if (tuning) enter('tune');
	const tuned =
		tuning &&
		(await fineTune({
			...options,
			dataset: cleaned.dataset,
			backbone,
			inverseRegularisation: head.inverseRegularisation,
			seed: CATALOGUE_SEED,
			gemm,
			onProgress: (done, total) => onProgress?.({ step: 'tune', done, total }),
		}).catch((error: unknown) => {
			// What was only a try must not take the night with it.
			if (tuning === 'if-better' && isUserError(error, 'training-diverged')) return undefined;
			throw error;
		}));
	const weighed = tuned && weighTuned(cleaned.dataset, { head, tuned: tuned.fit });
	const own = tuned && weighed && (tuning === 'always' || isBetter(weighed)) ? tuned : undefined;
	const fitted = own?.fit ?? head;

	enter('evaluate');
	const { evaluation } = fitted;
	const otherwise = await labelsNotLearned(classifier, registry, assembled.labels);
	const answered = {
		photos: cleaned.dataset.photos,
		answers: fitted.answers,
		labels: assembled.labels,
	};
	const { keptMargins, alike } = await marginsOfNotLearned(otherwise, answered, { registry, backbone });
	const version = describeVersion({
		dataset: cleaned.dataset,
		refused,
		fit: fitted,
		backbone: own?.backbone ?? backbone,
		...(own ? { fineTuned: { from: own.from } } : tuning && { fineTuningTried: true }),
		seed: CATALOGUE_SEED,
		code,
		names,
		attribution: creditsOf(cleaned.dataset, byName),
		keptMargins,
	});

	enter('decide');
	const verdict = await judge({ dataset: cleaned.dataset, honest: fitted.honest }, evaluation);
	const promoted = force || verdict.decision === 'promote';
	const forced = force && verdict.decision === 'keep';

	enter('publish');
	await dataset.findings.replace(cleaned.findings, cleaned.lessons);
	if (own) await keepTuned(own, dataFolder);
	const name = await registry.write(classifier, version);
	const isKept = otherwise?.isKept === true && !letGo;
	const notLearned = otherwise && { ...otherwise, isKept, ...(isKept && { alike }) };
	if (promoted) await registry.promote(name, classifier, { letGo });
	await recordChanges(dataset, {
		by: request.by,
		promotion: promoted ? { version: formatVersionName(name), reason: verdict.reason, forced } : undefined,
		excluded: version.manifest.training.excluded,
	});
	return {
		kind: 'trained',
		version: formatVersionName(name),
		promoted,
		forced,
		verdict,
		evaluation,
		before: before && {
			version: formatVersionName(before.name),
			evaluation: before.version.evaluation,
		},
		photos: countPhotos(cleaned, before?.version),
		labels: assembled.labels,
		names,
		...(promoted && notLearned && { notLearned }),
		leftOut,
		...(own && { fineTuning: { isKept: true, bytes: own.onnx.length } }),
		...(!own && weighed && { fineTuning: { isKept: false, verdict: weighed } }),
	};
}

interface Changes {
	readonly by: string;
	readonly promotion?: { readonly version: string; readonly reason: string; readonly forced: boolean };
	readonly excluded: number;
}

async function recordChanges({ audit }: Dataset, { by, promotion, excluded }: Changes): Promise<void> {
	if (excluded > 0) await audit.record({ action: 'doctor-exclude', by, detail: { photos: excluded } });
	if (!promotion) return;
	const { forced, ...detail } = promotion;
	await audit.record({ action: forced ? 'force-promote' : 'promote', by, detail });
}

function countPhotos({ dataset: { photos }, findings }: CleanedDataset, before: ModelVersion | undefined) {
	const known = new Set(before?.dataset.photos.map(({ sha256 }) => sha256));
	return {
		training: photos.filter(({ fold, isExcluded }) => fold !== null && !isExcluded).length,
		holdout: photos.filter(({ fold }) => fold === null).length,
		excluded: photos.filter(({ isExcluded }) => isExcluded).length,
		flagged: new Set(findings.map(({ photoId }) => photoId)).size,
		added: photos.filter(({ sha256 }) => !known.has(sha256)).length,
	};
}
