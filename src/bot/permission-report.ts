import type { Guild } from 'discord.js';
import type { Logger } from '../log.ts';
import { blockedChannels } from './permissions.ts';
import { isEnabled, placeOf } from './settings/channels.ts';
import type { SettingsStore } from './settings/store.ts';

/** Says once, in the host's log, in which channels of a guild photos will get no answer for want of permissions. */
export async function reportPermissions(
	guild: Guild,
	settings: SettingsStore,
	logger: Logger,
	text: string,
): Promise<void> {
	const guildSettings = await settings.get(guild.id);
	const channels = blockedChannels(
		guild.channels.cache.values(),
		(channel) => isEnabled(guildSettings, placeOf(channel)),
		guildSettings.style,
	).map(({ channel, missing }) => ({ channel: channel.id, missing }));
	if (channels.length > 0) logger.warn({ guild: guild.id, channels }, text);
}
