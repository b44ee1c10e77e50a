import { type APIAllowedMentions, AttachmentFlags, MessageFlags } from 'discord-api-types/v10';
import { mediaResolver, mediaUrls } from '../present/media.ts';
import { type FormPath, invalidForm } from '../validate/form.ts';
import {
	type AttachmentRequest,
	legacyField,
	type MessageBody,
	parseMessageBody,
} from '../validate/message-body.ts';
import { storeAttachment } from '../world/attachments.ts';
import { displayedText } from '../world/components.ts';
import { channelAt } from '../world/lookup.ts';
import { resolveMentions } from '../world/mentions.ts';
import { changeMessage } from '../world/messages.ts';
import type { AttachmentRecord, ChannelRecord, MessageContent, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import type { UploadedFile } from './context.ts';
import { DiscordError, discordError } from './discord-error.ts';

const MAX_ATTACHMENTS = 10;

interface Composition {
	readonly body: MessageBody;
	readonly files: readonly UploadedFile[];
	readonly channel: ChannelRecord;
	/** Only for one person: its files lie in another place. */
	readonly isEphemeral: boolean;
	/** Whom it may ping when it does not say. */
	readonly defaultMentions: APIAllowedMentions;
	readonly repliedTo?: MessageRecord | null;
	/** The message that is edited: what the body leaves out stays. */
	readonly existing?: MessageRecord;
}

interface Composed extends MessageContent {
	readonly flags: number;
	readonly mentionEveryone: boolean;
}

/**
 * What a message says, from what the bot sent and what was there.
 * @throws {DiscordError} 50006 when nothing is left of it.
 */
export function compose(world: World, composition: Composition): Composed {
	const { body, existing, channel } = composition;
	const flags = flagsOf(body, existing);
	const content = (body.content === undefined ? existing?.content : body.content) ?? '';
	const embeds = (body.embeds === undefined ? existing?.embeds : body.embeds) ?? [];
	const components = (body.components === undefined ? existing?.components : body.components) ?? [];
	const stickerIds = existing?.stickerIds ?? body.sticker_ids ?? [];
	const attachments = attachmentsOf(world, composition);
	if ((flags & MessageFlags.IsComponentsV2) !== 0 && (content !== '' || embeds.length > 0)) {
		throw legacyField([content === '' ? 'embeds' : 'content']);
	}
	const parts = [content, embeds, components, stickerIds, attachments];
	if (parts.every(({ length }) => length === 0)) throw discordError('emptyMessage');
	const missing = mediaUrls([], components).find(
		(url) => url.startsWith('attachment://') && mediaResolver(attachments)(url) === null,
	);
	if (missing !== undefined) {
		const message = 'The referenced attachment could not be found';
		throw invalidForm(['components'], 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', message);
	}

	const mentions = resolveMentions(world, {
		text: [content, displayedText(components)].join('\n'),
		channel,
		authorId: world.botId,
		allowed: body.allowed_mentions ?? composition.defaultMentions,
		repliedTo: composition.repliedTo ?? null,
	});
	return {
		content,
		embeds,
		components,
		attachments,
		stickerIds,
		flags,
		mentionIds: mentions.userIds,
		mentionRoleIds: mentions.roleIds,
		mentionEveryone: mentions.everyone,
	};
}

/** The flags a bot changes by an edit, and those that stay. */
const EDITABLE = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;

function flagsOf({ flags }: MessageBody, existing: MessageRecord | undefined): number {
	if (!existing) return flags ?? 0;
	if (flags === null || flags === undefined) return existing.flags;
	const componentsV2 = existing.flags & MessageFlags.IsComponentsV2;
	return (existing.flags & ~EDITABLE) | (flags & EDITABLE) | componentsV2;
}

function attachmentsOf(world: World, composition: Composition): AttachmentRecord[] {
	const { body, files, existing, channel } = composition;
	const requests = body.attachments ?? undefined;
	const present = existing?.attachments ?? [];
	const isKnown = ({ id }: AttachmentRequest) =>
		files.some(({ index }) => String(index) === id) || present.some((attachment) => attachment.id === id);
	// Metadata for a file that did not come along.
	if (requests?.every(isKnown) === false) throw new DiscordError(400, 50146, 'Uploaded file not found.');
	const requestOf = (id: string) => requests?.find((request) => request.id === id);
	const kept = present.filter(({ id }) => requests === undefined || requestOf(id));
	for (const attachment of kept) redescribe(attachment, requestOf(attachment.id));
	if (kept.length + files.length > MAX_ATTACHMENTS) {
		const message = `Must be ${MAX_ATTACHMENTS} or fewer in length.`;
		throw invalidForm(['attachments'], 'BASE_TYPE_MAX_LENGTH', message);
	}
	const place = composition.isEphemeral
		? { folder: world.applicationId, ephemeral: true }
		: { folder: channel.id, ephemeral: false };
	const added = files.map(({ index, name, bytes }) => {
		const request = requestOf(String(index));
		const attachment = storeAttachment(world, { name: request?.filename ?? name, bytes }, place);
		attachment.title = request?.title ?? attachment.title;
		redescribe(attachment, request);
		return attachment;
	});
	return [...kept, ...added];
}

function redescribe(attachment: AttachmentRecord, request: AttachmentRequest | undefined): void {
	if (request?.description !== undefined) attachment.description = request.description || null;
	if (request?.is_spoiler === true) attachment.flags |= AttachmentFlags.IsSpoiler;
	if (request?.is_spoiler === false) attachment.flags &= ~AttachmentFlags.IsSpoiler;
}

/** What an edit of a message of the bot's says. */
export function parseEdit(message: MessageRecord, data: unknown, path: FormPath = []): MessageBody {
	return parseMessageBody(data, { path, settable: EDITABLE, present: message.flags });
}

export function applyEdit(
	world: World,
	message: MessageRecord,
	edit: Pick<Composition, 'body' | 'files' | 'defaultMentions'>,
): void {
	const { flags, ...composed } = compose(world, {
		...edit,
		channel: channelAt(world, message.channelId),
		isEphemeral: message.visibleTo !== null,
		existing: message,
	});
	// A deferred answer's first edit is when it is sent, in everyone's eyes.
	const wasLoading = (message.flags & MessageFlags.Loading) !== 0;
	const change = { ...composed, flags: flags & ~MessageFlags.Loading };
	changeMessage(world, message, change, { edited: !wasLoading });
}
