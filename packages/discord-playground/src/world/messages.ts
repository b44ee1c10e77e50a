import { MessageFlags, MessageReferenceType, MessageType, type Snowflake } from 'discord-api-types/v10';
import { copyAttachment, dropAttachment } from './attachments.ts';
import type {
	AttachmentRecord,
	ChannelRecord,
	MessageContent,
	MessageRecord,
	ReferenceRecord,
	SnapshotRecord,
} from './state.ts';
import { isoNow, type World } from './world.ts';

type MessageDraft = Partial<Omit<MessageRecord, 'id' | 'channelId' | 'guildId' | 'timestamp'>> & {
	readonly channel: ChannelRecord;
	readonly authorId: Snowflake;
};

export function addMessage(world: World, { channel, ...draft }: MessageDraft): MessageRecord {
	const message: MessageRecord = {
		type: MessageType.Default,
		webhookId: null,
		content: '',
		embeds: [],
		attachments: [],
		components: [],
		stickerIds: [],
		mentionIds: [],
		mentionRoleIds: [],
		editedTimestamp: null,
		mentionEveryone: false,
		tts: false,
		pinned: false,
		nonce: null,
		reactions: [],
		reference: null,
		snapshot: null,
		interactionId: null,
		visibleTo: null,
		...draft,
		id: world.nextId(),
		channelId: channel.id,
		guildId: channel.guildId,
		timestamp: isoNow(world),
		flags: (draft.flags ?? 0) | (draft.visibleTo ? MessageFlags.Ephemeral : 0),
	};
	world.state.messages.set(message.id, message);
	channel.messageIds.push(message.id);
	if (message.visibleTo === null) channel.lastMessageId = message.id;
	world.events.emit('messageCreate', message);
	return message;
}

type MessageChange = Partial<MessageContent> & Partial<Pick<MessageRecord, 'flags' | 'mentionEveryone'>>;

/** An edit by its author shows as one; what Discord adds by itself, such as embeds of links, does not. */
export function changeMessage(
	world: World,
	message: MessageRecord,
	change: MessageChange,
	{ edited }: { readonly edited: boolean },
): void {
	const kept = new Set((change.attachments ?? message.attachments).map(({ id }) => id));
	for (const attachment of message.attachments) {
		if (!kept.has(attachment.id)) dropAttachment(world, attachment);
	}
	Object.assign(message, change);
	if (edited) message.editedTimestamp = isoNow(world);
	world.events.emit('messageUpdate', message);
}

export function deleteMessage(world: World, message: MessageRecord): void {
	forget(world, message);
	world.events.emit('messageDelete', message);
}

/** Its own, and those it forwards. */
export function attachmentsOf(message: Pick<MessageRecord, 'attachments' | 'snapshot'>): AttachmentRecord[] {
	return [...message.attachments, ...(message.snapshot?.attachments ?? [])];
}

function forget(world: World, message: MessageRecord): void {
	world.state.messages.delete(message.id);
	for (const attachment of attachmentsOf(message)) dropAttachment(world, attachment);
	const channel = world.state.channels.get(message.channelId);
	if (!channel) return;
	const index = channel.messageIds.lastIndexOf(message.id);
	if (index >= 0) channel.messageIds.splice(index, 1);
}

/** What a forward carries of a message: a copy, which outlives the message. */
export function snapshotOf(world: World, message: MessageRecord): SnapshotRecord {
	const { type, timestamp, editedTimestamp, flags, ...source } = message.snapshot ?? message;
	const { content, embeds, components, stickerIds, mentionIds, mentionRoleIds } = structuredClone(source);
	const attachments = source.attachments.map((attachment) => copyAttachment(world, attachment));
	return {
		...{ type, timestamp, editedTimestamp, flags },
		...{ content, embeds, components, stickerIds, mentionIds, mentionRoleIds, attachments },
	};
}

export function referenceTo(message: MessageRecord, type: MessageReferenceType): ReferenceRecord {
	return { type, messageId: message.id, channelId: message.channelId, guildId: message.guildId };
}

export function replyReference(message: MessageRecord): ReferenceRecord {
	return referenceTo(message, MessageReferenceType.Default);
}
