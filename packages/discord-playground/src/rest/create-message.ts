import {
	MessageFlags,
	MessageReferenceType,
	MessageType,
	PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { botViewer } from '../present/bot-view.ts';
import { invalidForm } from '../validate/form.ts';
import { type MessageBody, parseMessageBody, type ReferenceRequest } from '../validate/message-body.ts';
import { guildOf } from '../world/access.ts';
import { changeChannel } from '../world/channels.ts';
import { ALLOW_ALL } from '../world/mentions.ts';
import { addMessage, referenceTo, replyReference, snapshotOf } from '../world/messages.ts';
import { isDm, isThread } from '../world/permissions.ts';
import type { ChannelRecord, MessageRecord } from '../world/state.ts';
import { shareGuild } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { compose, inChannel } from './compose.ts';
import type { UploadedFile } from './context.ts';
import { discordError } from './discord-error.ts';
import { botPermissions, textChannel } from './lookup.ts';
import type { Nonces } from './nonces.ts';

/** What may be set on a message of a channel; ephemeral ones exist only as answers to interactions. */
export const SETTABLE_FLAGS =
	MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

export interface CreateRequest {
	readonly channel: ChannelRecord;
	readonly body: unknown;
	readonly files: readonly UploadedFile[];
}

/** The bot's own post. */
export function createMessage(world: World, nonces: Nonces, request: CreateRequest): MessageRecord {
	const { channel, files } = request;
	const body = parseMessageBody(request.body ?? {}, { settable: SETTABLE_FLAGS });
	checkSending(world, channel, body, files);
	if (body.nonce !== null && body.enforceNonce) {
		const sent = nonces.find(body.nonce);
		if (sent) return sent;
	}
	const message =
		body.reference?.type === MessageReferenceType.Forward
			? forward(world, channel, body.reference)
			: post(world, channel, body, files);
	if (body.nonce !== null) nonces.remember(body.nonce, message);
	return message;
}

function post(
	world: World,
	channel: ChannelRecord,
	body: MessageBody,
	files: readonly UploadedFile[],
): MessageRecord {
	const repliedTo = body.reference === null ? null : replyTarget(world, channel, body.reference);
	const composed = compose(world, {
		body,
		files,
		channel,
		place: inChannel(channel),
		defaultMentions: ALLOW_ALL,
		repliedTo,
		existing: null,
	});
	if (isThread(channel) && channel.thread?.archived) changeChannel(world, channel, { archived: false });
	return addMessage(world, {
		...composed,
		channel,
		authorId: world.botId,
		type: repliedTo ? MessageType.Reply : MessageType.Default,
		reference: repliedTo && replyReference(repliedTo),
		nonce: body.nonce,
		tts: body.tts,
	});
}

function checkSending(
	world: World,
	channel: ChannelRecord,
	body: MessageBody,
	files: readonly UploadedFile[],
): void {
	if (isDm(channel)) {
		const others = channel.recipientIds.filter((id) => id !== world.botId);
		const reachable = others.some(
			(id) => shareGuild(world, id, world.botId) || (world.state.users.get(id)?.installed ?? false),
		);
		if (!reachable) throw discordError('noMutualGuilds');
		return;
	}
	const permissions = botPermissions(world, channel);
	const needed =
		(isThread(channel) ? P.SendMessagesInThreads : P.SendMessages) |
		(body.embeds?.length ? P.EmbedLinks : 0n) |
		(files.length > 0 ? P.AttachFiles : 0n) |
		(body.tts ? P.SendTTSMessages : 0n);
	if ((permissions & needed) !== needed) throw discordError('missingPermissions');
	if (channel.thread?.locked && (permissions & P.ManageThreads) === 0n) throw discordError('threadLocked');
	const replies = body.reference !== null && body.reference.type !== MessageReferenceType.Forward;
	if (replies && (permissions & P.ReadMessageHistory) === 0n) throw discordError('replyWithoutHistory');
	const guild = guildOf(world, channel);
	if (body.stickerIds.some((id) => !guild?.stickers.has(id))) throw discordError('invalidSticker');
}

const REPLYABLE: readonly MessageType[] = [
	MessageType.Default,
	MessageType.Reply,
	MessageType.ChatInputCommand,
	MessageType.ContextMenuCommand,
];

/** Null when it is gone and the bot said that this does not matter. */
function replyTarget(
	world: World,
	channel: ChannelRecord,
	reference: ReferenceRequest,
): MessageRecord | null {
	const message = world.state.messages.get(reference.message_id);
	if (!message || message.channelId !== channel.id || message.visibleTo !== null) {
		if (reference.fail_if_not_exists === false) return null;
		throw invalidForm(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
	}
	if (!REPLYABLE.includes(message.type)) {
		const text = 'Cannot reply to a system message';
		throw invalidForm(['message_reference'], 'REPLIES_CANNOT_REFERENCE_SYSTEM_MESSAGE', text);
	}
	return message;
}

function forward(world: World, channel: ChannelRecord, reference: ReferenceRequest): MessageRecord {
	if (reference.channel_id === undefined) {
		throw invalidForm(['message_reference', 'channel_id'], 'BASE_TYPE_REQUIRED', 'This field is required');
	}
	const source = textChannel(world, reference.channel_id);
	const message = world.state.messages.get(reference.message_id);
	if (!message || message.channelId !== source.id || message.visibleTo !== null) {
		throw invalidForm(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
	}
	if (!botViewer(world, world.messageContent).reads(message)) throw discordError('forwardUnreadable');
	return addMessage(world, {
		channel,
		authorId: world.botId,
		reference: referenceTo(message, MessageReferenceType.Forward),
		snapshot: snapshotOf(world, message),
	});
}
