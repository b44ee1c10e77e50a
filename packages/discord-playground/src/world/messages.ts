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

export interface MessageDraft extends Partial<MessageContent> {
	readonly channel: ChannelRecord;
	readonly authorId: Snowflake;
	readonly webhookId?: Snowflake | null;
	readonly type?: MessageType;
	readonly flags?: number;
	readonly tts?: boolean;
	readonly mentionEveryone?: boolean;
	readonly nonce?: string | number | null;
	readonly reference?: ReferenceRecord | null;
	readonly snapshot?: SnapshotRecord | null;
	readonly interactionId?: Snowflake | null;
	readonly visibleTo?: Snowflake | null;
}

export function addMessage(world: World, draft: MessageDraft): MessageRecord {
	const { channel } = draft;
	const message: MessageRecord = {
		id: world.nextId(),
		channelId: channel.id,
		guildId: channel.guildId,
		type: draft.type ?? MessageType.Default,
		authorId: draft.authorId,
		webhookId: draft.webhookId ?? null,
		content: draft.content ?? '',
		embeds: draft.embeds ?? [],
		attachments: draft.attachments ?? [],
		components: draft.components ?? [],
		stickerIds: draft.stickerIds ?? [],
		mentionIds: draft.mentionIds ?? [],
		mentionRoleIds: draft.mentionRoleIds ?? [],
		timestamp: isoNow(world),
		editedTimestamp: null,
		flags: (draft.flags ?? 0) | (draft.visibleTo ? MessageFlags.Ephemeral : 0),
		mentionEveryone: draft.mentionEveryone ?? false,
		tts: draft.tts ?? false,
		pinned: false,
		nonce: draft.nonce ?? null,
		reactions: [],
		reference: draft.reference ?? null,
		snapshot: draft.snapshot ?? null,
		interactionId: draft.interactionId ?? null,
		visibleTo: draft.visibleTo ?? null,
	};
	world.state.messages.set(message.id, message);
	channel.messageIds.push(message.id);
	if (message.visibleTo === null) channel.lastMessageId = message.id;
	world.events.emit('messageCreate', message);
	return message;
}

export type MessageChange = Partial<MessageContent> & {
	readonly flags?: number;
	readonly mentionEveryone?: boolean;
};

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
	const source = message.snapshot ?? message;
	return {
		type: source.type,
		content: source.content,
		embeds: structuredClone(source.embeds),
		attachments: source.attachments.map((attachment) => copyAttachment(world, attachment)),
		components: structuredClone(source.components),
		stickerIds: [...source.stickerIds],
		mentionIds: [...source.mentionIds],
		mentionRoleIds: [...source.mentionRoleIds],
		timestamp: source.timestamp,
		editedTimestamp: source.editedTimestamp,
		flags: source.flags,
	};
}

export function referenceTo(message: MessageRecord, type: MessageReferenceType): ReferenceRecord {
	return { type, messageId: message.id, channelId: message.channelId, guildId: message.guildId };
}

export function replyReference(message: MessageRecord): ReferenceRecord {
	return referenceTo(message, MessageReferenceType.Default);
}
