import type {
	Channel,
	ChatInputCommandInteraction,
	Guild,
	GuildBasedChannel,
	PermissionsString,
} from 'discord.js';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { isEnabled, placeOf } from './settings/channels.ts';
import type { AnswerStyle } from './settings/settings.ts';
import type { SettingsStore } from './settings/store.ts';

/** What answering photos in a channel takes. */
function neededPermissions(isThread: boolean, style: AnswerStyle): PermissionsString[] {
	const toSend = isThread ? 'SendMessagesInThreads' : 'SendMessages';
	// Discord lets a bot react only to messages whose history it may read. A reply without it is sent unquoted.
	return style === 'reaction'
		? ['ViewChannel', 'ReadMessageHistory', 'AddReactions']
		: ['ViewChannel', toSend];
}

/** The permissions the bot lacks for answering photos in a channel. */
export function missingPermissions(channel: GuildBasedChannel, style: AnswerStyle): PermissionsString[] {
	const { me } = channel.guild.members;
	const permissions = me && channel.permissionsFor(me);
	// Unknown is not missing: Discord itself will say so.
	return permissions?.missing(neededPermissions(channel.isThread(), style)) ?? [];
}

export function canReadHistory(channel: GuildBasedChannel): boolean {
	const { me } = channel.guild.members;
	return (me && channel.permissionsFor(me))?.has(['ViewChannel', 'ReadMessageHistory']) ?? true;
}

/** Whether the bot may attach files there. */
export function canAttach(channel: Channel): boolean {
	if (channel.isDMBased()) return true;
	const { me } = channel.guild.members;
	return (me && channel.permissionsFor(me))?.has('AttachFiles') ?? true;
}

/**
 * Whether the bot may write where a member wants it to: better refused now than silence when something is to be told.
 * @throws {UserError} `bot-permissions-needed`
 */
export function requireWritable(
	{ guild }: Pick<ChatInputCommandInteraction, 'guild'>,
	channelId: string,
): void {
	const channel = guild?.channels.cache.get(channelId);
	const permissions = channel ? missingPermissions(channel, 'reply') : ['ViewChannel'];
	if (permissions.length > 0) throw new UserError('bot-permissions-needed', { channelId, permissions });
}

/** Channels that the bot sees and, going by the settings, should answer in, but cannot. */
export function blockedChannels(
	channels: Iterable<GuildBasedChannel>,
	isAnswered: (channel: GuildBasedChannel) => boolean,
	style: AnswerStyle,
): { readonly channel: GuildBasedChannel; readonly missing: readonly PermissionsString[] }[] {
	return [...channels]
		.filter((channel) => channel.isTextBased() && isAnswered(channel))
		.map((channel) => ({ channel, missing: missingPermissions(channel, style) }))
		.filter(({ missing }) => missing.length > 0 && !missing.includes('ViewChannel'));
}

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
