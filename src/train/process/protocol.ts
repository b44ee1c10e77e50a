import { z } from 'zod';
import { errorSchema, type WireError } from '../../jobs/wire-error.ts';
import { EXECUTION_PROVIDERS } from '../../model/engine/providers/device.ts';
import { networkWishSchema } from '../import/wish.ts';
import { networkRecipeSchema } from '../network/recipe.ts';
import { FINE_TUNE_WISHES, type TrainingOutcome } from '../training.ts';
import { IMPORT_STEPS, NETWORK_STEPS, TRAINING_STEPS, type TrainingProgress } from '../training-progress.ts';

/** What a training process needs of the host's settings: no token of Discord's; of keys, those of the rows and files it works on. */
export const trainingSettingsSchema = z.object({
	dataFolder: z.string(),
	/** As HANTEI_DATABASE_URL, with its password. */
	databaseUrl: z.string().optional(),
	models: z.object({ folder: z.string(), shipped: z.string() }),
	/** Where files lie that several processes share. */
	storage: z.object({ url: z.string(), cacheBytes: z.number() }).optional(),
	/** As HANTEI_BACKBONE; without it, the one that was chosen by the time the training begins. */
	backbone: z.string().optional(),
	workers: z.int().positive(),
	/** What networks are to run on, where that is usable; the processor, without it. */
	executionProviders: z.array(z.enum(EXECUTION_PROVIDERS)).optional(),
	/** Longest that one photo may take. */
	timeoutMs: z.number().positive(),
	limits: z.object({ maxBytes: z.number(), maxPixels: z.number(), timeoutMs: z.number() }),
	/** Memory, in MB, with which the process ends itself. */
	memoryMb: z.number().positive(),
	logLevel: z.string(),
	/** Version of Hantei. */
	code: z.string(),
});

export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

export const trainingRequestSchema = z.object({
	classifier: z.string(),
	by: z.string(),
	crawl: z.object({ labels: z.array(z.int()), wanted: z.int() }).optional(),
	force: z.boolean().optional(),
	letGo: z.boolean().optional(),
	reason: z.enum(['command', 'learn', 'schedule', 'move']).optional(),
	fineTune: z.enum(FINE_TUNE_WISHES).optional(),
	fromScratch: networkRecipeSchema.optional(),
	network: networkWishSchema.optional(),
});

/** What the process is told. */
export const orderSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('start'),
		request: trainingRequestSchema,
		settings: trainingSettingsSchema,
		fencingToken: z.number().optional(),
	}),
	z.object({ kind: z.literal('cancel') }),
	/** The crawl that it asked for is done. */
	z.object({ kind: z.literal('crawled'), error: errorSchema.optional() }),
	/** It may change models, or not any more. */
	z.object({ kind: z.literal('held'), error: errorSchema.optional() }),
]);

export type TrainingOrder = z.infer<typeof orderSchema>;
export type StartOrder = Extract<TrainingOrder, { kind: 'start' }>;

/** What the process tells. */
export const reportSchema = z.discriminatedUnion('kind', [
	/** It listens. */
	z.object({ kind: z.literal('ready') }),
	z.object({
		kind: z.literal('progress'),
		progress: z
			.looseObject({ step: z.enum([...TRAINING_STEPS, ...IMPORT_STEPS, ...NETWORK_STEPS]) })
			.transform((known) => known as TrainingProgress),
	}),
	/** It asks for photos: it has no business with the network itself. */
	z.object({
		kind: z.literal('crawl'),
		wish: z.object({ labels: z.array(z.int()), wanted: z.int() }),
	}),
	/** It asks whether the training is still its own, before it changes models. */
	z.object({ kind: z.literal('hold') }),
	/** Other models serve, or may. */
	z.object({ kind: z.literal('models-changed') }),
	z.object({
		kind: z.literal('finished'),
		outcome: z
			.looseObject({ kind: z.enum(['unchanged', 'trained']) })
			.transform((known) => known as unknown as TrainingOutcome),
	}),
	z.object({ kind: z.literal('failed'), error: errorSchema }),
]);

export type Report =
	| { readonly kind: 'ready' | 'hold' | 'models-changed' }
	| { readonly kind: 'progress'; readonly progress: TrainingProgress }
	| { readonly kind: 'crawl'; readonly wish: { readonly labels: readonly number[]; readonly wanted: number } }
	| { readonly kind: 'finished'; readonly outcome: TrainingOutcome }
	| { readonly kind: 'failed'; readonly error: WireError };
