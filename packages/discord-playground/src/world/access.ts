import { ChannelType, PermissionFlagsBits, type Snowflake } from 'discord-api-types/v10';
import { computePermissions, DM_PERMISSIONS, effectivePermissions, isDm, isThread } from './permissions.ts';
import type { ChannelRecord, GuildRecord } from './state.ts';
import type { World } from './world.ts';

export function guildOf(world: World, channel: ChannelRecord): GuildRecord | null {
	return channel.guildId === null ? null : (world.state.guilds.get(channel.guildId) ?? null);
}

export function channelsOf(world: World, guild: GuildRecord): ChannelRecord[] {
	return [...guild.channelIds]
		.map((id) => world.state.channels.get(id))
		.filter((channel) => channel !== undefined);
}

/** The channel whose overwrites and age restriction count: a thread's parent, else itself. */
export function ruling(world: World, channel: ChannelRecord): ChannelRecord {
	if (!isThread(channel) || channel.parentId === null) return channel;
	return world.state.channels.get(channel.parentId) ?? channel;
}

/** What roles and overwrites give a user in a channel, as Discord reports it; 0 for who is not there. */
export function channelPermissions(world: World, userId: Snowflake, channel: ChannelRecord): bigint {
	if (isDm(channel)) return channel.recipientIds.includes(userId) ? DM_PERMISSIONS : 0n;
	const guild = guildOf(world, channel);
	const member = guild?.members.get(userId);
	if (!guild || !member) return 0n;
	return computePermissions({ guild, member, channel: ruling(world, channel), nowMs: world.clock.now() });
}

/** What the user can really do there. */
export function permissionsIn(world: World, userId: Snowflake, channel: ChannelRecord): bigint {
	const permissions = channelPermissions(world, userId, channel);
	if (isDm(channel)) return permissions;
	if (channel.type === ChannelType.PrivateThread && !channel.thread?.memberIds.has(userId)) {
		if ((permissions & PermissionFlagsBits.ManageThreads) === 0n) return 0n;
	}
	return effectivePermissions(permissions, isThread(channel));
}

export function guildPermissions(world: World, userId: Snowflake, guild: GuildRecord): bigint {
	const member = guild.members.get(userId);
	return member ? computePermissions({ guild, member, channel: null, nowMs: world.clock.now() }) : 0n;
}

export function may(world: World, userId: Snowflake, channel: ChannelRecord, permission: bigint): boolean {
	return (permissionsIn(world, userId, channel) & permission) === permission;
}

export function sees(world: World, userId: Snowflake, channel: ChannelRecord): boolean {
	return may(world, userId, channel, PermissionFlagsBits.ViewChannel);
}
