import { z } from 'zod';

/** A plain name: what a manifest lists never lies outside its folder. */
const fileName = z.string().regex(/^[A-Za-z0-9][\w.-]*$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Of model versions; another one is refused by name, since its files mean something else. */
export const FORMAT = 4;

/** What every format's manifest begins with. */
export const formatSchema = z.object({ format: z.int() });

/** `manifest.json` of a model version. It holds no time and no path: the same photos and seed give the same bytes. */
export const manifestSchema = z.object({
	format: z.literal(FORMAT),
	/** In training order: the order of the head's rows and of the confusion matrix. */
	labels: z.array(z.string().min(1)).min(2),
	/** What labels are called, by label and language; none in versions of before there were such names. */
	displayNames: z.record(z.string(), z.record(z.string(), z.string().min(1))).optional(),
	backbone: z.object({
		id: z.string(),
		sha256,
		/** Sizes of the unit vectors an embedding is made of. */
		parts: z.array(z.int().positive()).min(1),
		/** What was done to a photo before the backbone saw it. */
		preprocessing: z.object({ resize: z.literal('squash'), width: z.int(), height: z.int() }),
	}),
	training: z.object({
		/** SHA-256 over the sorted pairs of label and photo hash. */
		dataset: sha256,
		/** All of them. */
		photos: z.int(),
		/** Of these: photos that nothing learnt from, kept apart to judge it by. */
		holdout: z.int(),
		/** Of these: photos that cleaning took out of the training. */
		excluded: z.int(),
		/** What was shown of each photo: `original` first. */
		views: z.array(z.string()).min(1),
		seed: z.int(),
		folds: z.int(),
		/** scikit-learn's C. */
		inverseRegularisation: z.number(),
		code: z.string(),
	}),
	/**
	 * By how much more familiar, in log-odds, a photo must be to a model that answers beside this one, label by label of that
	 * one; none where none did when this was trained.
	 */
	keptMargins: z
		.object({ model: z.string(), labels: z.record(z.string(), z.number().nonnegative()) })
		.optional(),
	/** Of a version whose backbone is its own, since its last blocks were trained with the head: which one it was made of. */
	fineTuned: z.object({ from: z.object({ id: z.string(), sha256 }) }).optional(),
	/** Whether training them was tried, and the head alone was kept. */
	fineTuningTried: z.literal(true).optional(),
	/** Of a version that is a whole network: it was trained elsewhere, or from scratch, and its backbone is its own. */
	network: z
		.object({
			/** Name of the file that it came in. */
			file: z.string(),
			format: z.string(),
			/** SPDX expression. */
			licence: z.string(),
			/** What it expects of a pixel, where that is a question. */
			range: z.string().optional(),
		})
		.optional(),
	/** SHA-256 of every other file of the version. */
	files: z.record(fileName, sha256),
});

export type Manifest = z.infer<typeof manifestSchema>;

const likelihood = { middle: z.number(), slope: z.number().nonnegative() };

/** `calibration.json`: what turns logits and similarities into answers. */
export const calibrationSchema = z.object({
	temperature: z.number().positive(),
	/** What turns the similarity to a label's photos into the probability that a photo is of any label; null where nothing does. */
	familiarity: z
		.object({
			...likelihood,
			/** None where only the other labels stood in for strangers. */
			others: z.object({ ...likelihood, share: z.number().min(0).max(1) }).optional(),
		})
		.nullable(),
	/** Confidence from which the best label is the answer. */
	threshold: z.number(),
	/** Share of the correct out-of-fold answers the threshold was set to keep. */
	keeps: z.number(),
});

export type Calibration = z.infer<typeof calibrationSchema>;

/** `dataset.json`: every photo the version was made from or judged by, and those left out with the reason. */
export const datasetSchema = z.object({
	photos: z.array(
		z.object({
			sha256,
			label: z.string(),
			/** Photos of one group never straddle folds or the holdout. */
			group: z.int(),
			/** Null for a photo of the holdout. */
			fold: z.int().nullable(),
			/** Whether cleaning took it out of the training. */
			excluded: z.boolean(),
		}),
	),
	leftOut: z.array(z.object({ file: z.string(), reason: z.string() })),
});

export type DatasetRecord = z.infer<typeof datasetSchema>;

/**
 * `predictions.json`: what was said of each photo of the dataset by a head that saw neither it nor its group, given that it
 * is of one of the labels.
 */
export const predictionsSchema = z.object({
	/**
	 * In the order of the dataset's photos; each in training order, rounded to five decimals. Nothing of a photo that a whole
	 * network learned from: there is no other network to ask.
	 */
	probabilities: z.array(z.array(z.number().min(0).max(1))),
});

export type Predictions = z.infer<typeof predictionsSchema>;

/** Digits beyond the fifth tell nothing, and would double the file. */
export function encodePredictions(probabilities: readonly Float32Array[]): Predictions {
	return { probabilities: probabilities.map((row) => Array.from(row, (p) => Math.round(p * 1e5) / 1e5)) };
}

/** `golden.json`: embeddings among the references, and what the version must say of them. */
export const goldenSchema = z.object({
	/** Largest difference of a confidence or score that still counts as the same answer. */
	tolerance: z.number(),
	cases: z.array(
		z.object({
			/** Row of the reference whose embedding is judged. */
			reference: z.int(),
			unknownScore: z.number(),
			/** In training order. */
			confidences: z.array(z.number()),
		}),
	),
});

export type Golden = z.infer<typeof goldenSchema>;
