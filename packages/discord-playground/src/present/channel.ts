import {
	type APIChannel,
	type APIInteractionDataResolvedChannel,
	type APIThreadMember,
	ChannelType,
	type Snowflake,
	type ThreadMemberFlags,
} from 'discord-api-types/v10';
import { channelPermissions } from '../world/access.ts';
import { isThread } from '../world/permissions.ts';
import { isoTime } from '../world/snowflake.ts';
import type { ChannelRecord, ThreadRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { presentUserId } from './user.ts';

/** For a viewer in a DM, the recipients are the others; null sees everyone. */
export function presentChannel(world: World, channel: ChannelRecord, viewerId: Snowflake | null): APIChannel {
	const base = {
		id: channel.id,
		type: channel.type,
		flags: 0,
		last_message_id: channel.lastMessageId,
		last_pin_timestamp: null,
	};
	// The union's members differ only by type; what each of them has is put together here.
	return { ...base, ...specifics(world, channel, viewerId) } as APIChannel;
}

function specifics(world: World, channel: ChannelRecord, viewerId: Snowflake | null): object {
	switch (channel.type) {
		case ChannelType.DM:
			return { recipients: recipients(world, channel, viewerId) };
		case ChannelType.GroupDM:
			return {
				name: channel.name,
				icon: null,
				owner_id: channel.ownerId,
				recipients: recipients(world, channel, viewerId),
			};
		default:
			return channel.thread === null
				? guildChannel(channel)
				: threadChannel(channel, channel.thread, viewerId);
	}
}

function recipients(world: World, channel: ChannelRecord, viewerId: Snowflake | null) {
	return channel.recipientIds.filter((id) => id !== viewerId).map((id) => presentUserId(world, id));
}

function guildChannel(channel: ChannelRecord) {
	return {
		guild_id: channel.guildId,
		name: channel.name,
		topic: channel.topic,
		nsfw: channel.nsfw,
		position: channel.position,
		parent_id: channel.parentId,
		rate_limit_per_user: 0,
		permission_overwrites: channel.overwrites,
	};
}

function threadChannel(channel: ChannelRecord, thread: ThreadRecord, viewerId: Snowflake | null) {
	return {
		guild_id: channel.guildId,
		name: channel.name,
		parent_id: channel.parentId,
		owner_id: channel.ownerId,
		rate_limit_per_user: 0,
		message_count: channel.messageIds.length,
		total_message_sent: channel.messageIds.length,
		member_count: thread.memberIds.size,
		thread_metadata: {
			archived: thread.archived,
			locked: thread.locked,
			auto_archive_duration: thread.autoArchiveMinutes,
			archive_timestamp: thread.archivedAt,
			create_timestamp: thread.createdAt,
		},
		...(viewerId !== null && thread.memberIds.has(viewerId)
			? { member: presentThreadMember(channel, viewerId) }
			: {}),
	};
}

export function presentThreadMember(channel: ChannelRecord, userId: Snowflake): APIThreadMember {
	return {
		id: channel.id,
		user_id: userId,
		join_timestamp: channel.thread?.createdAt ?? isoTime(0),
		flags: 0 as ThreadMemberFlags,
	};
}

/** As interactions resolve it, with what the invoking user may do there. */
export function presentResolvedChannel(
	world: World,
	channel: ChannelRecord,
	userId: Snowflake,
): APIInteractionDataResolvedChannel {
	const resolved = {
		id: channel.id,
		name: channel.name,
		type: channel.type,
		permissions: channelPermissions(world, userId, channel).toString(),
		app_permissions: channelPermissions(world, world.botId, channel).toString(),
		parent_id: channel.parentId,
		guild_id: channel.guildId,
		last_message_id: channel.lastMessageId,
		nsfw: channel.nsfw,
		topic: channel.topic,
		position: channel.position,
		flags: 0,
		...(isThread(channel) && channel.thread
			? { thread_metadata: threadChannel(channel, channel.thread, null).thread_metadata }
			: {}),
	};
	return resolved as APIInteractionDataResolvedChannel;
}
