import { imageLimits, type Settings, shippedModels } from '../config.ts';
import type { Logger } from '../log.ts';
import type { BackboneFinder } from '../model/backbone/backbones.ts';
import { openBackbones as openFoundBackbones } from '../model/backbone/shared-backbones.ts';
import { type Embedder, Engine } from '../model/engine/engine.ts';
import { findDevice } from '../model/engine/providers/device.ts';
import { Registry } from '../registry/registry.ts';
import { makeDataFolder } from '../store/data-folder.ts';
import { openBackboneInUse } from '../train/backbone/open-in-use.ts';
import { storageOf } from './storage.ts';

/** @param onChanged told after each change that is made here of what serves */
export function openRegistry(settings: Settings, onChanged?: () => void): Registry {
	const backbones = openBackbones(settings);
	return new Registry({ models: storageOf(settings).models, shipped: shippedModels(), backbones, onChanged });
}

function openBackbones(settings: Settings): BackboneFinder {
	const { HANTEI_DATA, HANTEI_BACKBONE } = settings;
	return openFoundBackbones(HANTEI_DATA, HANTEI_BACKBONE, storageOf(settings).backbones);
}

export interface EngineParts {
	readonly logger: Logger;
	readonly workers?: number;
	readonly queueLimit?: number;
	readonly elsewhere?: Embedder;
}

export async function openEngine(
	settings: Settings,
	{ logger, workers = settings.HANTEI_WORKERS, queueLimit = settings.HANTEI_QUEUE, elsewhere }: EngineParts,
): Promise<Engine> {
	makeDataFolder(settings.HANTEI_DATA);
	const backbones = openBackbones(settings);
	await backbones.fetchInstalled?.();
	const backbone = await openBackboneInUse({
		dataFolder: settings.HANTEI_DATA,
		setting: settings.HANTEI_BACKBONE,
		logger,
	});
	const device = await findDevice(settings.HANTEI_EXECUTION_PROVIDERS);
	if (device.absent.length > 0) logger.warn(device, 'cannot use an execution provider that is asked for');
	return new Engine({
		backbone,
		backbones,
		elsewhere,
		workers,
		queueLimit,
		timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
		limits: imageLimits(settings),
		device,
		logger,
	});
}
