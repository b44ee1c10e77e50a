import {
	type APIChannel,
	type APIThreadChannel,
	type GatewayGuildCreateDispatchData,
	GatewayIntentBits,
} from 'discord-api-types/v10';
import { presentChannel } from '../present/channel.ts';
import { presentGuild, presentMember } from '../present/guild.ts';
import { channelsOf, sees } from '../world/access.ts';
import { isThread } from '../world/permissions.ts';
import type { GuildRecord } from '../world/state.ts';
import { isoNow, type World } from '../world/world.ts';
import type { Session } from './session.ts';

/** A guild as a session first sees it. Without the presences intent it holds no member but the bot. */
export function guildCreate(
	world: World,
	guild: GuildRecord,
	session: Session,
): GatewayGuildCreateDispatchData {
	const channels = channelsOf(world, guild);
	const threads = channels.filter(
		(channel) => isThread(channel) && !channel.thread?.archived && sees(world, world.botId, channel),
	);
	const members = [...guild.members.values()].filter(
		({ userId }) => userId === world.botId || session.wants(GatewayIntentBits.GuildPresences),
	);
	return {
		...presentGuild(guild),
		joined_at: guild.members.get(world.botId)?.joinedAt ?? isoNow(world),
		large: false,
		unavailable: false,
		member_count: guild.members.size,
		voice_states: [],
		members: members.map((member) => presentMember(world, member)),
		channels: channels
			.filter((channel) => !isThread(channel))
			.map((channel) => presentChannel(world, channel, world.botId) as Exclude<APIChannel, APIThreadChannel>),
		threads: threads.map((thread) => presentChannel(world, thread, world.botId) as APIThreadChannel),
		presences: [],
		stage_instances: [],
		guild_scheduled_events: [],
		soundboard_sounds: [],
	} as GatewayGuildCreateDispatchData;
}
