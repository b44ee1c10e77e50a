import { z } from 'zod';

/** Name of the network's result: `float32 [N, dimension]`. */
export const EMBEDDING = 'embedding';

const side = z.number().int().min(16).max(1024);

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The value that the last blocks begin with, which is in 8 bits, and its shape. */
const tailStart = z.strictObject({
	from: z.string().min(1),
	channels: z.int().positive(),
	height: z.int().positive(),
	width: z.int().positive(),
});

/** What `manifest.json` says of the `backbone.onnx` next to it. */
export const BackboneManifest = z
	.strictObject({
		format: z.literal(1),
		/** Names folders and keys caches; embeddings of different backbones never mix. */
		id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,95}$/),
		/** The photo, squashed to this size, is the input `pixels`: uint8 [N, height, width, 3], RGB. */
		input: z.strictObject({ width: side, height: side }),
		/** Lengths of the unit vectors that the embedding is a concatenation of. */
		parts: z.array(z.number().int().positive()).min(1),
		dimension: z.number().int().positive(),
		/** SPDX expression. */
		licence: z.string().min(1),
		/** Where the weights are from: package URLs (`pkg:npm/…`) or web addresses. */
		sources: z.array(z.string().min(1)),
		/** Of backbone.onnx, hexadecimal. */
		sha256: hash,
		/**
		 * Of one that was made of a whole network, and says of each of its classes what that does, in the last numbers of the
		 * embedding: what the network was kept in, and what it expects of a pixel.
		 */
		network: z
			.strictObject({
				format: z.string().min(1),
				classes: z.number().int().min(2),
				range: z.string().optional(),
			})
			.optional(),
		/** Of one whose last blocks can be trained anew: what comes before them stays as it is. */
		fineTuning: tailStart.optional(),
		/** Of one whose last blocks were trained: the hash of the backbone whose other blocks it has. */
		trunk: tailStart.extend({ of: hash }).optional(),
		/** Of the backbone that Hantei once made of two networks; models made on it may be served still. */
		safetyClasses: z.array(z.string().min(1)).min(2).optional(),
	})
	.refine(({ parts, dimension }) => parts.reduce((sum, part) => sum + part, 0) === dimension, {
		error: 'the parts do not add up to the dimension',
	});

export type BackboneManifest = z.output<typeof BackboneManifest>;

/** Where the last blocks of a backbone begin, and the hash of the one that all before them is of. */
export type Trunk = NonNullable<BackboneManifest['trunk']>;

/** Undefined for one that can only be run whole. */
export function trunkIn({ sha256, fineTuning, trunk }: BackboneManifest): Trunk | undefined {
	return trunk ?? (fineTuning && { ...fineTuning, of: sha256 });
}
