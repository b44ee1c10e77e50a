import { z } from 'zod';
import { ARCHITECTURES, type Architecture } from '../../model/network-training/architectures.ts';
import { AUGMENTATIONS, type NetworkSettings } from './settings.ts';

/** Pixels of a side: larger ones take hours of two cores, and memory by the gigabyte. */
export const SIDES = { least: 16, most: 96 };
export const MOST_EPOCHS = 200;

/** A network to train from scratch on a classifier's photos, as people choose it; plain JSON, since it crosses processes. */
export const networkRecipeSchema = z.object({
	/** One of `ARCHITECTURES`. */
	architecture: z.string().refine((name) => Object.hasOwn(ARCHITECTURES, name)),
	/** Pixels of a side. */
	side: z.int().min(SIDES.least).max(SIDES.most),
	epochs: z.int().min(1).max(MOST_EPOCHS),
	augmentation: z.enum(AUGMENTATIONS),
	/** Epochs without a smaller loss on the photos held out after which it ends; null for never. */
	patience: z.int().positive().nullable(),
});

export type NetworkRecipe = z.infer<typeof networkRecipeSchema>;

/** Any number will do; that it is always the same makes the same photos give the same network. */
const SEED = 1;

/** Everything else is as its architecture is known to learn by. */
export function settingsOf(
	{ architecture, side, ...chosen }: NetworkRecipe,
	where: Pick<NetworkSettings, 'outs' | 'checkpoints'>,
): NetworkSettings {
	const { optimiser, rate, batch } = ARCHITECTURES[architecture] as Architecture;
	return {
		...chosen,
		...where,
		network: { architecture, side },
		optimiser,
		rate,
		batch,
		schedule: { kind: 'constant' },
		labelSmoothing: 0,
		isBalanced: false,
		engine: 'onnx',
		seed: SEED,
	};
}
