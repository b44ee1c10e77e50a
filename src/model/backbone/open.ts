import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isUserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { workerFile } from '../engine/worker-file.ts';
import { bundledBackboneId } from './bundled/bundled-backbone.ts';
import { type Backbone, readBackbone } from './folder.ts';

export type { Backbone } from './folder.ts';

export interface OpenBackboneOptions {
	readonly dataFolder: string;
	/** `bundled`, or the path of a backbone folder. */
	readonly setting: string;
	readonly logger?: Logger;
	/** Called before the bundled backbone is made, which takes a moment. */
	readonly onConvert?: () => void;
}

/**
 * Finds the backbone that the host chose and verifies it. The bundled one is made at first use, off the main thread,
 * and made anew when its cache is damaged; a folder of the host's own is never touched.
 *
 * @throws {UserError} `backbone-not-found`, `backbone-damaged`
 */
export async function openBackbone(options: OpenBackboneOptions): Promise<Backbone> {
	const { dataFolder, setting, logger, onConvert } = options;
	if (setting !== 'bundled') return readBackbone(resolve(setting));
	const id = bundledBackboneId();
	const folder = resolve(join(dataFolder, 'backbones', id));
	try {
		return await readBackbone(folder);
	} catch (error) {
		if (!isUserError(error, 'backbone-not-found', 'backbone-damaged')) throw error;
		if (error.code === 'backbone-damaged')
			logger?.warn({ err: error, folder }, 'the cached backbone is damaged');
	}
	logger?.info({ folder }, 'preparing the bundled backbone');
	onConvert?.();
	await convertInWorker(folder);
	return readBackbone(folder);
}

async function convertInWorker(folder: string): Promise<void> {
	const { filename, execArgv } = workerFile('./bundled/conversion-worker', import.meta.url);
	const worker = new Worker(filename, { execArgv, workerData: { folder } });
	const [exitCode] = await once(worker, 'exit');
	if (exitCode !== 0) throw new Error(`the conversion of the bundled backbone ended with code ${exitCode}`);
}
