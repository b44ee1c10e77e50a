import { z } from 'zod';
import { SOURCES } from '../../dataset/candidate.ts';
import { LOCALES } from '../../i18n/locale.ts';

export const CRAWL_ORDER = z.object({
	classifier: z.string(),
	/** Ids. */
	labels: z.array(z.number().int()).min(1),
	wanted: z.number().int().positive(),
	sources: z.array(z.enum(SOURCES)).min(1).optional(),
	/** Who asked for it, and in which language. */
	by: z.string(),
	locale: z.enum(LOCALES),
	/** The message that shows how far it is. */
	channelId: z.string(),
	messageId: z.string(),
	/** Starts of Hantei that it has seen. */
	starts: z.number().int().positive(),
});

/** A crawl that somebody asked for in chat. */
export type CrawlOrder = z.infer<typeof CRAWL_ORDER>;
