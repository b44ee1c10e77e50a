import { ChannelType, type Snowflake } from 'discord-api-types/v10';
import { Refusal } from '../refusal.ts';
import { guildOf } from './access.ts';
import { dropAttachment } from './attachments.ts';
import type { ChannelChange, NewChannel, NewThread } from './changes.ts';
import { channelAt, guildAt, idOf, userAt } from './lookup.ts';
import { attachmentsOf } from './messages.ts';
import { isThread } from './permissions.ts';
import { randomToken } from './random.ts';
import type { ChannelRecord, ThreadRecord, WebhookRecord } from './state.ts';
import { isoNow, type World } from './world.ts';

const THREAD_PARENTS: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

export function addChannel(world: World, channel: NewChannel): ChannelRecord {
	const guild = guildAt(world, channel.guild);
	const record: ChannelRecord = {
		...blank(world.nextId(), channel.type ?? ChannelType.GuildText, guild.id),
		name: channel.name,
		topic: channel.topic ?? null,
		nsfw: channel.nsfw ?? false,
		position: guild.channelIds.size,
		parentId: channel.parent === undefined ? null : channelAt(world, channel.parent).id,
		overwrites: [...(channel.overwrites ?? [])],
	};
	guild.channelIds.add(record.id);
	world.state.channels.set(record.id, record);
	world.events.emit('channelCreate', record);
	return record;
}

/** `id` is the starter message's, for a thread made from one. */
export function addThread(world: World, thread: NewThread, id = world.nextId()): ChannelRecord {
	const parent = channelAt(world, thread.parent);
	if (!THREAD_PARENTS.includes(parent.type)) throw new Refusal(`channel ${parent.id} cannot have threads`);
	const owner = userAt(world, thread.owner);
	const record: ChannelRecord = {
		...blank(id, threadType(parent, thread.private ?? false), parent.guildId),
		name: thread.name,
		parentId: parent.id,
		ownerId: owner.id,
		thread: {
			archived: false,
			locked: false,
			archivedAt: isoNow(world),
			createdAt: isoNow(world),
			autoArchiveMinutes: thread.autoArchiveMinutes ?? 1440,
			memberIds: new Set([owner.id]),
		},
	};
	world.state.guilds.get(parent.guildId ?? '')?.channelIds.add(record.id);
	world.state.channels.set(record.id, record);
	world.events.emit('channelCreate', record);
	return record;
}

function threadType(parent: ChannelRecord, isPrivate: boolean): ChannelType {
	if (parent.type === ChannelType.GuildAnnouncement) return ChannelType.AnnouncementThread;
	return isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread;
}

export function threadOf(channel: ChannelRecord): ThreadRecord {
	if (channel.thread === null) throw new Refusal(`channel ${channel.id} is not a thread`);
	return channel.thread;
}

export function setThreadMember(
	world: World,
	channel: ChannelRecord,
	userId: Snowflake,
	isMember: boolean,
): void {
	const { memberIds } = threadOf(channel);
	if (memberIds.has(userId) === isMember) return;
	if (isMember) memberIds.add(userId);
	else memberIds.delete(userId);
	world.events.emit('threadMembers', channel, { userId, added: isMember });
}

export function changeChannel(world: World, channel: ChannelRecord, change: ChannelChange): void {
	if (change.name !== undefined) channel.name = change.name;
	if (change.topic !== undefined) channel.topic = change.topic;
	if (change.nsfw !== undefined) channel.nsfw = change.nsfw;
	if (change.overwrites !== undefined) channel.overwrites = [...change.overwrites];
	if (change.archived !== undefined || change.locked !== undefined) {
		const thread = threadOf(channel);
		if (change.archived !== undefined && change.archived !== thread.archived) {
			thread.archived = change.archived;
			thread.archivedAt = isoNow(world);
		}
		thread.locked = change.locked ?? thread.locked;
	}
	world.events.emit('channelUpdate', channel);
}

/** Takes its threads, messages and files along. */
export function deleteChannel(world: World, channel: ChannelRecord): void {
	const threads = [...world.state.channels.values()].filter(
		(other) => isThread(other) && other.parentId === channel.id,
	);
	for (const thread of threads) deleteChannel(world, thread);
	for (const id of channel.messageIds) {
		const message = world.state.messages.get(id);
		for (const attachment of message ? attachmentsOf(message) : []) dropAttachment(world, attachment);
		world.state.messages.delete(id);
	}
	world.state.channels.delete(channel.id);
	if (channel.guildId !== null) world.state.guilds.get(channel.guildId)?.channelIds.delete(channel.id);
	world.events.emit('channelDelete', channel);
}

/** A webhook of a channel, as the guild's owner would make it. */
export function addWebhook(world: World, channel: ChannelRecord, name: string): WebhookRecord {
	const guild = guildOf(world, channel);
	if (guild === null) throw new Refusal('a direct message has no webhooks');
	const record: WebhookRecord = {
		id: world.nextId(),
		token: randomToken(68),
		channelId: channel.id,
		guildId: guild.id,
		name,
		creatorId: guild.ownerId,
	};
	world.state.webhooks.set(record.id, record);
	return record;
}

/** The DM of these users; it is made when they have none yet. */
export function openDm(world: World, userIds: readonly Snowflake[]): ChannelRecord {
	const recipientIds = [...new Set(userIds.map((id) => userAt(world, id).id))];
	if (recipientIds.length < 2) throw new Refusal('a direct message needs two');
	const type = recipientIds.length === 2 ? ChannelType.DM : ChannelType.GroupDM;
	const existing = [...world.state.channels.values()].find(
		(channel) =>
			type === ChannelType.DM && channel.type === type && sameUsers(channel.recipientIds, recipientIds),
	);
	if (existing) return existing;
	const record: ChannelRecord = {
		...blank(world.nextId(), type, null),
		recipientIds,
		ownerId: type === ChannelType.GroupDM ? (recipientIds[0] ?? null) : null,
	};
	world.state.channels.set(record.id, record);
	world.events.emit('channelCreate', record);
	return record;
}

function sameUsers(left: readonly Snowflake[], right: readonly Snowflake[]): boolean {
	return left.length === right.length && left.every((id) => right.includes(idOf(id)));
}

function blank(id: Snowflake, type: ChannelType, guildId: Snowflake | null): ChannelRecord {
	return {
		id,
		type,
		guildId,
		name: null,
		topic: null,
		nsfw: false,
		position: 0,
		parentId: null,
		overwrites: [],
		ownerId: null,
		thread: null,
		recipientIds: [],
		messageIds: [],
		lastMessageId: null,
	};
}
