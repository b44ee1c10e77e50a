import { UserError } from '../../errors.ts';
import type { ExecutionProvider } from '../../model/engine/providers/device.ts';
import { meaningOf, type Tail } from '../../model/fine-tuning/read-tail.ts';
import {
	splitWeights,
	type TailShape,
	tailTopology,
	tailWeights,
} from '../../model/fine-tuning/tail-topology.ts';
import type { Head } from '../../model/head.ts';
import { labelWeights } from '../../model/logistic-regression.ts';
import { onnxEngine } from '../../model/network-training/onnx-engine.ts';
import { learningRate } from '../../model/network-training/schedule.ts';
import { type Batch, Trainer } from '../../model/network-training/trainer.ts';
import { epochOrder } from '../network/batches.ts';

/** A look at a photo that the tail learns from. */
export interface TuningLook {
	/** What the trunk makes of it: maps of features, as they are in 8 bits. */
	readonly features: Uint8Array;
	/** Index of its label. */
	readonly label: number;
}

export interface TuneOptions {
	readonly tail: Tail;
	readonly shape: TailShape;
	/** To begin with: fitted to the embeddings of the backbone as it is. */
	readonly head: Head;
	readonly seed: number;
	/** What it runs on; the processor, when absent. */
	readonly providers?: readonly ExecutionProvider[];
	/** How often all lessons are gone through; `EPOCHS`, when absent. */
	readonly epochs?: number;
	/** After each epoch, from 1; may throw to give up. */
	readonly onEpoch?: (epoch: number) => void;
}

export interface TunedTail {
	readonly tail: Tail;
	readonly head: Head;
}

/*
 * On five labels of CIFAR-10 the photos held out were judged best after 5 to 10 epochs; 15 did no better. docs/training.md
 * has what it is worth.
 */
export const EPOCHS = 8;
const BATCH = 32;
/** Steps, at least, in which the rate rises to its full height: AdamW's first ones move every weight as far as it lets them. */
const LEAST_WARM_UP = 10;
const RATE = 3e-4;
const WEIGHT_DECAY = 0.004;
const DROPOUT = 0.3;
const LABEL_SMOOTHING = 0.1;

/**
 * Trains a backbone's tail and a head together, so that the embedding tells these labels apart better than one that was made for
 * everything. Batch statistics stay as they are: they are part of the convolutions. The same lessons and seed give the
 * same numbers on one machine.
 * @throws {UserError} `training-diverged`
 */
export async function tune(
	lessons: readonly TuningLook[],
	{ tail, shape, head, seed, providers, epochs = EPOCHS, onEpoch }: TuneOptions,
): Promise<TunedTail> {
	const labels = head.weights.rows;
	const trainer = await Trainer.create({
		topology: tailTopology(tail, { shape, labels, dropout: DROPOUT }),
		optimiser: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: WEIGHT_DECAY },
		seed,
		// Maps of 7 x 7 are too small to share among threads, which would wait for each other.
		openEngine: onnxEngine({ threads: 1, ...(providers && { providers }) }),
	});
	try {
		trainer.restore(new Map([...trainer.state(), ...tailWeights(tail, head)]), 0);
		const classWeights = labelWeights(
			lessons.map(({ label }) => label),
			labels,
		);
		const warmUp = Math.max(LEAST_WARM_UP, Math.ceil(lessons.length / BATCH));
		const all = Int32Array.from(lessons.keys());
		for (let epoch = 0; epoch < epochs; epoch++) {
			const rateOfEpoch = learningRate({ kind: 'cosine' }, { base: RATE, epoch, epochs, losses: [] });
			const order = Array.from(epochOrder(all, seed, epoch), (index) => lessons[index] as TuningLook);
			for (let done = 0; done < order.length; done += BATCH) {
				const batch = batchOf(order.slice(done, done + BATCH), tail);
				const rate = rateOfEpoch * Math.min(1, (trainer.steps + 1) / warmUp);
				const { loss } = await trainer.step(batch, { rate, labelSmoothing: LABEL_SMOOTHING, classWeights });
				if (!Number.isFinite(loss)) throw new UserError('training-diverged', { epoch: epoch + 1 });
			}
			onEpoch?.(epoch + 1);
		}
		return splitWeights(tail, trainer.weights());
	} finally {
		await trainer.close();
	}
}

function batchOf(lessons: readonly TuningLook[], tail: Tail): Batch {
	return {
		photos: meaningOf(
			lessons.map(({ features }) => features),
			tail,
		),
		labels: Int32Array.from(lessons, ({ label }) => label),
	};
}
