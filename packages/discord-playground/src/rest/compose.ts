import {
	type APIAllowedMentions,
	AttachmentFlags,
	MessageFlags,
	type Snowflake,
} from 'discord-api-types/v10';
import { mediaResolver, mediaUrls } from '../present/media.ts';
import { invalidForm } from '../validate/form.ts';
import type { AttachmentRequest, MessageBody } from '../validate/message-body.ts';
import { type AttachmentPlace, storeAttachment } from '../world/attachments.ts';
import { displayedText } from '../world/components.ts';
import { resolveMentions } from '../world/mentions.ts';
import type { AttachmentRecord, ChannelRecord, MessageContent, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import type { UploadedFile } from './context.ts';
import { DiscordError, discordError } from './discord-error.ts';

const MAX_ATTACHMENTS = 10;

export interface Composition {
	readonly body: MessageBody;
	readonly files: readonly UploadedFile[];
	readonly channel: ChannelRecord;
	readonly place: AttachmentPlace;
	/** Whom it may ping when it does not say. */
	readonly defaultMentions: APIAllowedMentions;
	readonly repliedTo: MessageRecord | null;
	/** The message that is edited: what the body leaves out stays. */
	readonly existing: MessageRecord | null;
}

export interface Composed extends MessageContent {
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
	const content = body.content === undefined ? (existing?.content ?? '') : (body.content ?? '');
	const embeds = body.embeds === undefined ? (existing?.embeds ?? []) : (body.embeds ?? []);
	const components = body.components === undefined ? (existing?.components ?? []) : (body.components ?? []);
	const stickerIds = existing?.stickerIds ?? body.stickerIds;
	const attachments = attachmentsOf(world, composition);
	if ((flags & MessageFlags.IsComponentsV2) !== 0 && (content !== '' || embeds.length > 0)) {
		const field = content === '' ? 'embeds' : 'content';
		const message = `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
		throw invalidForm([field], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
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
		allowed: body.allowedMentions ?? composition.defaultMentions,
		repliedTo: composition.repliedTo,
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

function flagsOf(body: MessageBody, existing: MessageRecord | null): number {
	if (existing === null) return body.flags ?? 0;
	if (body.flags === null) return existing.flags;
	const componentsV2 = existing.flags & MessageFlags.IsComponentsV2;
	return (existing.flags & ~EDITABLE) | (body.flags & EDITABLE) | componentsV2;
}

function attachmentsOf(world: World, { body, files, place, existing }: Composition): AttachmentRecord[] {
	const requests = body.attachments ?? null;
	const unmatched = requests?.find(
		({ id }) =>
			!files.some(({ index }) => String(index) === id) &&
			!existing?.attachments.some((attachment) => attachment.id === id),
	);
	// Metadata for a file that did not come along.
	if (unmatched !== undefined) throw new DiscordError(400, 50146, 'Uploaded file not found.');
	const kept = (existing?.attachments ?? []).filter(
		({ id }) => requests === null || requests.some((request) => request.id === id),
	);
	for (const attachment of kept) redescribe(attachment, requests);
	if (kept.length + files.length > MAX_ATTACHMENTS) {
		throw invalidForm(
			['attachments'],
			'BASE_TYPE_MAX_LENGTH',
			`Must be ${MAX_ATTACHMENTS} or fewer in length.`,
		);
	}
	return [...kept, ...files.map((file) => store(world, file, requests, place))];
}

function store(
	world: World,
	file: UploadedFile,
	requests: readonly AttachmentRequest[] | null,
	place: AttachmentPlace,
): AttachmentRecord {
	const request = requests?.find(({ id }) => id === String(file.index));
	const attachment = storeAttachment(
		world,
		{
			name: request?.filename ?? file.name,
			bytes: file.bytes,
			...(request?.description ? { description: request.description } : {}),
			...(request?.is_spoiler ? { spoiler: true } : {}),
		},
		place,
	);
	attachment.title = request?.title ?? attachment.title;
	return attachment;
}

function redescribe(attachment: AttachmentRecord, requests: readonly AttachmentRequest[] | null): void {
	const request = requests?.find(({ id }) => id === attachment.id);
	if (request?.description !== undefined) attachment.description = request.description;
	if (request?.is_spoiler === true) attachment.flags |= AttachmentFlags.IsSpoiler;
	if (request?.is_spoiler === false) attachment.flags &= ~AttachmentFlags.IsSpoiler;
}

export function inChannel(channel: ChannelRecord): AttachmentPlace {
	return { folder: channel.id, ephemeral: false };
}

export function inEphemeral(applicationId: Snowflake): AttachmentPlace {
	return { folder: applicationId, ephemeral: true };
}
