import { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../dataset/photo-store.ts';
import { UserError } from '../../errors.ts';
import { fromWire, toWire } from '../../jobs/wire-error.ts';
import { createLogger } from '../../log.ts';
import { openBackbones } from '../../model/backbone/shared-backbones.ts';
import { Engine } from '../../model/engine/engine.ts';
import { findDevice } from '../../model/engine/providers/device.ts';
import { Registry } from '../../registry/registry.ts';
import { openStorage } from '../../storage/storage.ts';
import { openRows } from '../../store/open-rows.ts';
import { openChoice } from '../backbone/choice.ts';
import { openBackboneInUse } from '../backbone/open-in-use.ts';
import { importVersion } from '../import/import-version.ts';
import { trainVersion } from '../network/train-version.ts';
import { retrain } from '../retrain.ts';
import type { CrawlFirst, TrainingOutcome } from '../training.ts';
import type { TrainingProgress, TrainingStep } from '../training-progress.ts';
import { lowerPriority, watchMemory } from './give-way.ts';
import { orderSchema, type Report, type TrainingOrder } from './protocol.ts';

/** Between two reports of one step: people read no faster, and each wakes the bot. */
const REPORT_EVERY_MS = 200;

/** Serves the one training that the parent process asks this one for. It ends with its parent, or at its parent's word. */
export function serveTraining(): void {
	const cancelled = new AbortController();
	let crawled: (order: Extract<TrainingOrder, { kind: 'crawled' }>) => void = () => {};
	const crawl = (wish: CrawlFirst) =>
		new Promise<void>((resolve, reject) => {
			crawled = ({ error }) => (error ? reject(fromWire(error)) : resolve());
			tell({ kind: 'crawl', wish });
		});

	let held: (order: Extract<TrainingOrder, { kind: 'held' }>) => void = () => {};
	const requireHeld = () =>
		new Promise<void>((resolve, reject) => {
			held = ({ error }) => (error ? reject(fromWire(error)) : resolve());
			tell({ kind: 'hold' });
		});

	process.on('message', (message) => {
		const order = orderSchema.parse(message);
		switch (order.kind) {
			case 'start':
				watchMemory(order.settings.memoryMb);
				train(order, { crawl, requireHeld, signal: cancelled.signal }).then(
					(outcome) => tell({ kind: 'finished', outcome }),
					(error: unknown) => tell({ kind: 'failed', error: toWire(error) }),
				);
				return;
			case 'cancel':
				cancelled.abort(new UserError('cancelled', {}));
				return;
			case 'crawled':
				crawled(order);
				return;
			case 'held':
				held(order);
				return;
		}
	});
	process.on('disconnect', () => process.exit());
	// Ctrl-C and service managers signal the parent as well, which knows what is to become of this process.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
	tell({ kind: 'ready' });
}

interface TrainParts {
	readonly crawl: (wish: CrawlFirst) => Promise<void>;
	readonly requireHeld: () => Promise<void>;
	readonly signal: AbortSignal;
}

async function train(
	{ request, settings, fencingToken }: Extract<TrainingOrder, { kind: 'start' }>,
	{ crawl, requireHeld, signal }: TrainParts,
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
		onChanged: () => tell({ kind: 'models-changed' }),
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
			onProgress: reportProgress(),
			signal,
		};
		if (request.network)
			return await importVersion({ ...parts, wish: request.network, beforePhotos: lowerPriority });
		if (request.fromScratch) return await trainVersion({ ...parts, recipe: request.fromScratch, limits });
		return await retrain({ ...parts, crawl });
	} finally {
		await database.close();
	}
}

/** Tells each step's beginning, and now and then how far it is. */
function reportProgress(): (progress: TrainingProgress) => void {
	let step: TrainingStep | undefined;
	let toldAt = 0;
	return (progress) => {
		const now = performance.now();
		if (progress.step === step && now - toldAt < REPORT_EVERY_MS && progress.done !== progress.total) return;
		step = progress.step;
		toldAt = now;
		tell({ kind: 'progress', progress });
	};
}

function tell(report: Report): void {
	process.send?.(report);
}
