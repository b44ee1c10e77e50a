import { ChannelType, type Snowflake } from 'discord-api-types/v10';
import { may, permissionsIn, sees } from '../world/access.ts';
import { isDm } from '../world/permissions.ts';
import type { ChannelRecord, GuildRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { discordError } from './discord-error.ts';

/** A channel of a place the bot is in, seen or not. */
export function knownChannel(world: World, id: Snowflake): ChannelRecord {
	const channel = world.state.channels.get(id);
	if (!channel) throw discordError('unknownChannel');
	const isThere = isDm(channel)
		? channel.recipientIds.includes(world.botId)
		: (world.state.guilds.get(channel.guildId ?? '')?.members.has(world.botId) ?? false);
	if (!isThere) throw discordError('missingAccess');
	return channel;
}

export function visibleChannel(world: World, id: Snowflake): ChannelRecord {
	const channel = knownChannel(world, id);
	if (!sees(world, world.botId, channel)) throw discordError('missingAccess');
	return channel;
}

export function textChannel(world: World, id: Snowflake): ChannelRecord {
	const channel = visibleChannel(world, id);
	if (channel.type === ChannelType.GuildCategory) throw discordError('nonTextChannel');
	return channel;
}

/** Ephemeral messages exist only for the interaction they answer. */
export function knownMessage(world: World, channel: ChannelRecord, id: Snowflake): MessageRecord {
	const message = world.state.messages.get(id);
	if (!message || message.channelId !== channel.id || message.visibleTo !== null)
		throw discordError('unknownMessage');
	return message;
}

export function knownGuild(world: World, id: Snowflake): GuildRecord {
	const guild = world.state.guilds.get(id);
	if (!guild?.available) throw discordError('unknownGuild');
	if (!guild.members.has(world.botId)) throw discordError('missingAccess');
	return guild;
}

export function botPermissions(world: World, channel: ChannelRecord): bigint {
	return permissionsIn(world, world.botId, channel);
}

export function requirePermission(world: World, channel: ChannelRecord, permission: bigint): void {
	if (!may(world, world.botId, channel, permission)) throw discordError('missingPermissions');
}

/** Paths name the application; only one's own may be touched. */
export function requireOwnApplication(world: World, id: Snowflake): void {
	if (id !== world.applicationId) throw discordError('notYourApplication');
}
