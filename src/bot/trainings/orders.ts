import { z } from 'zod';
import { LOCALES } from '../../i18n/locale.ts';

export const TRAINING_ORDER = z.object({
	classifier: z.string(),
	/** Photos to be collected first: of these labels (ids), or of all. */
	crawl: z.object({ labels: z.array(z.number().int()), wanted: z.number().int().positive() }).optional(),
	/** Who asked for it, and in which language. */
	by: z.string(),
	locale: z.enum(LOCALES),
	/** The message that shows how far it is. */
	channelId: z.string(),
	messageId: z.string(),
	/** Starts of Hantei that it has seen. */
	starts: z.number().int().positive(),
});

/** A training that somebody asked for in chat. */
export type TrainingOrder = z.infer<typeof TRAINING_ORDER>;
