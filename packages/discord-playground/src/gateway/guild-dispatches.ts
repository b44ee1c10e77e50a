import {
	GatewayDispatchEvents as Event,
	type GatewayChannelCreateDispatchData,
	type GatewayThreadUpdateDispatchData,
	GatewayIntentBits as Intent,
	type ThreadChannelType,
} from 'discord-api-types/v10';
import { presentChannel, presentThreadMember } from '../present/channel.ts';
import { presentGuild, presentMember } from '../present/guild.ts';
import { presentUserId } from '../present/user.ts';
import { guildOf, sees } from '../world/access.ts';
import { isThread } from '../world/permissions.ts';
import type { ChannelRecord, GuildRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { guildCreate } from './guild-create.ts';
import { listeners } from './message-dispatches.ts';
import type { Session } from './session.ts';

/** As `presentChannel` shows those of guilds: which of the two it is follows from the channel. */
type ShownChannel = GatewayChannelCreateDispatchData;
type ShownThread = GatewayThreadUpdateDispatchData;

/** What the bot hears of guilds, their channels, roles and members. */
export function dispatchGuilds(world: World, sessions: () => Iterable<Session>): void {
	const inGuild = (guild: GuildRecord, intents: number): Session[] =>
		guild.members.has(world.botId) && guild.available
			? [...sessions()].filter((session) => session.covers(guild.id) && session.wants(intents))
			: [];
	const inChannel = (channel: ChannelRecord): Session[] => {
		const guild = guildOf(world, channel);
		if (!guild || (isThread(channel) && !sees(world, world.botId, channel))) return [];
		return inGuild(guild, Intent.Guilds);
	};

	world.events.on('botJoin', (guild) => {
		for (const session of inGuild(guild, Intent.Guilds)) {
			session.dispatch(Event.GuildCreate, guildCreate(world, guild, session));
		}
	});
	world.events.on('botLeave', (guild) => {
		for (const session of inGuild(guild, Intent.Guilds))
			session.dispatch(Event.GuildDelete, { id: guild.id });
	});
	world.events.on('guildAvailability', (guild) => {
		if (!guild.members.has(world.botId)) return;
		for (const session of sessions()) {
			if (!session.covers(guild.id) || !session.wants(Intent.Guilds)) continue;
			if (guild.available) session.dispatch(Event.GuildCreate, guildCreate(world, guild, session));
			else session.dispatch(Event.GuildDelete, { id: guild.id, unavailable: true });
		}
	});
	world.events.on('guildUpdate', (guild) => {
		for (const session of inGuild(guild, Intent.Guilds))
			session.dispatch(Event.GuildUpdate, presentGuild(guild));
	});
	world.events.on('role', (guild, { roleId, kind }) => {
		const role = guild.roles.get(roleId);
		for (const session of inGuild(guild, Intent.Guilds)) {
			if (kind === 'delete') session.dispatch(Event.GuildRoleDelete, { guild_id: guild.id, role_id: roleId });
			else {
				const event = kind === 'create' ? Event.GuildRoleCreate : Event.GuildRoleUpdate;
				if (role) session.dispatch(event, { guild_id: guild.id, role });
			}
		}
	});
	world.events.on('member', (guild, { member, kind }) => {
		// Changes of the bot's own membership are told whatever the intents.
		const isOwn = member.userId === world.botId && kind === 'update';
		const listening = isOwn
			? [...sessions()].filter((session) => session.covers(guild.id))
			: inGuild(guild, Intent.GuildMembers);
		for (const session of listening) {
			if (kind === 'remove') {
				const user = presentUserId(world, member.userId);
				session.dispatch(Event.GuildMemberRemove, { guild_id: guild.id, user });
			} else {
				const event = kind === 'add' ? Event.GuildMemberAdd : Event.GuildMemberUpdate;
				session.dispatch(event, { ...presentMember(world, member), guild_id: guild.id });
			}
		}
	});
	world.events.on('stickers', (guild) => {
		for (const session of inGuild(guild, Intent.GuildExpressions)) {
			session.dispatch(Event.GuildStickersUpdate, {
				guild_id: guild.id,
				stickers: [...guild.stickers.values()],
			});
		}
	});
	world.events.on('channelCreate', (channel) => {
		for (const session of inChannel(channel)) {
			const shown = presentChannel(world, channel, world.botId);
			if (isThread(channel))
				session.dispatch(Event.ThreadCreate, { ...(shown as ShownThread), newly_created: true });
			else session.dispatch(Event.ChannelCreate, shown as ShownChannel);
		}
	});
	world.events.on('channelUpdate', (channel) => {
		for (const session of inChannel(channel)) {
			const shown = presentChannel(world, channel, world.botId);
			if (isThread(channel)) session.dispatch(Event.ThreadUpdate, shown as ShownThread);
			else session.dispatch(Event.ChannelUpdate, shown as ShownChannel);
		}
	});
	world.events.on('channelDelete', (channel) => {
		const guild = guildOf(world, channel);
		if (!guild) return;
		for (const session of inGuild(guild, Intent.Guilds)) {
			const { id, parentId, type } = channel;
			if (isThread(channel) && parentId !== null)
				session.dispatch(Event.ThreadDelete, {
					id,
					guild_id: guild.id,
					parent_id: parentId,
					type: type as ThreadChannelType,
				});
			else session.dispatch(Event.ChannelDelete, presentChannel(world, channel, world.botId) as ShownChannel);
		}
	});
	world.events.on('threadMembers', (channel, { userId, added }) => {
		const intents = Intent.GuildMembers | (userId === world.botId ? Intent.Guilds : 0);
		const guild = guildOf(world, channel);
		if (!guild) return;
		for (const session of inGuild(guild, intents)) {
			session.dispatch(Event.ThreadMembersUpdate, {
				id: channel.id,
				guild_id: guild.id,
				member_count: channel.thread?.memberIds.size ?? 0,
				added_members: added ? [presentThreadMember(channel, userId)] : [],
				removed_member_ids: added ? [] : [userId],
			});
		}
	});
	world.events.on('typing', (channel, userId) => {
		if (userId === world.botId) return;
		const intents = Intent.GuildMessageTyping | Intent.DirectMessageTyping;
		const member = guildOf(world, channel)?.members.get(userId);
		for (const session of listeners(world, sessions(), channel, intents)) {
			session.dispatch(Event.TypingStart, {
				channel_id: channel.id,
				user_id: userId,
				timestamp: Math.floor(world.clock.now() / 1000),
				...(channel.guildId === null ? {} : { guild_id: channel.guildId }),
				...(member ? { member: presentMember(world, member) } : {}),
			});
		}
	});
}
