import type { Permissions, Snowflake } from 'discord-api-types/v10';
import type { InteractionSnapshot } from '../interaction.ts';
import { channelPermissions, channelsOf } from '../world/access.ts';
import { isDm, isThread } from '../world/permissions.ts';
import type { ChannelRecord, GuildRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { presentChannel } from './channel.ts';
import { presentGuild, presentMember } from './guild.ts';
import { presentUser, presentUserId, presentWebhook } from './user.ts';

/** The whole world but its messages (`Playground.messages`), as plain data. */
export function presentWorld(world: World, interactions: InteractionSnapshot[]) {
	const { users, guilds, channels, webhooks, commands } = world.state;
	return {
		applicationId: world.applicationId,
		bot: presentUserId(world, world.botId),
		users: [...users.values()].map((user) => ({
			...presentUser(user),
			locale: user.locale,
			installed: user.installed,
		})),
		guilds: [...guilds.values()].map((guild) => presentGuildSnapshot(world, guild)),
		directMessages: presentAll(world, [...channels.values()].filter(isDm)),
		webhooks: [...webhooks.values()].map((webhook) => presentWebhook(world, webhook)),
		commands: [...commands.values()],
		interactions,
		/** Of everyone everywhere: channel id, then user id. */
		permissions: permissionTable(world),
	};
}
export type WorldSnapshot = ReturnType<typeof presentWorld>;

function presentGuildSnapshot(world: World, guild: GuildRecord) {
	const channels = channelsOf(world, guild);
	return {
		...presentGuild(guild),
		channels: presentAll(
			world,
			channels.filter((channel) => !isThread(channel)),
		),
		threads: presentAll(world, channels.filter(isThread)),
		members: [...guild.members.values()].map((member) => presentMember(world, member)),
		botIsMember: guild.members.has(world.botId),
	};
}
export type GuildSnapshot = ReturnType<typeof presentGuildSnapshot>;

function presentAll(world: World, channels: readonly ChannelRecord[]) {
	return channels.map((channel) => presentChannel(world, channel, null));
}

function permissionTable(world: World): Record<Snowflake, Record<Snowflake, Permissions>> {
	const table: Record<Snowflake, Record<Snowflake, Permissions>> = {};
	for (const channel of world.state.channels.values()) {
		table[channel.id] = Object.fromEntries(
			[...world.state.users.keys()].map((userId) => [
				userId,
				channelPermissions(world, userId, channel).toString(),
			]),
		);
	}
	return table;
}
