import { imageLimits, type Settings, shippedModels } from '../config.ts';
import type { Logger } from '../log.ts';
import type { BackboneFinder } from '../model/backbone/backbones.ts';
import { openBackbones as openFoundBackbones } from '../model/backbone/shared-backbones.ts';
import { type Embedder, Engine } from '../model/engine/engine.ts';
import { findDevice } from '../model/engine/providers/device.ts';
import { Registry } from '../registry/registry.ts';
import { makeDataFolder } from '../store/data-folder.ts';
import type { Database } from '../store/database.ts';
import { openChoice } from '../train/backbone/choice.ts';
import { type OpenInUseOptions, openBackboneInUse } from '../train/backbone/open-in-use.ts';
import { storageOf } from './storage.ts';

/** @param onChanged told after each change that is made here of what serves */
export function openRegistry(settings: Settings, onChanged?: () => void): Registry {
	const backbones = openBackbones(settings);
	return new Registry({ models: storageOf(settings).models, shipped: shippedModels(), backbones, onChanged });
}

/**
 * Where to learn which backbone is in use.
 * @param database the rows, where they are open already
 */
export function inUseOptions(
	settings: Settings,
	logger: Logger,
	database?: Database,
): OpenInUseOptions & { readonly logger: Logger } {
	const { HANTEI_DATA: dataFolder, HANTEI_BACKBONE: setting, HANTEI_DATABASE_URL: url } = settings;
	const choice = openChoice({ dataFolder, url }, logger, database);
	return { dataFolder, setting, choice, backbones: openBackbones(settings), logger };
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
	/** The rows, where they are open already. */
	readonly database?: Database;
}

export async function openEngine(
	settings: Settings,
	{
		logger,
		workers = settings.HANTEI_WORKERS,
		queueLimit = settings.HANTEI_QUEUE,
		elsewhere,
		database,
	}: EngineParts,
): Promise<Engine> {
	makeDataFolder(settings.HANTEI_DATA);
	const backbones = openBackbones(settings);
	await backbones.fetchInstalled?.();
	const backbone = await openBackboneInUse(inUseOptions(settings, logger, database));
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
