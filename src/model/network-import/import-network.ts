import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Backbone, NETWORK } from '../backbone/folder.ts';
import { installBackbone } from '../backbone/import/install-backbone.ts';
import { workerFile } from '../engine/worker-file.ts';
import { type GuardOptions, runGuarded } from '../guarded/guard.ts';
import type { NetworkCandidate, NetworkStep, NetworkWishes, ReadNetwork, ReadNetworkOrder } from './order.ts';

export interface NetworkImport extends GuardOptions<NetworkStep> {
	/** A file, a folder or a zip. */
	readonly path: string;
	/** As people know it; without it, that of the file. */
	readonly name?: string;
	readonly wishes: NetworkWishes;
	/** SPDX expression. */
	readonly licence: string;
	readonly dataFolder: string;
	/** Which of the candidates it is; may throw to give up. Called while they lie there, before anything is kept. */
	readonly choose: (network: ReadNetwork) => Promise<NetworkCandidate>;
}

/**
 * Makes a backbone of a whole network that somebody else made. It is read by a process of its own and tried on pictures;
 * what is refused leaves nothing behind.
 *
 * @throws {UserError} `network-too-demanding`, `cancelled`, and as `readNetwork`
 */
export function importNetwork(options: NetworkImport): Promise<Backbone> {
	const { path, wishes, choose, licence, dataFolder, signal } = options;
	const file = basename(options.name ?? path);
	const name = file.replace(/\.(onnx|tflite|h5|hdf5|keras|zip)$/i, '');
	return installBackbone({ as: { name }, licence, sources: [file], dataFolder, signal }, async (folder) => {
		const order: ReadNetworkOrder = { path, wishes, folder };
		const network = await runGuarded<ReadNetwork, NetworkStep>(
			{ module: workerFile('./read-network', import.meta.url), name: 'readNetwork' },
			path,
			[order],
			options,
		);
		const chosen = await choose(network);
		await rename(chosen.onnxPath, join(folder, NETWORK));
		for (const { onnxPath } of network.candidates) await rm(onnxPath, { force: true });
		const { format, classes, input } = network;
		const { range, parts } = chosen;
		return { input, parts, network: { format, classes, ...(range && { range }) } };
	});
}
