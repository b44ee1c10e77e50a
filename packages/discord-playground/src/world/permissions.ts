import {
	type APIOverwrite,
	type APIRole,
	ChannelType,
	OverwriteType,
	PermissionFlagsBits as P,
	type Snowflake,
} from 'discord-api-types/v10';
import type { ChannelRecord, GuildRecord, MemberRecord } from './state.ts';

export const ALL_PERMISSIONS = Object.values(P).reduce((all, bit) => all | bit, 0n);

/** What someone in time-out keeps. */
const TIMED_OUT = P.ViewChannel | P.ReadMessageHistory;

/** What goes with the right to send: without it the rest is worth nothing. */
const SENDING = P.MentionEveryone | P.SendTTSMessages | P.AttachFiles | P.EmbedLinks;

/** Of apps in (group) DMs, by Discord's documentation of `app_permissions`. */
export const DM_APP_PERMISSIONS = P.AttachFiles | P.EmbedLinks | P.MentionEveryone;

/** In a DM nothing is forbidden to those in it. */
export const DM_PERMISSIONS =
	P.ViewChannel |
	P.SendMessages |
	P.EmbedLinks |
	P.AttachFiles |
	P.ReadMessageHistory |
	P.AddReactions |
	P.UseExternalEmojis |
	P.UseExternalStickers |
	P.UseApplicationCommands |
	P.MentionEveryone;

export interface PermissionQuestion {
	readonly guild: GuildRecord;
	readonly member: MemberRecord;
	/** For a thread, the thread's parent: threads have no overwrites of their own. */
	readonly channel: ChannelRecord | null;
	readonly nowMs: number;
}

/** Discord's algorithm: base permissions of the roles, then the channel's overwrites, then time-out. */
export function computePermissions({ guild, member, channel, nowMs }: PermissionQuestion): bigint {
	if (member.userId === guild.ownerId) return ALL_PERMISSIONS;
	const base = basePermissions(guild, member);
	if ((base & P.Administrator) !== 0n) return ALL_PERMISSIONS;
	const permissions = channel === null ? base : applyOverwrites(base, channel.overwrites, guild.id, member);
	const timedOut = member.timedOutUntil !== null && Date.parse(member.timedOutUntil) > nowMs;
	return timedOut ? permissions & TIMED_OUT : permissions;
}

function basePermissions(guild: GuildRecord, member: MemberRecord): bigint {
	const roles = [guild.id, ...member.roles].map((id) => guild.roles.get(id));
	return roles
		.filter((role): role is APIRole => role !== undefined)
		.reduce((sum, role) => sum | BigInt(role.permissions), 0n);
}

function applyOverwrites(
	base: bigint,
	overwrites: readonly APIOverwrite[],
	everyoneId: Snowflake,
	member: MemberRecord,
): bigint {
	const everyone = overwrites.filter(({ id }) => id === everyoneId);
	const roles = overwrites.filter(({ id, type }) => type === OverwriteType.Role && member.roles.includes(id));
	const own = overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === member.userId);
	return [everyone, roles, own].reduce((permissions, level) => {
		const deny = level.reduce((bits, overwrite) => bits | BigInt(overwrite.deny), 0n);
		const allow = level.reduce((bits, overwrite) => bits | BigInt(overwrite.allow), 0n);
		return (permissions & ~deny) | allow;
	}, base);
}

/** What can really be done: nothing in a channel one does not see, no files or mentions where one may not send. */
export function effectivePermissions(permissions: bigint, inThread: boolean): bigint {
	if ((permissions & P.ViewChannel) === 0n) return 0n;
	const send = inThread ? P.SendMessagesInThreads : P.SendMessages;
	return (permissions & send) === 0n ? permissions & ~SENDING : permissions;
}

export function isThread(channel: ChannelRecord): boolean {
	return channel.thread !== null;
}

export function isDm(channel: ChannelRecord): boolean {
	return channel.type === ChannelType.DM || channel.type === ChannelType.GroupDM;
}
