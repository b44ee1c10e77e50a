import { z } from 'zod';
import { LAYOUTS } from '../../formats/onnx/foreign-input.ts';

const side = z.number().int().min(16).max(1024);
const channels = z.array(z.number()).length(3);

/** What a person says of a network, where its file does not, or where they know better. */
export const ImportWishes = z.object({
	/** Of layers or values whose results make up the embedding; without any, what the classifier at the end works on. */
	layers: z.array(z.string()).default([]),
	/** Of the photo. */
	size: z.object({ width: side, height: side }).optional(),
	normalisation: z.object({ mean: channels, deviation: channels }).optional(),
	layout: z.enum(LAYOUTS).optional(),
});

export type ImportWishes = z.output<typeof ImportWishes>;

/** A network as a backbone: ONNX, with `pixels` as its input and `embedding` as its output. */
export interface ConvertedBackbone {
	readonly onnx: Uint8Array<ArrayBuffer>;
	readonly input: { readonly width: number; readonly height: number };
	/** Lengths of the unit vectors that the embedding is a concatenation of. */
	readonly parts: readonly number[];
}
