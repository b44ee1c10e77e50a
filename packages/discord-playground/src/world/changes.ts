import type { APIOverwrite, ChannelType, Locale, LocaleString } from 'discord-api-types/v10';
import type { Reference } from '../acts.ts';

type Language = Locale | LocaleString;

export interface NewUser {
	readonly username: string;
	readonly globalName?: string;
	readonly locale?: Language;
	readonly bot?: boolean;
	/** Has added the app to their own account. */
	readonly installed?: boolean;
}

export interface NewGuild {
	readonly name: string;
	readonly owner: Reference;
	readonly preferredLocale?: Language;
	/** Whether the bot joins; true when left out. */
	readonly bot?: boolean;
}

export interface NewRole {
	readonly guild: Reference;
	readonly name: string;
	readonly permissions?: bigint;
	readonly color?: number;
}

export interface RoleChange {
	readonly name?: string;
	readonly permissions?: bigint;
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
	readonly type?: ChannelType.GuildText | ChannelType.GuildAnnouncement | ChannelType.GuildCategory;
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
