import {
	GatewayDispatchEvents as Event,
	type GatewayChannelCreateDispatchData,
	type GatewayThreadUpdateDispatchData,
	GatewayIntentBits as Intent,
	type ThreadChannelType,
} from 'discord-api-types/v10';
import { presentChannel, presentThreadMember } from '../present/channel.ts';
import { presentGuild, presentMember } from '../present/guild.ts';
import { known } from '../present/known.ts';
import { presentUserId } from '../present/user.ts';
import { guildOf, sees } from '../world/access.ts';
import { isThread } from '../world/permissions.ts';
import type { ChannelRecord, GuildRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { listeners } from './message-dispatches.ts';
import { type Session, tell } from './session.ts';
import { guildCreate } from './welcome.ts';

/** As `presentChannel` shows those of guilds: which of the two it is follows from the channel. */
type ShownChannel = GatewayChannelCreateDispatchData;
type ShownThread = GatewayThreadUpdateDispatchData;

/** What the bot hears of guilds, their channels, roles and members. */
export function dispatchGuilds(world: World, sessions: () => Iterable<Session>): void {
	const { events } = world;
	const ofShard = (guild: GuildRecord) => [...sessions()].filter((session) => session.covers(guild.id));
	const inGuild = (guild: GuildRecord, intents: number = Intent.Guilds) =>
		guild.members.has(world.botId) && guild.available
			? ofShard(guild).filter((session) => session.wants(intents))
			: [];
	const inChannel = (channel: ChannelRecord) => {
		const guild = guildOf(world, channel);
		if (!guild || (isThread(channel) && !sees(world, world.botId, channel))) return [];
		return inGuild(guild);
	};
	const show = (channel: ChannelRecord) => presentChannel(world, channel, world.botId);
	const arrive = (guild: GuildRecord) => {
		for (const session of inGuild(guild))
			session.dispatch(Event.GuildCreate, guildCreate(world, guild, session));
	};

	events.on('botJoin', arrive);
	events.on('botLeave', (guild) => tell(inGuild(guild), Event.GuildDelete, { id: guild.id }));
	events.on('guildAvailability', (guild) => {
		if (guild.available) return arrive(guild);
		if (!guild.members.has(world.botId)) return;
		const to = ofShard(guild).filter((session) => session.wants(Intent.Guilds));
		tell(to, Event.GuildDelete, { id: guild.id, unavailable: true });
	});
	events.on('guildUpdate', (guild) => tell(inGuild(guild), Event.GuildUpdate, presentGuild(guild)));
	events.on('role', (guild, { roleId, kind }) => {
		const role = guild.roles.get(roleId);
		const event = kind === 'create' ? Event.GuildRoleCreate : Event.GuildRoleUpdate;
		if (role) tell(inGuild(guild), event, { guild_id: guild.id, role });
		else tell(inGuild(guild), Event.GuildRoleDelete, { guild_id: guild.id, role_id: roleId });
	});
	events.on('member', (guild, { member, kind }) => {
		const { userId } = member;
		const event = kind === 'add' ? Event.GuildMemberAdd : Event.GuildMemberUpdate;
		const shown = { ...presentMember(world, member), guild_id: guild.id };
		// Changes of the bot's own membership are told whatever the intents.
		if (userId === world.botId && kind === 'update') return tell(ofShard(guild), event, shown);
		const to = inGuild(guild, Intent.GuildMembers);
		if (kind !== 'remove') return tell(to, event, shown);
		tell(to, Event.GuildMemberRemove, { guild_id: guild.id, user: presentUserId(world, userId) });
	});
	events.on('stickers', (guild) => {
		const stickers = [...guild.stickers.values()];
		tell(inGuild(guild, Intent.GuildExpressions), Event.GuildStickersUpdate, {
			guild_id: guild.id,
			stickers,
		});
	});
	events.on('channelCreate', (channel) => {
		const to = inChannel(channel);
		if (!isThread(channel)) return tell(to, Event.ChannelCreate, show(channel) as ShownChannel);
		tell(to, Event.ThreadCreate, { ...(show(channel) as ShownThread), newly_created: true });
	});
	events.on('channelUpdate', (channel) => {
		const to = inChannel(channel);
		if (!isThread(channel)) return tell(to, Event.ChannelUpdate, show(channel) as ShownChannel);
		tell(to, Event.ThreadUpdate, show(channel) as ShownThread);
	});
	events.on('channelDelete', (channel) => {
		const guild = guildOf(world, channel);
		if (!guild) return;
		const { id, parentId, type } = channel;
		if (!isThread(channel)) return tell(inGuild(guild), Event.ChannelDelete, show(channel) as ShownChannel);
		const thread = { id, guild_id: guild.id, parent_id: parentId ?? '', type: type as ThreadChannelType };
		tell(inGuild(guild), Event.ThreadDelete, thread);
	});
	events.on('threadMembers', (channel, { userId, added }) => {
		const intents = Intent.GuildMembers | (userId === world.botId ? Intent.Guilds : 0);
		const guild = guildOf(world, channel);
		if (!guild) return;
		tell(inGuild(guild, intents), Event.ThreadMembersUpdate, {
			id: channel.id,
			guild_id: guild.id,
			member_count: channel.thread?.memberIds.size ?? 0,
			added_members: added ? [presentThreadMember(channel, userId)] : [],
			removed_member_ids: added ? [] : [userId],
		});
	});
	events.on('typing', (channel, userId) => {
		if (userId === world.botId) return;
		const intents = Intent.GuildMessageTyping | Intent.DirectMessageTyping;
		const member = guildOf(world, channel)?.members.get(userId);
		tell(listeners(world, sessions(), channel, intents), Event.TypingStart, {
			channel_id: channel.id,
			user_id: userId,
			timestamp: Math.floor(world.clock.now() / 1000),
			...known({ guild_id: channel.guildId, member: member && presentMember(world, member) }),
		});
	});
}
