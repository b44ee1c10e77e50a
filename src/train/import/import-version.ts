import { rm } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import type { Backbone } from '../../model/backbone/folder.ts';
import type { Engine } from '../../model/engine/engine.ts';
import { applyGate } from '../../model/gate/gate.ts';
import { createGemm } from '../../model/linear-algebra/gemm.ts';
import { importNetwork } from '../../model/network-import/import-network.ts';
import { requireLabels } from '../../model/network-import/labels.ts';
import type { ReadNetwork } from '../../model/network-import/order.ts';
import { formatVersionName } from '../../registry/version-name.ts';
import { CATALOGUE_SEED, type TrainingDataset } from '../assemble-dataset.ts';
import { attributionOf } from '../attribution.ts';
import { describeVersion } from '../describe-version.ts';
import { embedFiles } from '../embed-files.ts';
import { embedForTraining } from '../embed-for-training.ts';
import { EmbeddingCache } from '../embedding-cache.ts';
import { honestPairs } from '../honest-pairs.ts';
import type { RetrainOptions } from '../retrain.ts';
import type { TrainingOutcome } from '../training.ts';
import type { TrainingStep } from '../training-progress.ts';
import { chooseRange } from './choose-range.ts';
import { fitNetwork, type NetworkFitPhoto } from './fit-network.ts';
import { assembleJudged, listJudgingFiles } from './judged-photos.ts';
import type { NetworkWish } from './wish.ts';

export interface ImportVersionOptions extends Omit<RetrainOptions, 'crawl'> {
	readonly wish: NetworkWish;
	/** As `withForeignNetwork` has it read. */
	readonly network: Promise<ReadNetwork>;
	/** Before photos are looked at, which may be thousands. */
	readonly beforePhotos?: () => void;
}

/**
 * From a network that somebody brings to a version, and to the model that serves where the gate lets it. The network up to
 * its classes becomes a backbone of its own; its head reads what the network says of them. Photos of its labels, where there
 * are such, give temperature, familiarity, threshold and figures. Everything up to `publish` leaves the models as they were.
 * @throws {UserError} `network-*`, `conversion-unsupported`, `file-*`, `cancelled`
 */
export async function importVersion(options: ImportVersionOptions): Promise<TrainingOutcome> {
	const { wish, withEngine } = options;
	try {
		return await withEngine((engine) => importWith(engine, options));
	} finally {
		if (wish.isTemporary) await rm(wish.path, { force: true });
	}
}

async function importWith(engine: Engine, options: ImportVersionOptions): Promise<TrainingOutcome> {
	const { wish, request, dataset, photoStore, registry, dataFolder, code, onProgress, signal } = options;
	const { classifier, force = false } = request;
	const enter = (step: TrainingStep) => {
		if (signal?.aborted) throw new UserError('cancelled', {});
		onProgress?.({ step });
	};

	enter('read');
	const judging = await listJudgingFiles(wish.photos, dataset, photoStore);
	const network = await options.network;
	if (judging.files.length > 0) options.beforePhotos?.();
	const labels = requireLabels(network.classes, wish.labels, network.labels);
	const chosen = await chooseRange(network, labels, judging.files, { engine, path: wish.name, signal });
	const backbone = await importNetwork(network, chosen.candidate, { ...wish, dataFolder, signal });

	enter('embed');
	const files = judging.files.filter(({ label }) => labels.includes(label));

	const seen = await embedForTraining(files, {
		engine,
		registry,
		classifier,
		dataFolder,
		views: ['original'],
		signal,
		onProgress: (done, total) => onProgress?.({ step: 'embed', done, total }),
	});
	const { photos, refused, byName } = judging.known(seen);
	const assembled = await assembleJudged(photos, labels, {
		parts: seen.backbone.parts.length,
		hasHoldout: judging.hasHoldout,
		gemm: createGemm(),
	});
	const judged = await embedOnItsOwn(assembled, { engine, backbone, dataFolder, signal });

	enter('evaluate');
	const placed = markLearnt(judged, new Set(wish.learnt));
	const fit = fitNetwork({ photos: placed, labels, parts: backbone.manifest.parts });
	const { evaluation } = fit;
	const version = describeVersion({
		dataset: { ...assembled, photos: placed },
		refused,
		fit,
		backbone: backbone.manifest,
		seed: CATALOGUE_SEED,
		code,
		attribution: attributionOf(wish, placed, byName),
		views: ['original'],
		network: {
			file: wish.name,
			format: backbone.manifest.network?.format ?? '',
			licence: wish.licence,
			...(chosen.candidate.range && { range: chosen.candidate.range }),
		},
	});

	enter('decide');
	const { before } = seen;
	const honest = [...placed.keys()].filter((n) => !placed[n].isLearnt);
	const verdict = applyGate({
		labels: (await dataset.labels.list()).map(({ name }) => name),
		candidate: { labels, evaluation },
		champion: before && { labels: before.version.manifest.labels, evaluation: before.version.evaluation },
		pairs: before
			? honestPairs(
					{
						// What the champion makes of a photo that is new to it, it makes on the backbone in use.
						dataset: { ...assembled, photos: honest.map((n) => assembled.photos[n]) },
						honest: honest.map((n) => fit.honest[n]),
					},
					before,
				)
			: [],
	});
	const promoted = force || (verdict.decision === 'promote' && wish.staysBack !== true);
	const forced = force && verdict.decision === 'keep';

	enter('publish');
	const name = await registry.write(classifier, version);
	const written = formatVersionName(name);
	const { by } = request;
	await dataset.audit.record({ action: 'model-import', by, detail: { version: written, file: wish.name } });
	if (promoted) {
		await registry.promote(name, classifier, { letGo: request.letGo });
		const detail = { version: written, reason: verdict.reason };
		await dataset.audit.record({ action: forced ? 'force-promote' : 'promote', by, detail });
	}
	const known = new Set(before?.version.dataset.photos.map(({ sha256 }) => sha256));
	return {
		kind: 'trained',
		version: written,
		promoted,
		forced,
		verdict,
		evaluation,
		before: before && {
			version: formatVersionName(before.name),
			evaluation: before.version.evaluation,
		},
		photos: {
			training: placed.length - honest.length,
			holdout: honest.length,
			excluded: 0,
			flagged: 0,
			added: placed.filter(({ sha256 }) => !known.has(sha256)).length,
		},
		labels,
		leftOut: assembled.leftOutLabels,
		...(chosen.evidence && { ranges: chosen.evidence }),
	};
}

type Judged = TrainingDataset['photos'][number];

/** The same photos with what the network's own backbone makes of them. */
async function embedOnItsOwn(
	{ photos }: TrainingDataset,
	{
		engine,
		backbone,
		dataFolder,
		signal,
	}: {
		readonly engine: Engine;
		readonly backbone: Backbone;
		readonly dataFolder: string;
		readonly signal?: AbortSignal;
	},
): Promise<Judged[]> {
	const cache = new EmbeddingCache(dataFolder, backbone.manifest);
	const { embedded } = await embedFiles(photos, { engine, backbone, cache, signal });
	const byHash = new Map(embedded.map(({ sha256, embedding }) => [sha256, embedding]));
	return photos.map((photo) => ({
		...photo,
		views: new Map(),
		embedding: byHash.get(photo.sha256) ?? new Float32Array(backbone.manifest.dimension),
	}));
}

/** A photo whose group the network has seen is no test of it; all others are kept apart for just that. */
function markLearnt(
	photos: readonly Judged[],
	learnt: ReadonlySet<string>,
): (Judged & Pick<NetworkFitPhoto, 'isLearnt'>)[] {
	const groups = new Set(photos.filter(({ sha256 }) => learnt.has(sha256)).map(({ group }) => group));
	return photos.map((photo) => {
		const isLearnt = groups.has(photo.group);
		if (groups.size === 0) return { ...photo, isLearnt };
		return { ...photo, isLearnt, fold: isLearnt ? (photo.fold ?? 0) : null };
	});
}
