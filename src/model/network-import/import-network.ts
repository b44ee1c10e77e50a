import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Backbone, NETWORK } from '../backbone/folder.ts';
import { installBackbone } from '../backbone/import/install-backbone.ts';
import { installedBackbonesFolder } from '../backbone/installed.ts';
import { workerFile } from '../engine/worker-file.ts';
import { type GuardOptions, runGuarded } from '../guarded/guard.ts';
import {
	type NetworkCandidate,
	type NetworkStep,
	type NetworkWishes,
	ORIGINALS,
	type ReadNetwork,
	type ReadNetworkOrder,
} from './order.ts';

export interface NetworkToRead extends GuardOptions<NetworkStep> {
	/** A file, a folder or a zip. */
	readonly path: string;
	readonly wishes: NetworkWishes;
	readonly dataFolder: string;
}

/**
 * Has a process of its own read a network that somebody else made, and try it on pictures. The work on it begins at once;
 * once that is over, nothing is left of what it did not import.
 *
 * @throws {UserError} what `work` throws; the network's promise rejects with `network-too-demanding`, `cancelled`, and as
 * `readNetwork`
 */
export async function withForeignNetwork<Result>(
	{ path, wishes, dataFolder, signal, ...options }: NetworkToRead,
	work: (network: Promise<ReadNetwork>) => Promise<Result>,
): Promise<Result> {
	// Where it may become a backbone by its name alone.
	const folder = join(installedBackbonesFolder(dataFolder), `.${randomUUID()}.tmp`);
	await mkdir(folder, { recursive: true });
	const ended = new AbortController();
	const order: ReadNetworkOrder = { path, wishes, folder };
	const network = runGuarded<ReadNetwork, NetworkStep>(
		{ module: workerFile('./read-network', import.meta.url), name: 'readNetwork' },
		path,
		[order],
		{ ...options, signal: AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]) },
	);
	const settled = network.then(
		() => {},
		() => {},
	);
	try {
		return await work(network);
	} finally {
		ended.abort();
		await settled;
		await rm(folder, { recursive: true, force: true });
	}
}

export interface NetworkImport {
	/** Of its file, as people know it. */
	readonly name: string;
	/** SPDX expression. */
	readonly licence: string;
	readonly dataFolder: string;
	readonly signal?: AbortSignal;
}

/**
 * Makes a backbone of a network that was read.
 * @param chosen of its candidates
 * @throws {UserError} `cancelled`
 */
export function importNetwork(
	{ format, classes, input, folder: read }: ReadNetwork,
	{ onnxPath, range, parts }: NetworkCandidate,
	{ name, licence, dataFolder, signal }: NetworkImport,
): Promise<Backbone> {
	const file = basename(name);
	const as = { name: file.replace(/\.(onnx|tflite|h5|hdf5|keras|zip)$/i, '') };
	return installBackbone({ as, licence, sources: [file], dataFolder, signal }, async (folder) => {
		await rename(onnxPath, join(folder, NETWORK));
		await rename(join(read, ORIGINALS), join(folder, ORIGINALS));
		return { input, parts, network: { format, classes, ...(range && { range }) } };
	});
}
