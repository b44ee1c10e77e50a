import type { GuildSettings } from '../../src/bot/settings/settings.ts';
import { percent } from '../../src/i18n/format.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** What can be set, by the names the panel shows. */
export type SettingName = 'channels' | 'threshold' | 'style' | 'language' | 'log';

/** Channels named in a list; a message holds 2,000 characters. */
const LISTED_CHANNELS = 15;

/** A setting's value in words. */
export function describeSetting(name: SettingName, settings: GuildSettings, { commands }: Messages): string {
	const { panel, styles, languages } = commands.settings;
	switch (name) {
		case 'channels':
			return describeChannels(settings, commands.settings);
		case 'threshold':
			return settings.threshold === null ? panel.modelThreshold : percent(settings.threshold);
		case 'style':
			return styles[settings.style];
		case 'language':
			return languages[settings.locale ?? 'auto'];
		case 'log':
			return settings.logChannelId === null ? panel.noLog : `<#${settings.logChannelId}>`;
	}
}

function describeChannels(
	{ everywhere, channels }: GuildSettings,
	{ panel }: Messages['commands']['settings'],
): string {
	const parts = [everywhere ? panel.everywhere : panel.nowhere];
	const on = idsOf(channels, true);
	const off = idsOf(channels, false);
	if (on.length > 0) parts.push(panel.on(mentionChannels(on, panel.others)));
	if (off.length > 0) parts.push(panel.off(mentionChannels(off, panel.others)));
	return parts.join(' · ');
}

function idsOf(channels: GuildSettings['channels'], wanted: boolean): string[] {
	return Object.entries(channels)
		.filter(([, answered]) => answered === wanted)
		.map(([id]) => id);
}

/** Channels as mentions, the last ones only counted when there are many. */
export function mentionChannels(ids: readonly string[], others: (channels: number) => string): string {
	const mentions = ids.slice(0, LISTED_CHANNELS).map((id) => `<#${id}>`);
	if (ids.length > mentions.length) mentions.push(others(ids.length - mentions.length));
	return mentions.join(' ');
}
