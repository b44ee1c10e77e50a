import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_IMAGE_LIMITS } from '../src/image/limits.ts';
import { createLogger } from '../src/log.ts';
import type { Backbone } from '../src/model/backbone/folder.ts';
import { importBackbone } from '../src/model/backbone/import/import-backbone.ts';
import { openBackbone } from '../src/model/backbone/open.ts';
import { Engine } from '../src/model/engine/engine.ts';
import { packageRoot } from '../src/package-root.ts';
import type { Predictor } from '../src/registry/predictor.ts';
import { Registry } from '../src/registry/registry.ts';
import { openSinglePredictor } from '../src/registry/single-predictor.ts';
import { STARTER_CLASSIFIER } from '../src/registry/version-name.ts';

export const logger = createLogger('warn');
export const DATA_FOLDER = join(packageRoot(), 'data');

/** Real photos and models to measure with, beside the checkout; not everyone has them. */
export const MATERIAL = join(packageRoot(), '..', 'shared', 'data');

export function hasMaterial(): boolean {
	return existsSync(MATERIAL);
}

export function bundledBackbone(): Promise<Backbone> {
	return openBackbone({ dataFolder: DATA_FOLDER, setting: 'bundled' });
}

/** An ordinary ImageNet network among the material, to measure beside the bundled one; made anew and taken away afterwards. */
export async function withMobilenet<Result>(work: (backbone: Backbone) => Promise<Result>): Promise<Result> {
	const dataFolder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	try {
		const backbone = await importBackbone({
			path: join(MATERIAL, 'models', 'mobilenet_v1_0.75_224'),
			as: { name: 'mobilenet-v1-0.75' },
			licence: 'Apache-2.0',
			sources: [],
			dataFolder,
		});
		return await work(backbone);
	} finally {
		await rm(dataFolder, { recursive: true, force: true });
	}
}

export function openEngine(backbone: Backbone, workers: number, queueLimit = 10_000): Engine {
	return new Engine({
		backbone,
		workers,
		queueLimit,
		timeoutMs: 60_000,
		limits: DEFAULT_IMAGE_LIMITS,
		logger,
	});
}

/** The starter model over an engine: what a fresh clone judges with. */
export function serveStarter(engine: Engine): Promise<Predictor> {
	const models = join(packageRoot(), 'models');
	const registry = new Registry({ folder: models, shipped: models });
	return openSinglePredictor({ classifier: STARTER_CLASSIFIER, version: 'v1' }, { registry, engine });
}
