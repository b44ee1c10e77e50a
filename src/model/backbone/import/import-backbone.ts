import { join } from 'node:path';
import { workerFile } from '../../engine/worker-file.ts';
import { type GuardOptions, runGuarded } from '../../guarded/guard.ts';
import { type Backbone, NETWORK } from '../folder.ts';
import { type InstallOptions, installBackbone } from './install-backbone.ts';
import { type ConvertedBackbone, ImportWishes } from './wishes.ts';

/** What an import process is asked: to read a network, and to leave the backbone at a path. */
export interface ImportOrder {
	readonly path: string;
	readonly wishes: ImportWishes;
	readonly onnxPath: string;
}

export type ImportedNetwork = Omit<ConvertedBackbone, 'onnx'>;

/** Reading the file, and trying the network on pictures. */
export type ImportStep = 'read' | 'verify';

export interface BackboneImportOptions extends GuardOptions<ImportStep>, InstallOptions {
	/** A file or a folder: ONNX, TensorFlow.js layers-model, Teachable Machine, TensorFlow Lite. */
	readonly path: string;
	readonly wishes?: Partial<ImportWishes>;
}

/**
 * Makes a backbone of a network that somebody else made, and puts it where `installedBackbones` finds it. The network is
 * read by a process of its own and tried on pictures first; what is refused leaves nothing behind.
 *
 * @throws {UserError} `network-too-demanding`, `cancelled`, and as `convertNetwork` and `verifyBackbone`
 */
export function importBackbone(options: BackboneImportOptions): Promise<Backbone> {
	const { path, wishes = {} } = options;
	return installBackbone(options, (folder) => {
		const order: ImportOrder = { path, wishes: ImportWishes.parse(wishes), onnxPath: join(folder, NETWORK) };
		const work = { module: workerFile('./convert', import.meta.url), name: 'convertToFile' };
		return runGuarded<ImportedNetwork, ImportStep>(work, path, [order], options);
	});
}
