import {
	type APIChannel,
	type APIThreadChannel,
	GatewayDispatchEvents as Event,
	type GatewayGuildCreateDispatchData,
	GatewayIntentBits as Intent,
} from 'discord-api-types/v10';
import type { PrivilegedIntents } from '../playground-options.ts';
import { presentChannel } from '../present/channel.ts';
import { presentGuild, presentMember } from '../present/guild.ts';
import { presentUserId } from '../present/user.ts';
import { applicationFlags } from '../rest/applications.ts';
import { channelsOf, sees } from '../world/access.ts';
import { isThread } from '../world/permissions.ts';
import type { GuildRecord } from '../world/state.ts';
import { isoNow, type World } from '../world/world.ts';
import type { Session } from './session.ts';

/** The guilds of the bot that a session's shard is about. */
export function guildsOf(world: World, session: Session): GuildRecord[] {
	return [...world.state.guilds.values()].filter(
		({ id, members }) => session.covers(id) && members.has(world.botId),
	);
}

/** What Discord sends bots besides what it documents; some libraries look for it. */
const UNDOCUMENTED = {
	private_channels: [],
	relationships: [],
	presences: [],
	user_settings: {},
	session_type: 'normal',
};

/** READY, with every guild still unavailable, and then the guilds. */
export function welcome(
	world: World,
	session: Session,
	options: {
		readonly version: number;
		readonly gatewayUrl: string;
		readonly intents: PrivilegedIntents;
	},
): void {
	const guilds = guildsOf(world, session);
	const flags = applicationFlags(options.intents);
	session.dispatch(Event.Ready, {
		v: options.version,
		user: { ...presentUserId(world, world.botId), verified: true, mfa_enabled: true, email: null },
		guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
		...UNDOCUMENTED,
		session_id: session.id,
		resume_gateway_url: options.gatewayUrl,
		shard: session.shard,
		application: { id: world.applicationId, flags, flags_new: String(flags) },
	});
	if (!session.wants(Intent.Guilds)) return;
	for (const guild of guilds) {
		if (guild.available) session.dispatch(Event.GuildCreate, guildCreate(world, guild, session));
	}
}

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
		({ userId }) => userId === world.botId || session.wants(Intent.GuildPresences),
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
