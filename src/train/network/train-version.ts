import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ImageLimits } from '../../image/limits.ts';
import { createGemm } from '../../model/linear-algebra/gemm.ts';
import { withForeignNetwork } from '../../model/network-import/import-network.ts';
import { onnxEngine } from '../../model/network-training/onnx-engine.ts';
import { summarise } from '../../model/network-training/summary.ts';
import { assembleDataset, CATALOGUE_SEED } from '../assemble-dataset.ts';
import { listCatalogueFiles, withCatalogue } from '../catalogue-photos.ts';
import { embedForTraining } from '../embed-for-training.ts';
import { importVersion } from '../import/import-version.ts';
import type { NetworkWish } from '../import/wish.ts';
import type { RetrainOptions } from '../retrain.ts';
import type { TrainingOutcome } from '../training.ts';
import type { NetworkLearning, TrainingStep } from '../training-progress.ts';
import { readCatalogueDataset } from './catalogue-dataset.ts';
import type { NetworkProgress } from './network-run.ts';
import { type NetworkRecipe, settingsOf } from './recipe.ts';
import { trainNetwork } from './train-network.ts';

export interface TrainVersionOptions extends Omit<RetrainOptions, 'crawl'> {
	readonly recipe: NetworkRecipe;
	readonly limits: ImageLimits;
}

/**
 * From a classifier's photos to a network that is trained from scratch, and to the model that serves where the gate lets it. It
 * learns from no photo of the holdout, and is measured as any network that somebody brings. Stopped, it goes on from the
 * last whole epoch when the same is asked for again.
 * @throws {UserError} `labels-not-ready`, `training-diverged`, `cancelled`, and as `importVersion`
 */
export async function trainVersion(options: TrainVersionOptions): Promise<TrainingOutcome> {
	const { recipe, request, dataset, photoStore, registry, dataFolder, limits, onProgress } = options;
	const signal = options.signal ?? new AbortController().signal;
	const enter = (step: TrainingStep) => {
		signal.throwIfAborted();
		onProgress?.({ step });
	};

	enter('embed');
	const files = await listCatalogueFiles(dataset, photoStore);
	const { providers, ...embedded } = await options.withEngine(async (engine) => ({
		providers: engine.device.providers,
		...(await embedForTraining(files, {
			engine,
			registry,
			classifier: request.classifier,
			dataFolder,
			views: ['original'],
			signal,
			onProgress: (done, total) => onProgress?.({ step: 'embed', done, total }),
		})),
	}));

	enter('group');
	const assembled = await assembleDataset(withCatalogue(files, embedded).photos, {
		parts: embedded.backbone.parts.length,
		seed: CATALOGUE_SEED,
		holdout: true,
		tooFew: 'leave-out',
		gemm: createGemm(),
	});

	enter('learn');
	const folder = join(dataFolder, 'network-training');
	const path = join(folder, `${randomUUID()}.keras`);
	let network: NetworkLearning = { epochs: recipe.epochs, curve: [] };
	const { epochs, learnt } = await trainNetwork(settingsOf(recipe, { outs: [path], checkpoints: folder }), {
		read: (pixels) => readCatalogueDataset(assembled, { ...pixels, limits }),
		engineFor: (_, begunIn) => onnxEngine({ providers, begunIn }),
		signal,
		onProgress(progress) {
			network = follow(network, progress);
			onProgress?.({ step: 'learn', done: network.curve.length, total: recipe.epochs, network });
		},
	});

	const wish: NetworkWish = {
		path,
		isTemporary: true,
		name: `${recipe.architecture}.keras`,
		licence: 'NOASSERTION',
		learnt: [...learnt],
	};
	const outcome = await withForeignNetwork({ path, wishes: {}, dataFolder, signal }, (read) =>
		importVersion({
			...options,
			wish,
			network: read,
			// That it is read again, and its photos looked at by itself, is no step for people.
			onProgress: ({ step, ...rest }) =>
				onProgress?.(
					step === 'read' || step === 'embed' ? { step: 'evaluate', network } : { step, ...rest, network },
				),
		}),
	);
	return outcome.kind === 'trained'
		? { ...outcome, leftOut: assembled.leftOutLabels, curve: epochs }
		: outcome;
}

/** How far a network is after what was told of it last. */
function follow(before: NetworkLearning, progress: NetworkProgress): NetworkLearning {
	const { epochs, curve, summary } = before;
	switch (progress.kind) {
		case 'photos':
			return before;
		case 'begins':
			return { epochs, curve: progress.resumed, summary: summarise(progress.layers) };
		case 'step': {
			const { epoch, done, total, loss, accuracy } = progress;
			return { epochs, curve, summary, step: { epoch, done, total, loss, accuracy } };
		}
		case 'epoch':
			return { epochs, curve: [...curve, progress.epoch], summary };
	}
}
