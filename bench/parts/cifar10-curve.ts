import { z } from 'zod';
import { parseTopology } from '../../src/model/formats/tfjs/layers/topology.ts';
import { ARCHITECTURES, type Architecture } from '../../src/model/network-training/architectures.ts';
import { onnxEngine } from '../../src/model/network-training/onnx-engine.ts';
import { Trainer } from '../../src/model/network-training/trainer.ts';
import { epochOrder, type LabelledPixels, makeBatch } from '../../src/train/network/batches.ts';
import { LABELS, SIDE } from './cifar10-photos.ts';

/** Several trainings alike but for the seed: `50000x3x3` is 50,000 photos, three epochs, seeds 1 to 3. */
export interface CurvePlan {
	readonly photos: number;
	readonly epochs: number;
	readonly seeds: number;
}

/** What a training had come to after an epoch; `test/interop/keras_cifar10.py` writes the same. */
export const epochSchema = z.object({
	photos: z.int(),
	seed: z.int(),
	epoch: z.int(),
	loss: z.number(),
	validationLoss: z.number(),
	validationAccuracy: z.number(),
	seconds: z.number(),
});
export type MeasuredEpoch = z.infer<typeof epochSchema>;

export function parseCurves(text: string): readonly CurvePlan[] {
	return text.split(',').map((curve) => {
		const [photos, epochs, seeds] = curve.split('x').map(Number);
		return z
			.object({ photos: z.int().positive(), epochs: z.int().positive(), seeds: z.int().positive() })
			.parse({ photos, epochs, seeds });
	});
}

const UNCHANGED = { side: SIDE, augmentation: 'none' } as const;

/** A test photo's place in a batch does not matter; larger ones take more memory. */
const JUDGED_AT_A_TIME = 100;

export function createTrainer(seed: number, layout?: 'standard'): Promise<Trainer> {
	const { configure, optimiser } = ARCHITECTURES['cifar10-cnn'] as Architecture;
	const { class_name, config } = configure({ width: SIDE, height: SIDE, classes: LABELS });
	// One thread, so that two trainings on one machine share nothing and a seed always gives the same numbers.
	return Trainer.create({
		topology: parseTopology(class_name, config),
		optimiser,
		seed,
		openEngine: onnxEngine({ threads: 1, ...(layout && { blockFor: async () => undefined }) }),
	});
}

/** Trains from scratch on the first so many photos, and judges all test photos after each epoch. */
export async function learnCurve(
	training: LabelledPixels,
	test: LabelledPixels,
	{ photos, epochs, seed }: Omit<CurvePlan, 'seeds'> & { readonly seed: number },
	onEpoch: (epoch: MeasuredEpoch) => void,
): Promise<void> {
	const { rate, batch } = ARCHITECTURES['cifar10-cnn'] as Architecture;
	const trainer = await createTrainer(seed);
	try {
		for (let epoch = 1; epoch <= epochs; epoch++) {
			const order = epochOrder(
				Int32Array.from({ length: photos }, (_, n) => n),
				seed,
				epoch,
			);
			const begin = performance.now();
			let loss = 0;
			for (let done = 0; done < order.length; done += batch) {
				const indexes = order.subarray(done, done + batch);
				const result = await trainer.step(makeBatch(training, indexes, { ...UNCHANGED, seed, epoch }), {
					rate,
				});
				loss += (result.loss * indexes.length) / order.length;
			}
			const seconds = (performance.now() - begin) / 1000;
			onEpoch({ photos, seed, epoch, loss, ...(await judge(test, trainer)), seconds });
		}
	} finally {
		await trainer.close();
	}
}

async function judge(
	photos: LabelledPixels,
	trainer: Trainer,
): Promise<Pick<MeasuredEpoch, 'validationLoss' | 'validationAccuracy'>> {
	let [right, loss] = [0, 0];
	const all = Int32Array.from(photos.labelOf.keys());
	for (let done = 0; done < all.length; done += JUDGED_AT_A_TIME) {
		const indexes = all.subarray(done, done + JUDGED_AT_A_TIME);
		const batch = makeBatch(photos, indexes, { ...UNCHANGED, seed: 1, epoch: 0 });
		const logs = await trainer.predict(batch.photos);
		for (const [photo, label] of batch.labels.entries()) {
			const row = logs.subarray(photo * LABELS, (photo + 1) * LABELS);
			const log = row[label] as number;
			if (log === Math.max(...row)) right++;
			loss -= log;
		}
	}
	return { validationLoss: loss / all.length, validationAccuracy: right / all.length };
}
