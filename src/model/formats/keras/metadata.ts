import { z } from 'zod';
import { PIXEL_RANGES } from '../network/pixels.ts';

/** What Keras has no place for in its files, and whoever judges photos must know. */
export const networkMetadataSchema = z.object({
	/** In the order of the probabilities. */
	labels: z.array(z.string().min(1)).min(1),
	/** What the network was trained to expect of a pixel. */
	range: z.enum(PIXEL_RANGES),
});

export type NetworkMetadata = z.infer<typeof networkMetadataSchema>;

/** An attribute of an `.h5`, a file of a `.keras`; Keras passes over both. */
export const METADATA_ATTRIBUTE = 'hantei';
export const METADATA_FILE = 'hantei.json';

/** Undefined where the file was not written here. */
export function parseMetadata(json: string | undefined): NetworkMetadata | undefined {
	if (json === undefined) return undefined;
	try {
		return networkMetadataSchema.safeParse(JSON.parse(json)).data;
	} catch {
		return undefined;
	}
}
