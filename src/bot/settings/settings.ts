import { z } from 'zod';
import { LOCALES } from '../../i18n/locale.ts';

/**
 * How a photo in a channel is answered. `reply`: with a message, always. `reaction`: with an emoji on the photo.
 * `sure`: with a message, but only when there is an answer above the threshold.
 */
export const ANSWER_STYLES = ['reply', 'reaction', 'sure'] as const;

export type AnswerStyle = (typeof ANSWER_STYLES)[number];

/** One guild may set so many channels apart; categories and the whole server cover the rest. */
export const MAX_CHANNEL_EXCEPTIONS = 200;

/** Whatever is missing or no longer valid in what was stored by an older Hantei takes its default. */
const GUILD_SETTINGS = z.object({
	/** Whether channels without an entry of their own are answered in. */
	everywhere: z.boolean().catch(true),
	/** Channels, categories and threads set apart, by id. */
	channels: z.record(z.string(), z.boolean()).catch({}),
	/** The least confidence, 0 to 1, that is called sure; null for the model's own. */
	threshold: z.number().min(0).max(1).nullable().catch(null),
	style: z.enum(ANSWER_STYLES).catch('reply'),
	/** Null for the server's own language. */
	locale: z.enum(LOCALES).nullable().catch(null),
	logChannelId: z.string().nullable().catch(null),
	/** Whether members may give photos to train on. */
	teach: z.boolean().catch(false),
});

export type GuildSettings = Readonly<z.infer<typeof GUILD_SETTINGS>>;

export const DEFAULT_SETTINGS: GuildSettings = GUILD_SETTINGS.parse({});

const STORED = GUILD_SETTINGS.catch({ ...DEFAULT_SETTINGS });

/** Settings from what was stored, whoever stored it. */
export function parseSettings(stored: unknown): GuildSettings {
	return STORED.parse(stored);
}
