import { UserError } from '../../errors.ts';
import { type Evaluation, evaluate, type JudgedPhoto } from '../../model/evaluation.ts';
import type { LayerSummary } from '../../model/network-training/graph.ts';
import { learningRate } from '../../model/network-training/schedule.ts';
import type { Trainer, TrainerState } from '../../model/network-training/trainer.ts';
import { epochOrder, makeBatch } from './batches.ts';
import type { Checkpoint, CheckpointFile } from './checkpoint.ts';
import type { NetworkDataset } from './photos.ts';
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

/** Photos that are judged at a time: it makes no difference but to memory. */
const JUDGED_AT_A_TIME = 64;

/** The epochs of one training, from where an earlier run of it has left off. */
export class NetworkRun {
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

	/** @param left by an earlier run */
	resume(left: Checkpoint | undefined, onProgress: (progress: NetworkProgress) => void): void {
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
