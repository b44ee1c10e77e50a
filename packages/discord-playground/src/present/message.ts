import {
	type APIAttachment,
	type APIEmbed,
	type APIMessage,
	type APIMessageSnapshotFields,
	type APIReaction,
	type APIStickerItem,
	type AttachmentFlags,
	type MessageFlags,
	MessageReferenceType,
	MessageType,
	type Snowflake,
} from 'discord-api-types/v10';
import { attachmentPath, signedUrl } from '../world/attachments.ts';
import type {
	AttachmentRecord,
	MessageContent,
	MessageRecord,
	ReactionRecord,
	ReferenceRecord,
	SnapshotRecord,
} from '../world/state.ts';
import type { World } from '../world/world.ts';
import { presentChannel } from './channel.ts';
import { presentInteractionMetadata } from './interaction-metadata.ts';
import { known } from './known.ts';
import { type MediaResolver, mapMedia, mediaResolver, mediaUrls } from './media.ts';
import { presentUserId } from './user.ts';

export interface MessageViewer {
	/** Whose reactions are `me`. */
	readonly userId: Snowflake | null;
	/** Whether content, embeds, attachments and components are shown of this message. */
	readonly reads: (message: MessageRecord) => boolean;
}

/** Someone who sees all: the playground's own view. */
export const OMNISCIENT: MessageViewer = { userId: null, reads: () => true };

/**
 * How the bot sees messages. Without the Message Content intent it still reads its own, those in DMs with it and
 * those that mention it; a reply to it mentions it, unless the author turned that off.
 */
export function botViewer(world: World, messageContent: boolean): MessageViewer {
	return {
		userId: world.botId,
		reads: (message) => messageContent || isMeantForBot(world, message),
	};
}

function isMeantForBot(world: World, message: MessageRecord): boolean {
	if (message.authorId === world.botId || message.mentionIds.includes(world.botId)) return true;
	const channel = world.state.channels.get(message.channelId);
	return message.guildId === null && (channel?.recipientIds.includes(world.botId) ?? false);
}

export function presentMessage(world: World, message: MessageRecord, viewer: MessageViewer): APIMessage {
	return {
		...presentAlone(world, message, viewer),
		...presentReferenced(world, message, viewer),
	};
}

function presentAlone(world: World, message: MessageRecord, viewer: MessageViewer): APIMessage {
	const reads = viewer.reads(message);
	const thread = world.state.channels.get(message.id);
	const interaction = world.state.interactions.get(message.interactionId ?? '');
	const reactions = message.reactions.map((reaction) => presentReaction(reaction, viewer.userId));
	return {
		id: message.id,
		channel_id: message.channelId,
		type: message.type,
		author: presentUserId(world, message.authorId),
		...presentContent(world, message, reads),
		timestamp: message.timestamp,
		edited_timestamp: message.editedTimestamp,
		flags: message.flags as MessageFlags,
		tts: message.tts,
		mention_everyone: message.mentionEveryone,
		pinned: message.pinned,
		...known({
			webhook_id: interaction ? world.applicationId : message.webhookId,
			application_id: interaction && world.applicationId,
			interaction_metadata: interaction && presentInteractionMetadata(world, interaction),
			reactions: message.reactions.length > 0 ? reactions : null,
			message_reference: message.reference && presentReference(message.reference),
			message_snapshots: message.snapshot && [{ message: presentSnapshot(world, message.snapshot, reads) }],
			thread: thread?.thread && presentChannel(world, thread, viewer.userId),
		}),
	};
}

function presentReference({ type, messageId, channelId, guildId }: ReferenceRecord) {
	return { type, message_id: messageId, channel_id: channelId, ...known({ guild_id: guildId }) };
}

/** The message that is replied to: null once it is deleted, and without one of its own. */
function presentReferenced(
	world: World,
	message: MessageRecord,
	viewer: MessageViewer,
): Pick<APIMessage, 'referenced_message'> {
	if (message.reference?.type !== MessageReferenceType.Default) return {};
	if (message.type !== MessageType.Reply && message.type !== MessageType.ContextMenuCommand) return {};
	const referenced = world.state.messages.get(message.reference.messageId);
	return { referenced_message: referenced ? presentAlone(world, referenced, viewer) : null };
}

function presentSnapshot(world: World, snapshot: SnapshotRecord, reads: boolean): APIMessageSnapshotFields {
	return {
		type: snapshot.type,
		...presentContent(world, snapshot, reads),
		timestamp: snapshot.timestamp,
		edited_timestamp: snapshot.editedTimestamp,
		flags: snapshot.flags as MessageFlags,
	};
}

function presentContent(world: World, content: MessageContent, reads: boolean) {
	const mentions = content.mentionIds.map((id) => presentUserId(world, id));
	const rest = { mentions, mention_roles: [...content.mentionRoleIds] };
	const stickers = content.stickerIds.length === 0 ? {} : { sticker_items: stickerItems(world, content) };
	if (!reads) return { content: '', embeds: [], attachments: [], components: [], ...stickers, ...rest };
	const resolve = mediaResolver(content.attachments);
	const shown = new Set(
		mediaUrls(content.embeds, content.components)
			.map((url) => resolve(url)?.id)
			.filter((id) => id !== undefined),
	);
	return {
		content: content.content,
		embeds: content.embeds.map((embed) => presentEmbed(world, embed, resolve)),
		attachments: content.attachments
			.filter(({ id }) => !shown.has(id))
			.map((attachment) => presentAttachment(world, attachment)),
		components: content.components.map((component) =>
			mapMedia(component, (item) => {
				const attachment = resolve(item.url);
				return attachment ? { ...item, ...mediaOf(world, attachment), attachment_id: attachment.id } : item;
			}),
		),
		...stickers,
		...rest,
	};
}

export function presentAttachment(world: World, attachment: AttachmentRecord): APIAttachment {
	return {
		id: attachment.id,
		filename: attachment.filename,
		size: attachment.size,
		...mediaOf(world, attachment),
		...known({
			title: attachment.title,
			description: attachment.description,
			flags: attachment.flags === 0 ? null : (attachment.flags as AttachmentFlags),
			ephemeral: attachment.ephemeral || null,
		}),
	};
}

function mediaOf(world: World, attachment: AttachmentRecord) {
	const url = signedUrl(world, attachment);
	const path = attachmentPath(attachment);
	return {
		url,
		proxy_url: url.replace(path, `/media${path}`),
		...known({ content_type: attachment.contentType, width: attachment.width, height: attachment.height }),
	};
}

function presentEmbed(world: World, embed: APIEmbed, resolve: MediaResolver): APIEmbed {
	const { image, thumbnail } = embed;
	const resolved = (media: { url: string }) => {
		const attachment = resolve(media.url);
		return attachment ? { ...media, ...mediaOf(world, attachment) } : media;
	};
	return {
		...embed,
		...known({ image: image && resolved(image), thumbnail: thumbnail && resolved(thumbnail) }),
	};
}

function stickerItems(world: World, content: MessageContent): APIStickerItem[] {
	const stickers = [...world.state.guilds.values()].flatMap((guild) => [...guild.stickers.values()]);
	return content.stickerIds.flatMap((id) => {
		const sticker = stickers.find((other) => other.id === id);
		return sticker ? [{ id, name: sticker.name, format_type: sticker.format_type }] : [];
	});
}

function presentReaction(reaction: ReactionRecord, viewerId: Snowflake | null): APIReaction {
	return {
		count: reaction.userIds.size,
		count_details: { burst: 0, normal: reaction.userIds.size },
		me: viewerId !== null && reaction.userIds.has(viewerId),
		me_burst: false,
		emoji: { ...reaction.emoji },
		burst_colors: [],
	};
}
