import { createHash } from 'node:crypto';
import type { TrainingDataset } from '../assemble-dataset.ts';
import { type NetworkDataset, type PixelOptions, readPixelsOf } from './photos.ts';

/**
 * A catalogue's photos for a network that is trained from scratch. Held out are those that no model ever learns from and, where
 * a label has none of these yet, one fold of the others.
 * @throws {UserError} `cancelled`
 */
export async function readCatalogueDataset(
	{ photos: placed, labels, leftOut, hash }: TrainingDataset,
	options: PixelOptions,
): Promise<NetworkDataset> {
	const { photos, refused } = await readPixelsOf(placed, options);
	const hasHoldout = labels.every((_, label) =>
		photos.some(({ labelIndex, fold }) => labelIndex === label && fold === null),
	);
	const isHeldOut = Array.from(photos, ({ fold }) => fold === null || (!hasHoldout && fold === 0));
	const indexes = Int32Array.from(photos.keys());
	const training = indexes.filter((index) => !isHeldOut[index]);
	const identity = createHash('sha256').update(hash);
	for (const index of training) identity.update(photos[index].sha256);
	return {
		labels,
		photos,
		labelOf: Int32Array.from(photos, ({ labelIndex }) => labelIndex),
		training,
		heldOut: indexes.filter((index) => isHeldOut[index]),
		refused,
		leftOut: leftOut.length,
		hash: identity.digest('hex'),
	};
}
