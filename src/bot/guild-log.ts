import type { Client } from 'discord.js';
import type { Locale } from '../i18n/locale.ts';
import { type Messages, messagesFor } from '../i18n/messages.ts';
import type { Logger } from '../log.ts';
import { shortened } from './answer/text.ts';
import { Remembered } from './flow/recent.ts';
import { guildLocale } from './locales.ts';
import type { SettingsStore } from './settings/store.ts';

/** A line of the log, in the guild's language. */
export type LogText = (messages: Messages, locale: Locale) => string;

/** Tells a guild's admins in the channel they chose for it. */
export interface GuildLog {
	/**
	 * Posts unless there is no such channel or it cannot be written to; never rejects.
	 * @param subject the same one is told once an hour; null for what is told every time
	 */
	post(guildId: string, subject: string | null, text: LogText): Promise<void>;
}

const SAME_SUBJECT_MS = 60 * 60_000;

export function createGuildLog(
	client: () => Client | undefined,
	settings: SettingsStore,
	logger: Logger,
): GuildLog {
	const told = new Remembered({ forMs: SAME_SUBJECT_MS });
	return {
		async post(guildId, subject, text) {
			const guild = client()?.guilds.cache.get(guildId);
			const guildSettings = await settings.get(guildId);
			if (!guild || !guildSettings.logChannelId) return;
			if (subject !== null && !told.add(`${guildId}:${subject}`)) return;
			const channel = guild.channels.cache.get(guildSettings.logChannelId);
			if (!channel?.isTextBased()) return;
			const locale = guildLocale(guildSettings, guild.preferredLocale);
			try {
				await channel.send({ content: shortened(text(messagesFor(locale), locale)) });
			} catch (error) {
				logger.warn(
					{ guild: guildId, channel: channel.id, err: error },
					'the log channel cannot be written to',
				);
			}
		},
	};
}
