import type { Keyv } from 'keyv';
import { changeValue } from '../../store/change-value.ts';
import { DEFAULT_SETTINGS, type GuildSettings, parseSettings } from './settings.ts';

/** The settings of all guilds. */
export interface SettingsStore {
	/** Never rejects: with a broken store the defaults hold, and its failure is in the log. */
	get(guildId: string): Promise<GuildSettings>;
	/**
	 * Changes what the function says, which is asked again where another process was quicker.
	 * @returns the settings as they are now.
	 * @throws what the function throws, or the store's error; nothing is changed then.
	 */
	change(
		guildId: string,
		change: (settings: GuildSettings) => Partial<GuildSettings>,
	): Promise<GuildSettings>;
	/** Ids of the guilds that something is kept about. */
	guilds(): Promise<string[]>;
	/** Deletes all that is kept about the guild, which gives it the defaults again. */
	forget(guildId: string): Promise<void>;
}

export function createSettingsStore(keyv: Keyv<GuildSettings>): SettingsStore {
	return {
		async get(guildId) {
			try {
				return parseSettings(await keyv.get(guildId));
			} catch {
				return DEFAULT_SETTINGS;
			}
		},
		change(guildId, change) {
			return changeValue(keyv, guildId, (stored) => {
				const settings = parseSettings(stored);
				return { ...settings, ...change(settings) };
			});
		},
		async guilds() {
			const ids: string[] = [];
			for await (const [guildId] of keyv.iterator?.({}) ?? []) ids.push(String(guildId));
			return ids;
		},
		async forget(guildId) {
			await keyv.delete(guildId);
		},
	};
}

/** Drops what was set about a channel that no longer exists. */
export async function forgetChannel(
	settings: SettingsStore,
	guildId: string,
	channelId: string,
): Promise<void> {
	const present = await settings.get(guildId);
	if (present.logChannelId !== channelId && present.channels[channelId] === undefined) return;
	await settings.change(guildId, ({ channels, logChannelId }) => {
		const { [channelId]: _, ...others } = channels;
		return { channels: others, logChannelId: logChannelId === channelId ? null : logChannelId };
	});
}
