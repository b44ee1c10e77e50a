import { imageLimits, type Settings } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Registry } from '../registry/registry.ts';
import type { Database } from '../store/database.ts';
import { BackboneMover } from '../train/backbone/mover.ts';
import { tryOutBackbone } from '../train/backbone/try-out.ts';
import type { TrainingJobs } from '../train/jobs.ts';
import { inUseOptions } from './models.ts';

export interface HostBackbonesParts {
	readonly registry: Registry;
	readonly trainings: TrainingJobs;
	readonly database: Database;
	readonly logger: Logger;
}

/** Moves from one backbone to another, as the host set things up. */
export function openHostMover(
	settings: Settings,
	{ registry, trainings, database, logger }: HostBackbonesParts,
): BackboneMover {
	return new BackboneMover({
		...inUseOptions(settings, logger, database),
		registry,
		trainings,
		logger,
		tryOut: (backbone) =>
			tryOutBackbone(backbone, {
				timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
				limits: imageLimits(settings),
				logger,
			}),
	});
}
