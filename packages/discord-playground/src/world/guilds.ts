import {
	type APIRole,
	PermissionFlagsBits as P,
	type RoleFlags,
	type Snowflake,
} from 'discord-api-types/v10';
import { Refusal } from '../refusal.ts';
import type { MemberChange, NewGuild, NewMember, NewRole, RoleChange } from './changes.ts';
import { deleteChannel } from './channels.ts';
import { guildAt, guildOfRole, idOf, userAt } from './lookup.ts';
import type { GuildRecord, MemberRecord } from './state.ts';
import { isoNow, type World } from './world.ts';

/** What everyone may do in a guild that was just made. */
const EVERYONE =
	P.ViewChannel |
	P.SendMessages |
	P.SendMessagesInThreads |
	P.CreatePublicThreads |
	P.EmbedLinks |
	P.AttachFiles |
	P.AddReactions |
	P.UseExternalEmojis |
	P.UseExternalStickers |
	P.ReadMessageHistory |
	P.UseApplicationCommands |
	P.UseExternalApps |
	P.ChangeNickname;

export function addGuild(world: World, guild: NewGuild): GuildRecord {
	const owner = userAt(world, guild.owner);
	const id = world.nextId();
	const record: GuildRecord = {
		id,
		name: guild.name,
		ownerId: owner.id,
		preferredLocale: guild.preferredLocale ?? 'en-US',
		available: true,
		roles: new Map([[id, roleOf(id, '@everyone', EVERYONE, 0)]]),
		members: new Map([[owner.id, memberOf(world, owner.id)]]),
		stickers: new Map(),
		channelIds: new Set(),
	};
	world.state.guilds.set(id, record);
	world.events.emit('guildCreate', record);
	if (guild.bot ?? true) setBotMember(world, record, true);
	return record;
}

export function deleteGuild(world: World, guild: GuildRecord): void {
	setBotMember(world, guild, false);
	world.state.guilds.delete(guild.id);
	for (const id of [...guild.channelIds]) {
		const channel = world.state.channels.get(id);
		if (channel) deleteChannel(world, channel);
	}
	world.events.emit('guildDelete', guild);
}

export function setBotMember(world: World, guild: GuildRecord, isMember: boolean): void {
	if (isMember === guild.members.has(world.botId)) return;
	if (isMember) {
		guild.members.set(world.botId, memberOf(world, world.botId));
		world.events.emit('botJoin', guild);
	} else {
		world.events.emit('botLeave', guild);
		guild.members.delete(world.botId);
		for (const [id, command] of world.state.commands) {
			if (command.guild_id === guild.id) world.state.commands.delete(id);
		}
	}
	world.events.emit('guildUpdate', guild);
}

export function setAvailable(world: World, guild: GuildRecord, available: boolean): void {
	if (guild.available === available) return;
	guild.available = available;
	world.events.emit('guildAvailability', guild);
}

export function addRole(world: World, role: NewRole): APIRole {
	const guild = guildAt(world, role.guild);
	const record = roleOf(world.nextId(), role.name, role.permissions ?? 0n, guild.roles.size, role.color);
	guild.roles.set(record.id, record);
	world.events.emit('role', guild, { roleId: record.id, kind: 'create' });
	return record;
}

export function changeRole(world: World, roleId: Snowflake, change: RoleChange): void {
	const guild = guildOfRole(world, roleId);
	const role = guild.roles.get(roleId);
	if (!role) return;
	role.name = change.name ?? role.name;
	role.permissions = change.permissions?.toString() ?? role.permissions;
	world.events.emit('role', guild, { roleId, kind: 'update' });
}

export function deleteRole(world: World, roleId: Snowflake): void {
	const guild = guildOfRole(world, roleId);
	if (roleId === guild.id) throw new Refusal('the role of everyone cannot be deleted');
	guild.roles.delete(roleId);
	for (const member of guild.members.values()) member.roles = member.roles.filter((id) => id !== roleId);
	world.events.emit('role', guild, { roleId, kind: 'delete' });
}

export function addMember(world: World, member: NewMember): MemberRecord {
	const guild = guildAt(world, member.guild);
	const user = userAt(world, member.user);
	const record: MemberRecord = {
		...memberOf(world, user.id),
		nick: member.nick ?? null,
		roles: rolesOf(guild, (member.roles ?? []).map(idOf)),
	};
	guild.members.set(user.id, record);
	world.events.emit('member', guild, { member: record, kind: 'add' });
	return record;
}

export function changeMember(
	world: World,
	guild: GuildRecord,
	userId: Snowflake,
	change: MemberChange,
): MemberRecord {
	const member = guild.members.get(userId);
	if (!member) throw new Refusal(`${userId} is not a member of ${guild.id}`);
	if (change.nick !== undefined) member.nick = change.nick;
	if (change.roles !== undefined) member.roles = rolesOf(guild, change.roles.map(idOf));
	if (change.timedOutUntil !== undefined) member.timedOutUntil = change.timedOutUntil;
	world.events.emit('member', guild, { member, kind: 'update' });
	return member;
}

export function removeMember(world: World, guild: GuildRecord, userId: Snowflake): void {
	if (userId === world.botId) setBotMember(world, guild, false);
	const member = guild.members.get(userId);
	if (!member) return;
	guild.members.delete(userId);
	world.events.emit('member', guild, { member, kind: 'remove' });
}

function rolesOf(guild: GuildRecord, roleIds: readonly Snowflake[]): Snowflake[] {
	const unknown = roleIds.find((id) => !guild.roles.has(id));
	if (unknown !== undefined) throw new Refusal(`there is no role ${unknown} in ${guild.id}`);
	return [...roleIds];
}

function memberOf(world: World, userId: Snowflake): MemberRecord {
	return { userId, nick: null, roles: [], joinedAt: isoNow(world), timedOutUntil: null };
}

function roleOf(id: Snowflake, name: string, permissions: bigint, position: number, color = 0): APIRole {
	return {
		id,
		name,
		color,
		colors: { primary_color: color, secondary_color: null, tertiary_color: null },
		hoist: false,
		icon: null,
		unicode_emoji: null,
		position,
		permissions: permissions.toString(),
		managed: false,
		mentionable: false,
		flags: 0 as RoleFlags,
	};
}
