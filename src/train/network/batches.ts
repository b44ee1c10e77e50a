import { randomBits, randomNumbers } from '../../model/network-training/random.ts';
import type { Batch } from '../../model/network-training/trainer.ts';
import { drawChange, writePhoto } from './augmentation.ts';
import type { AugmentationName } from './settings.ts';

/** What sets random numbers for one purpose apart from those for another. */
const SHUFFLE = 1;
const AUGMENT = 2;

/** Photos of an epoch in the order in which they are learned from: by the seed and the epoch alone. */
export function epochOrder(training: Int32Array, seed: number, epoch: number): Int32Array {
	const next = randomBits(seed, SHUFFLE, epoch);
	const order = Int32Array.from(training);
	for (let last = order.length - 1; last > 0; last--) {
		const pick = next() % (last + 1);
		[order[last], order[pick]] = [order[pick] as number, order[last] as number];
	}
	return order;
}

/** Photos with their labels, to make batches of. */
export interface LabelledPixels {
	/** RGB, `side x side`. */
	readonly photos: readonly { readonly pixels: Uint8Array }[];
	/** Index of each photo's label. */
	readonly labelOf: Int32Array;
}

export interface BatchOptions {
	readonly side: number;
	readonly augmentation: AugmentationName;
	readonly seed: number;
	/** A photo is changed otherwise in each. */
	readonly epoch: number;
}

/** @param indexes of the photos */
export function makeBatch(
	{ photos, labelOf }: LabelledPixels,
	indexes: Int32Array,
	{ side, augmentation, seed, epoch }: BatchOptions,
): Batch {
	const length = 3 * side * side;
	const batch = new Float32Array(indexes.length * length);
	for (const [place, index] of indexes.entries()) {
		const next = randomNumbers(seed, AUGMENT, epoch, index);
		const change = drawChange(augmentation, side, next);
		const into = batch.subarray(place * length, (place + 1) * length);
		writePhoto((photos[index] as { pixels: Uint8Array }).pixels, side, change, into);
	}
	return { photos: batch, labels: indexes.map((index) => labelOf[index] as number) };
}
