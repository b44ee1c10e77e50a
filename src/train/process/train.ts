import { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../dataset/photo-store.ts';
import { createLogger } from '../../log.ts';
import { openBackbones } from '../../model/backbone/shared-backbones.ts';
import { Engine } from '../../model/engine/engine.ts';
import { findDevice } from '../../model/engine/providers/device.ts';
import type { ReadNetwork } from '../../model/network-import/order.ts';
import { Registry } from '../../registry/registry.ts';
import { openStorage } from '../../storage/storage.ts';
import { openRows } from '../../store/open-rows.ts';
import { openChoice } from '../backbone/choice.ts';
import { openBackboneInUse } from '../backbone/open-in-use.ts';
import type { CrawlFirst, TrainingOutcome } from '../training.ts';
import type { TrainingProgress } from '../training-progress.ts';
import { lowerPriority } from './give-way.ts';
import type { StartOrder } from './protocol.ts';

/** What a training is given by the process that asked for it. */
export interface TrainingTools {
	readonly crawl: (wish: CrawlFirst) => Promise<void>;
	readonly requireHeld: () => Promise<void>;
	readonly signal: AbortSignal;
	readonly onProgress: (progress: TrainingProgress) => void;
	readonly onModelsChanged: () => void;
}

/**
 * Does one training, with nothing loaded that only the others need.
 * @param network that is to be imported
 */
export async function train(
	{ request, settings, fencingToken }: StartOrder,
	{ crawl, requireHeld, signal, onProgress, onModelsChanged }: TrainingTools,
	network?: Promise<ReadNetwork>,
): Promise<TrainingOutcome> {
	const { dataFolder, models, workers, timeoutMs, limits, code } = settings;
	const logger = createLogger(settings.logLevel);
	const device = await findDevice(settings.executionProviders ?? ['cpu']);
	const storage = openStorage({ dataFolder, modelsFolder: models.folder }, settings.storage);
	const backbones = openBackbones(dataFolder, settings.backbone, storage.backbones);
	const registry = new Registry({
		models: storage.models,
		shipped: models.shipped,
		backbones,
		requireHeld,
		fencingToken,
		onChanged: onModelsChanged,
	});
	const rowsPlace = { dataFolder, url: settings.databaseUrl };
	const database = await openRows(rowsPlace, logger);
	try {
		await registry.claim(request.classifier);
		const parts = {
			request,
			dataset: (await Catalogue.open(database)).dataset(request.classifier),
			photoStore: new PhotoStore(storage.photos),
			registry,
			dataFolder,
			code,
			withEngine: async <Result>(work: (engine: Engine) => Promise<Result>) => {
				const engine = new Engine({
					backbone: await openBackboneInUse({
						dataFolder,
						setting: settings.backbone,
						choice: openChoice(rowsPlace, logger, database),
						backbones,
						logger,
					}),
					backbones,
					workers,
					queueLimit: Number.POSITIVE_INFINITY,
					timeoutMs,
					limits,
					// Of an import without photos, or when all are embedded already, none comes.
					startsIdle: true,
					device,
					logger,
				});
				return work(engine).finally(() => engine.close());
			},
			onProgress,
			signal,
		};
		if (request.network && network) {
			const { importVersion } = await import('../import/import-version.ts');
			return await importVersion({ ...parts, wish: request.network, network, beforePhotos: lowerPriority });
		}
		if (request.fromScratch) {
			const { trainVersion } = await import('../network/train-version.ts');
			return await trainVersion({ ...parts, recipe: request.fromScratch, limits });
		}
		const { retrain } = await import('../retrain.ts');
		return await retrain({ ...parts, crawl });
	} finally {
		await database.close();
	}
}
