import { imageLimits, type Settings } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Registry } from '../registry/registry.ts';
import { BackboneMover } from '../train/backbone/mover.ts';
import { tryOutBackbone } from '../train/backbone/try-out.ts';
import type { TrainingJobs } from '../train/jobs.ts';

export interface HostBackbonesParts {
	readonly registry: Registry;
	readonly trainings: TrainingJobs;
	readonly logger: Logger;
}

/** Moves from one backbone to another, as the host set things up. */
export function openHostMover(
	settings: Settings,
	{ registry, trainings, logger }: HostBackbonesParts,
): BackboneMover {
	return new BackboneMover({
		dataFolder: settings.HANTEI_DATA,
		setting: settings.HANTEI_BACKBONE,
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
