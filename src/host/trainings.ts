import { imageLimits, type Settings, shippedModels } from '../config.ts';
import type { CrawlJobs } from '../crawl/jobs.ts';
import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import type { Quotas } from '../dataset/quotas.ts';
import type { OpenJobs } from '../jobs/jobs.ts';
import { packageVersion } from '../package-root.ts';
import { crawlFirst } from '../train/crawl-first.ts';
import { openTrainingJobs, type TrainingJobs, trainingLock } from '../train/jobs.ts';
import { trainInProcess } from '../train/process/train-in-process.ts';
import { sharedPlaceOf } from './storage.ts';

export interface HostTrainingParts {
	readonly catalogue: Catalogue;
	readonly crawlJobs: CrawlJobs;
	/** What the host grants servers; on the command line it is the host who asks. */
	readonly quotas?: Quotas;
	/** In this process alone, when absent. */
	readonly openJobs?: OpenJobs;
	/** Told right after other models serve, or may. */
	readonly onModelsChanged?: () => void;
}

/** What the host grants each server's own classifier. */
export function quotasOf(settings: Settings): Quotas {
	return {
		labels: settings.HANTEI_GUILD_LABELS,
		photos: settings.HANTEI_GUILD_PHOTOS,
		trainingsPerDay: settings.HANTEI_GUILD_TRAININGS,
	};
}

/** The trainings of this process as the host set them up, each in a process of its own. */
export function openHostTrainings(
	settings: Settings,
	{ catalogue, crawlJobs, quotas, openJobs, onModelsChanged }: HostTrainingParts,
): TrainingJobs {
	return openTrainingJobs(
		{
			lock: trainingLock(settings.HANTEI_DATA),
			train: trainInProcess({
				crawl: crawlFirst(crawlJobs, catalogue, quotas),
				onModelsChanged,
				settings: {
					dataFolder: settings.HANTEI_DATA,
					databaseUrl: settings.HANTEI_DATABASE_URL,
					models: { folder: settings.HANTEI_MODELS, shipped: shippedModels() },
					storage: sharedPlaceOf(settings),
					backbone: settings.HANTEI_BACKBONE,
					workers: settings.HANTEI_WORKERS,
					executionProviders: settings.HANTEI_EXECUTION_PROVIDERS,
					timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
					limits: imageLimits(settings),
					memoryMb: settings.HANTEI_TRAINING_MEMORY_MB,
					logLevel: settings.LOG_LEVEL,
					code: packageVersion(),
				},
			}),
		},
		openJobs,
	);
}
