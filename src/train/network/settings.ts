import { z } from 'zod';
import { EXECUTION_PROVIDERS } from '../../model/engine/providers/device.ts';
import { optimiserSchema } from '../../model/network-training/optimiser.ts';
import { scheduleSchema } from '../../model/network-training/schedule.ts';

/** How photos are changed before each time they are learned from; `none`: not at all. */
export const AUGMENTATIONS = ['none', 'course', 'keras'] as const;

export type AugmentationName = (typeof AUGMENTATIONS)[number];

/** What may compute a training: ONNX Runtime, which is always there, or TensorFlow where the host has installed it. */
export const TRAINING_ENGINES = ['onnx', 'tfjs-node'] as const;

/** How a network is trained, and what becomes of it. */
const networkSettingsSchema = z.object({
	network: z.union([
		/** One of `ARCHITECTURES`, and the pixels of a side. */
		z.object({ architecture: z.string(), side: z.int().positive() }),
		/** What Keras's `model.to_json()` says, and where that was read. */
		z.object({ json: z.string(), path: z.string() }),
	]),
	optimiser: optimiserSchema,
	/** Of the first epoch. */
	rate: z.number().positive(),
	schedule: scheduleSchema,
	labelSmoothing: z.number().min(0).lt(1),
	/** Whether rare labels count as much as frequent ones. */
	isBalanced: z.boolean(),
	epochs: z.int().positive(),
	batch: z.int().positive(),
	/** Epochs without a smaller loss on the photos held out after which it ends; null for never. */
	patience: z.int().positive().nullable(),
	seed: z.int().nonnegative(),
	augmentation: z.enum(AUGMENTATIONS),
	engine: z.enum(TRAINING_ENGINES),
	/** Files to write: `.keras`, `.h5` or `.onnx`. */
	outs: z.array(z.string()).min(1),
	/** Where it leaves what it needs to go on after a crash. */
	checkpoints: z.string(),
});

export type NetworkSettings = z.infer<typeof networkSettingsSchema>;

/** All of them that decide which numbers a training comes to. */
export const learningSchema = networkSettingsSchema.omit({ outs: true, checkpoints: true });

/** What a process needs to know to train a network on a folder: no token, no key. */
export const networkTrainingSchema = networkSettingsSchema.extend({
	/** One folder of photos a label. */
	folder: z.string(),
	/** What it is to run on, where that is usable. */
	executionProviders: z.array(z.enum(EXECUTION_PROVIDERS)),
	limits: z.object({ maxBytes: z.number(), maxPixels: z.number(), timeoutMs: z.number() }),
	/** Memory, in MB, with which the process ends itself. */
	memoryMb: z.number().positive(),
});

export type NetworkTraining = z.infer<typeof networkTrainingSchema>;

/** What an epoch came to. */
export const epochSchema = z.object({
	/** From 1. */
	epoch: z.int().positive(),
	rate: z.number(),
	/** While learning: with dropout, before each step. */
	loss: z.number(),
	accuracy: z.number(),
	/** Of the photos held out, after it. */
	heldOutLoss: z.number(),
	heldOutAccuracy: z.number(),
	seconds: z.number(),
});

export type Epoch = z.infer<typeof epochSchema>;
