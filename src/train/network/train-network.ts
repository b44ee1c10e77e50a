import { writeFileAtomically } from '../../atomic-write.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { KerasConfiguration } from '../../model/formats/keras/configuration.ts';
import { encodeH5, encodeKeras } from '../../model/formats/keras/write.ts';
import { refusingAsync } from '../../model/formats/refusal.ts';
import { parseTopology } from '../../model/formats/tfjs/layers/topology.ts';
import { wholeNetwork } from '../../model/formats/whole-network.ts';
import { Trainer } from '../../model/network-training/trainer.ts';
import type { OpenTrainingEngine } from '../../model/network-training/training-engine.ts';
import { CheckpointFile } from './checkpoint.ts';
import { configure, requireClasses, sideOf } from './configure.ts';
import { type NetworkProgress, NetworkRun } from './network-run.ts';
import type { NetworkDataset, PixelOptions } from './photos.ts';
import type { Epoch, NetworkSettings } from './settings.ts';

export interface NetworkOutcome {
	readonly epochs: readonly Epoch[];
	/** The epoch whose weights were kept, from 1. */
	readonly keptEpoch: number;
	/** On the photos held out. */
	readonly evaluation: Evaluation;
	/** SHA-256 of the photos that it learned from. */
	readonly learnt: readonly string[];
	readonly refused: NetworkDataset['refused'];
	readonly leftOut: number;
}

export interface NetworkTrainingTools {
	/** Reads the photos, each of so many pixels a side. */
	readonly read: (options: Omit<PixelOptions, 'limits'>) => Promise<NetworkDataset>;
	/** What computes the training of such a network, which an earlier run may have begun in a block, or in none. */
	readonly engineFor: (configuration: KerasConfiguration, begunIn?: number | null) => OpenTrainingEngine;
	readonly signal: AbortSignal;
	readonly onProgress: (progress: NetworkProgress) => void;
}

/**
 * Trains a network from scratch and writes it to a file. The same photos, settings and seed give the same network, in one go
 * or with crashes between epochs.
 * @throws {UserError} `training-diverged`, `cancelled`, and as `read`
 */
export async function trainNetwork(
	training: NetworkSettings,
	{ read, engineFor, signal, onProgress }: NetworkTrainingTools,
): Promise<NetworkOutcome> {
	const side = sideOf(training.network);
	const dataset = await read({
		side,
		signal,
		onProgress: (done, total) => onProgress({ kind: 'photos', done, total }),
	});
	const configuration = configure(training.network, dataset.labels.length);
	const checkpoint = new CheckpointFile(training, dataset.hash);
	await checkpoint.clearAbandoned();
	const left = await checkpoint.read();
	const trainer = await refusingAsync('Keras', nameOf(training), () => {
		const topology = parseTopology(configuration.class_name, configuration.config);
		const { optimiser, seed } = training;
		return Trainer.create({ topology, optimiser, seed, openEngine: engineFor(configuration, left?.block) });
	});
	try {
		requireClasses(trainer.classes, dataset.labels);
		const run = new NetworkRun(training, dataset, trainer, checkpoint);
		run.resume(left, onProgress);
		await run.learn(signal, onProgress);
		const evaluation = await run.evaluate();
		for (const out of training.outs) await writeNetwork(out, configuration, trainer, dataset.labels);
		await checkpoint.remove();
		const { refused, leftOut, photos } = dataset;
		const learnt = Array.from(dataset.training, (index) => photos[index]?.sha256 ?? '');
		return { epochs: run.epochs, keptEpoch: run.keptEpoch, evaluation, learnt, refused, leftOut };
	} finally {
		await trainer.close();
	}
}

function nameOf({ network }: NetworkSettings): string {
	return 'path' in network ? network.path : network.architecture;
}

async function writeNetwork(
	out: string,
	configuration: KerasConfiguration,
	trainer: Trainer,
	labels: readonly string[],
): Promise<void> {
	const weights = trainer.weights();
	const file = { configuration, weights, metadata: { labels: [...labels], range: '0..1' as const } };
	await writeFileAtomically(out, await encode());

	function encode(): Promise<Uint8Array> | Uint8Array {
		if (out.endsWith('.h5')) return encodeH5(file);
		if (out.endsWith('.keras')) return encodeKeras(file);
		const topology = parseTopology(configuration.class_name, configuration.config);
		return wholeNetwork({ topology, weights, input: trainer.input }, '0..1', labels).onnx;
	}
}
