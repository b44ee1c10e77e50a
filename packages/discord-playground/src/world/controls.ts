import type {
	APIApplicationCommand,
	APIChannel,
	APIGuild,
	APIGuildMember,
	APIOverwrite,
	APIRole,
	APISticker,
	APIUser,
	APIWebhook,
	ChannelType,
	GuildTextChannelType,
	Locale,
	LocaleString,
	Permissions,
	Snowflake,
} from 'discord-api-types/v10';
import type { Reference, Upload } from '../acts.ts';
import type { InteractionSnapshot } from '../interaction.ts';

export interface NewUser {
	readonly username: string;
	readonly globalName?: string;
	readonly locale?: Locale | LocaleString;
	readonly bot?: boolean;
	/** Has added the app to their own account. */
	readonly installed?: boolean;
}

export interface NewGuild {
	readonly name: string;
	readonly owner: Reference;
	readonly preferredLocale?: Locale | LocaleString;
	/** Whether the bot joins; true when left out. */
	readonly bot?: boolean;
}

export interface NewRole {
	readonly guild: Reference;
	readonly name: string;
	readonly permissions?: bigint;
	readonly color?: number;
}

export interface NewMember {
	readonly guild: Reference;
	readonly user: Reference;
	readonly nick?: string;
	readonly roles?: readonly Reference[];
}

export interface NewChannel {
	readonly guild: Reference;
	readonly name: string;
	/** Text when left out. */
	readonly type?:
		| Extract<GuildTextChannelType, ChannelType.GuildText | ChannelType.GuildAnnouncement>
		| ChannelType.GuildCategory;
	readonly topic?: string;
	readonly nsfw?: boolean;
	readonly parent?: Reference;
	readonly overwrites?: readonly APIOverwrite[];
}

export interface NewThread {
	readonly parent: Reference;
	readonly name: string;
	readonly owner: Reference;
	readonly private?: boolean;
	readonly autoArchiveMinutes?: 60 | 1440 | 4320 | 10080;
}

export interface ChannelChange {
	readonly name?: string;
	readonly topic?: string | null;
	readonly nsfw?: boolean;
	readonly overwrites?: readonly APIOverwrite[];
	readonly archived?: boolean;
	readonly locked?: boolean;
}

export interface MemberChange {
	readonly nick?: string | null;
	readonly roles?: readonly Reference[];
	/** ISO 8601, or null to end a time-out. */
	readonly timedOutUntil?: string | null;
}

/** Changes of the world that people and Discord make outside the chat; the bot hears of them over the gateway. */
export interface WorldControls {
	addUser(user: NewUser): APIUser;
	setLocale(user: Reference, locale: Locale | LocaleString): void;
	setInstalled(user: Reference, installed: boolean): void;

	addGuild(guild: NewGuild): APIGuild;
	changeGuild(
		guild: Reference,
		change: { readonly name?: string; readonly preferredLocale?: Locale | LocaleString },
	): void;
	deleteGuild(guild: Reference): void;
	/** Adds the bot to a guild, or removes it. */
	setBotMember(guild: Reference, member: boolean): void;
	/** An outage: the guild becomes unavailable to the bot, or comes back. */
	setAvailable(guild: Reference, available: boolean): void;

	addRole(role: NewRole): APIRole;
	changeRole(role: Reference, change: { readonly name?: string; readonly permissions?: bigint }): void;
	deleteRole(role: Reference): void;

	addMember(member: NewMember): APIGuildMember;
	changeMember(guild: Reference, user: Reference, change: MemberChange): void;
	removeMember(guild: Reference, user: Reference): void;

	addChannel(channel: NewChannel): APIChannel;
	addThread(thread: NewThread): APIChannel;
	changeChannel(channel: Reference, change: ChannelChange): void;
	deleteChannel(channel: Reference): void;
	/** A DM of two, or a group DM of more. */
	openDm(users: readonly Reference[]): APIChannel;

	addSticker(
		guild: Reference,
		sticker: Upload & { readonly format: 'png' | 'apng' | 'gif' | 'lottie' },
	): APISticker;
	addWebhook(channel: Reference, name: string): APIWebhook;

	/** What a user may do in a channel, as Discord computes it. */
	permissions(user: Reference, channel: Reference): bigint;
	/** All addresses given out so far for the attachments of a message (of every message) stop working; fresh ones do. */
	expireAttachments(message?: Reference): void;
}

export interface GuildSnapshot extends APIGuild {
	readonly channels: APIChannel[];
	readonly threads: APIChannel[];
	readonly members: APIGuildMember[];
	readonly botIsMember: boolean;
}

export interface UserSnapshot extends APIUser {
	readonly locale: string;
	readonly installed: boolean;
}

/** The whole world but its messages (`Playground.messages`), as plain data. */
export interface WorldSnapshot {
	readonly applicationId: Snowflake;
	readonly bot: APIUser;
	readonly users: UserSnapshot[];
	readonly guilds: GuildSnapshot[];
	readonly directMessages: APIChannel[];
	readonly webhooks: APIWebhook[];
	readonly commands: APIApplicationCommand[];
	readonly interactions: InteractionSnapshot[];
	/** Permissions of everyone everywhere: channel id, then user id. */
	readonly permissions: Readonly<Record<Snowflake, Readonly<Record<Snowflake, Permissions>>>>;
}
