import type { GuildSettings } from '../../src/bot/kit.ts';
import type { AuditDetail } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** What can be set, by the names the panel shows. */
export type SettingName = 'channels' | 'threshold' | 'style' | 'language' | 'log' | 'teach';

/** Channels named in a list; a message holds 2,000 characters. */
const LISTED_CHANNELS = 15;

/** A setting's value in words. */
export function describeSetting(
	name: SettingName,
	settings: GuildSettings,
	{ commands, percent }: Messages,
): string {
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
		case 'teach':
			return settings.teach ? panel.teachOn : panel.teachOff;
		case 'log':
			return settings.logChannelId === null ? panel.noLog : `<#${settings.logChannelId}>`;
	}
}

/** A setting's new value as the audit log keeps it, which people of any language read: of channels, what is other. */
export function settingFacts(name: SettingName, before: GuildSettings, after: GuildSettings): AuditDetail {
	switch (name) {
		case 'channels':
			return channelFacts(before, after);
		case 'threshold':
			return { value: after.threshold };
		case 'teach':
			return { value: after.teach };
		case 'style':
			return { value: after.style };
		case 'language':
			return { value: after.locale };
		case 'log':
			return { value: after.logChannelId };
	}
}

function channelFacts(before: GuildSettings, after: GuildSettings): AuditDetail {
	const ids = Object.keys({ ...before.channels, ...after.channels });
	const channel = ids.find((id) => before.channels[id] !== after.channels[id]);
	if (channel === undefined) return { channel: null, value: after.everywhere };
	return { channel, value: after.channels[channel] ?? null };
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
