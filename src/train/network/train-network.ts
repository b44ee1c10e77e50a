import { writeFileAtomically } from '../../atomic-write.ts';
import { UserError } from '../../errors.ts';
import { type Evaluation, evaluate, type JudgedPhoto } from '../../model/evaluation.ts';
import type { KerasConfiguration } from '../../model/formats/keras/configuration.ts';
import { encodeH5, encodeKeras } from '../../model/formats/keras/write.ts';
import { refusingAsync } from '../../model/formats/refusal.ts';
import { parseTopology } from '../../model/formats/tfjs/layers/topology.ts';
import { wholeNetwork } from '../../model/formats/whole-network.ts';
import type { LayerSummary } from '../../model/network-training/graph.ts';
import { learningRate } from '../../model/network-training/schedule.ts';
import { Trainer, type TrainerState } from '../../model/network-training/trainer.ts';
import type { OpenTrainingEngine } from '../../model/network-training/training-engine.ts';
import { epochOrder, makeBatch } from './batches.ts';
import { CheckpointFile } from './checkpoint.ts';
import { configure, requireClasses, sideOf } from './configure.ts';
import type { NetworkDataset, PixelOptions } from './photos.ts';
import type { Epoch, NetworkSettings } from './settings.ts';

/** What is told on the way. */
export type NetworkProgress =
	| { readonly kind: 'photos'; readonly done: number; readonly total: number }
	| {
			readonly kind: 'begins';
			/** What computes, for people. */
			readonly engine: string;
			readonly layers: readonly LayerSummary[];
			readonly labels: readonly string[];
			readonly photos: number;
			readonly heldOut: number;
			/** Epochs that an earlier run left behind. */
			readonly resumed: readonly Epoch[];
	  }
	| {
			readonly kind: 'step';
			readonly epoch: number;
			readonly done: number;
			readonly total: number;
			readonly loss: number;
			readonly accuracy: number;
	  }
	| { readonly kind: 'epoch'; readonly epoch: Epoch };

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

/** Photos that are judged at a time: it makes no difference but to memory. */
const JUDGED_AT_A_TIME = 64;

export interface NetworkTrainingTools {
	/** Reads the photos, each of so many pixels a side. */
	readonly read: (options: Omit<PixelOptions, 'limits'>) => Promise<NetworkDataset>;
	/** What computes the training of such a network. */
	readonly engineFor: (configuration: KerasConfiguration) => OpenTrainingEngine;
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
	const trainer = await refusingAsync('Keras', nameOf(training), () => {
		const topology = parseTopology(configuration.class_name, configuration.config);
		const { optimiser, seed } = training;
		return Trainer.create({ topology, optimiser, seed, openEngine: engineFor(configuration) });
	});
	try {
		requireClasses(trainer.classes, dataset.labels);
		const checkpoint = new CheckpointFile(training, dataset.hash);
		await checkpoint.clearAbandoned();
		const run = new Run(training, dataset, trainer, checkpoint);
		await run.resume(onProgress);
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

class Run {
	readonly epochs: Epoch[] = [];
	#best: TrainerState | undefined;
	readonly #training: NetworkSettings;
	readonly #dataset: NetworkDataset;
	readonly #trainer: Trainer;
	readonly #checkpoint: CheckpointFile;

	constructor(
		training: NetworkSettings,
		dataset: NetworkDataset,
		trainer: Trainer,
		checkpoint: CheckpointFile,
	) {
		this.#training = training;
		this.#dataset = dataset;
		this.#trainer = trainer;
		this.#checkpoint = checkpoint;
	}

	/** With patience the epoch of the least loss on the photos held out, else the last. */
	get keptEpoch(): number {
		return this.#training.patience === null ? this.epochs.length : this.#bestEpoch();
	}

	async resume(onProgress: (progress: NetworkProgress) => void): Promise<void> {
		const left = await this.#checkpoint.read();
		if (left) {
			this.#trainer.restore(left.state, left.steps);
			this.epochs.push(...left.epochs);
			this.#best = left.best;
		}
		const { labels, training, heldOut } = this.#dataset;
		onProgress({
			kind: 'begins',
			engine: this.#trainer.engine,
			layers: this.#trainer.layers,
			labels,
			photos: training.length,
			heldOut: heldOut.length,
			resumed: left?.epochs ?? [],
		});
	}

	async learn(signal: AbortSignal, onProgress: (progress: NetworkProgress) => void): Promise<void> {
		while (this.epochs.length < this.#training.epochs && !this.#isOutOfPatience()) {
			const epoch = await this.#learnEpoch(this.epochs.length + 1, signal, onProgress);
			this.epochs.push(epoch);
			if (this.#training.patience !== null && this.#bestEpoch() === epoch.epoch) {
				this.#best = this.#trainer.state();
			}
			await this.#checkpoint.write(this.#trainer, this.epochs, this.#best);
			onProgress({ kind: 'epoch', epoch });
		}
		if (this.#best) this.#trainer.restore(this.#best, this.#trainer.steps);
	}

	/** On the photos held out. */
	async evaluate(): Promise<Evaluation> {
		return evaluate(await this.#predictHeldOut(), this.#dataset.labels, 'given');
	}

	async #learnEpoch(
		epoch: number,
		signal: AbortSignal,
		onProgress: (progress: NetworkProgress) => void,
	): Promise<Epoch> {
		const { batch: size, seed, augmentation, labelSmoothing } = this.#training;
		const side = this.#trainer.input.width;
		const rate = this.#learningRate();
		const classWeights = this.#classWeights();
		const begin = performance.now();
		const order = epochOrder(this.#dataset.training, seed, epoch);
		let [loss, correct] = [0, 0];
		for (let done = 0; done < order.length; done += size) {
			if (signal.aborted) throw new UserError('cancelled', {});
			const indexes = order.subarray(done, done + size);
			const batch = makeBatch(this.#dataset, indexes, { side, augmentation, seed, epoch });
			const result = await this.#trainer.step(batch, { rate, labelSmoothing, classWeights });
			if (!Number.isFinite(result.loss)) throw new UserError('training-diverged', { epoch });
			loss += result.loss * indexes.length;
			correct += result.correct;
			const seen = done + indexes.length;
			const total = order.length;
			onProgress({ kind: 'step', epoch, done: seen, total, loss: loss / seen, accuracy: correct / seen });
		}
		const judged = await this.#predictHeldOut();
		const figures = evaluate(judged, this.#dataset.labels, 'given');
		return {
			epoch,
			rate,
			loss: loss / order.length,
			accuracy: correct / order.length,
			heldOutLoss: figures.logLoss,
			heldOutAccuracy: figures.accuracy.value,
			seconds: (performance.now() - begin) / 1000,
		};
	}

	async #predictHeldOut(): Promise<JudgedPhoto[]> {
		const { heldOut } = this.#dataset;
		const { seed } = this.#training;
		const side = this.#trainer.input.width;
		const judged: JudgedPhoto[] = [];
		for (let done = 0; done < heldOut.length; done += JUDGED_AT_A_TIME) {
			const indexes = heldOut.subarray(done, done + JUDGED_AT_A_TIME);
			const { photos, labels } = makeBatch(this.#dataset, indexes, {
				side,
				augmentation: 'none',
				seed,
				epoch: 0,
			});
			const logs = await this.#trainer.predict(photos);
			const { classes } = this.#trainer;
			for (const [photo, label] of labels.entries()) {
				const row = logs.subarray(photo * classes, (photo + 1) * classes);
				judged.push({ label, probabilities: Float32Array.from(row, Math.exp) });
			}
		}
		return judged;
	}

	#learningRate(): number {
		const { rate: base, schedule, epochs } = this.#training;
		const losses = this.epochs.map(({ heldOutLoss }) => heldOutLoss);
		return learningRate(schedule, { base, epoch: this.epochs.length, epochs, losses });
	}

	/** As scikit-learn's "balanced": all photos of a label together count the same. */
	#classWeights(): number[] | undefined {
		if (!this.#training.isBalanced) return undefined;
		const { labels, labelOf, training } = this.#dataset;
		return labels.map((_, label) => {
			const photos = training.filter((photo) => labelOf[photo] === label).length;
			return training.length / (labels.length * photos);
		});
	}

	#bestEpoch(): number {
		const [best] = this.epochs.toSorted((a, b) => a.heldOutLoss - b.heldOutLoss || a.epoch - b.epoch);
		return best?.epoch ?? 0;
	}

	#isOutOfPatience(): boolean {
		const { patience } = this.#training;
		return patience !== null && this.epochs.length - this.#bestEpoch() >= patience;
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
