import { z } from 'zod';
import { errorSchema } from '../jobs/wire-error.ts';

/** BullMQ's queue of photos to embed, and the prefix of its keys. */
export const EMBED_QUEUE = 'embed';

const reference = z.object({ id: z.string(), sha256: z.string() });

/** A photo to embed; its bytes lie beside, so that they are no JSON. */
export const embeddingOrderSchema = z.object({
	backbone: reference,
	/** Another with the same trunk. */
	beside: reference.optional(),
	/** Where the answer is waited for. */
	channel: z.string(),
});

export type EmbeddingOrder = z.infer<typeof embeddingOrderSchema>;

export const embeddingAnswerSchema = z.union([
	/** Base64 of float32, little-endian. */
	z.object({ id: z.string(), embedding: z.string(), beside: z.string().optional() }),
	z.object({ id: z.string(), error: errorSchema }),
]);

export type EmbeddingAnswer = z.infer<typeof embeddingAnswerSchema>;

export function photoKey(id: string): string {
	return `hantei:photo:${id}`;
}
