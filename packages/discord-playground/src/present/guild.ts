import type {
	APIGuild,
	APIGuildMember,
	APIInteractionDataResolvedGuildMember,
	GuildMemberFlags,
	GuildSystemChannelFlags,
	Locale,
} from 'discord-api-types/v10';
import type { GuildRecord, MemberRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { presentUserId } from './user.ts';

export type PartialMember = Omit<APIGuildMember, 'user'>;

/** As messages carry it: without the user, who is the author. */
export function presentPartialMember(member: MemberRecord): PartialMember {
	return {
		nick: member.nick,
		avatar: null,
		banner: null,
		roles: [...member.roles],
		joined_at: member.joinedAt,
		premium_since: null,
		deaf: false,
		mute: false,
		flags: 0 as GuildMemberFlags,
		pending: false,
		communication_disabled_until: member.timedOutUntil,
	};
}

export function presentMember(world: World, member: MemberRecord): APIGuildMember {
	return { ...presentPartialMember(member), user: presentUserId(world, member.userId) };
}

/** As interactions resolve it: without user, deaf and mute, with permissions in the channel. */
export function presentResolvedMember(
	member: MemberRecord,
	permissions: bigint,
): APIInteractionDataResolvedGuildMember {
	const { deaf: _deaf, mute: _mute, ...rest } = presentPartialMember(member);
	return { ...rest, permissions: permissions.toString() };
}

/** With what Discord sends and its types do not tell of. */
export function presentGuild(guild: GuildRecord): APIGuild & { home_header: null; nsfw: boolean } {
	return {
		id: guild.id,
		name: guild.name,
		icon: null,
		splash: null,
		discovery_splash: null,
		banner: null,
		description: null,
		owner_id: guild.ownerId,
		region: 'deprecated',
		afk_channel_id: null,
		afk_timeout: 300,
		widget_enabled: false,
		widget_channel_id: null,
		verification_level: 0,
		default_message_notifications: 0,
		explicit_content_filter: 0,
		roles: [...guild.roles.values()],
		emojis: [],
		stickers: [...guild.stickers.values()],
		features: [],
		mfa_level: 0,
		application_id: null,
		system_channel_id: null,
		system_channel_flags: 0 as GuildSystemChannelFlags,
		rules_channel_id: null,
		max_presences: null,
		max_members: 500_000,
		max_video_channel_users: 25,
		max_stage_video_channel_users: 50,
		home_header: null,
		nsfw: false,
		vanity_url_code: null,
		premium_tier: 0,
		premium_subscription_count: 0,
		preferred_locale: guild.preferredLocale as Locale,
		public_updates_channel_id: null,
		nsfw_level: 0,
		premium_progress_bar_enabled: false,
		safety_alerts_channel_id: null,
		hub_type: null,
		incidents_data: null,
	};
}

/** What lists of guilds and guilds carry when asked. */
export function approximateCounts({ members }: GuildRecord) {
	return { approximate_member_count: members.size, approximate_presence_count: members.size };
}
