import { z } from 'zod';
import type { Padding, Pair } from '../../network/padding.ts';

/** The settings that Keras layers have in common, as zod schemas for their serialised configuration. */

const count = z.number().int().positive();

/** One number for both sides, or `[height, width]`. */
export const pair = z.union([
	z.tuple([count, count]),
	z.tuple([count]).transform(([side]): Pair => [side, side]),
	count.transform((side): Pair => [side, side]),
]);

export const padding: z.ZodType<Padding> = z.enum(['same', 'valid']);

/** `channels_first` would need every axis counted anew. */
export const dataFormat = z.literal('channels_last').nullish();

export const activation = z
	.string()
	.nullish()
	.transform((name) => name ?? 'linear');

export const convolutionSettings = {
	strides: pair.default([1, 1]),
	dilation_rate: pair.default([1, 1]),
	padding: padding.default('valid'),
	data_format: dataFormat,
	use_bias: z.boolean().default(true),
	activation,
};

const margin = z.number().int().nonnegative();

/** One number all around, `[rows, columns]`, or `[[top, bottom], [left, right]]`. */
export const margins = z.union([
	z
		.tuple([z.tuple([margin, margin]), z.tuple([margin, margin])])
		.transform(([[top, bottom], [left, right]]) => ({ top, bottom, left, right })),
	z
		.tuple([margin, margin])
		.transform(([rows, columns]) => ({ top: rows, bottom: rows, left: columns, right: columns })),
	margin.transform((all) => ({ top: all, bottom: all, left: all, right: all })),
]);
