import type { Permissions, Snowflake } from 'discord-api-types/v10';
import type { InteractionSnapshot } from '../interaction.ts';
import { channelPermissions } from '../world/access.ts';
import type { GuildSnapshot, WorldSnapshot } from '../world/controls.ts';
import { isDm, isThread } from '../world/permissions.ts';
import type { GuildRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { presentChannel } from './channel.ts';
import { presentGuild, presentMember } from './guild.ts';
import { presentUserId, presentUserSnapshot, presentWebhook } from './user.ts';

export function presentWorld(world: World, interactions: InteractionSnapshot[]): WorldSnapshot {
	const { users, guilds, channels, webhooks, commands } = world.state;
	return {
		applicationId: world.applicationId,
		bot: presentUserId(world, world.botId),
		users: [...users.values()].map(presentUserSnapshot),
		guilds: [...guilds.values()].map((guild) => presentGuildSnapshot(world, guild)),
		directMessages: [...channels.values()]
			.filter(isDm)
			.map((channel) => presentChannel(world, channel, null)),
		webhooks: [...webhooks.values()].map((webhook) => presentWebhook(world, webhook)),
		commands: [...commands.values()],
		interactions,
		permissions: permissionTable(world),
	};
}

function presentGuildSnapshot(world: World, guild: GuildRecord): GuildSnapshot {
	const channels = [...guild.channelIds]
		.map((id) => world.state.channels.get(id))
		.filter((channel) => channel !== undefined);
	return {
		...presentGuild(guild),
		channels: channels
			.filter((channel) => !isThread(channel))
			.map((channel) => presentChannel(world, channel, null)),
		threads: channels.filter(isThread).map((channel) => presentChannel(world, channel, null)),
		members: [...guild.members.values()].map((member) => presentMember(world, member)),
		botIsMember: guild.members.has(world.botId),
	};
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
