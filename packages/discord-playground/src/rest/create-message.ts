import {
	MessageFlags,
	MessageReferenceType,
	MessageType,
	PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { botViewer } from '../present/message.ts';
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
import { compose } from './compose.ts';
import type { UploadedFile } from './context.ts';
import { discordError } from './discord-error.ts';
import { botPermissions, textChannel } from './lookup.ts';

/** Ephemeral ones exist only as answers to interactions. */
const SETTABLE_FLAGS =
	MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

/** Discord documents "the past few minutes". */
const NONCE_REMEMBERED_MS = 5 * 60_000;

/** Makes the bot's own posts; one with a nonce that was used already is not posted again. */
export function messageCreator(world: World) {
	const byNonce = new Map<string, MessageRecord>();
	const sentWith = (nonce: string) => {
		const sent = byNonce.get(nonce);
		if (!sent || !world.state.messages.has(sent.id)) return undefined;
		return world.clock.now() - Date.parse(sent.timestamp) < NONCE_REMEMBERED_MS ? sent : undefined;
	};
	return (channel: ChannelRecord, data: unknown, files: readonly UploadedFile[]): MessageRecord => {
		const body = parseMessageBody(data, { settable: SETTABLE_FLAGS });
		checkSending(world, channel, body, files);
		const nonce = String(body.nonce ?? '');
		const sent = body.enforce_nonce ? sentWith(nonce) : undefined;
		if (sent) return sent;
		const { message_reference: reference } = body;
		const message =
			reference?.type === MessageReferenceType.Forward
				? forward(world, channel, reference)
				: post(world, channel, body, files);
		if (nonce !== '') byNonce.set(nonce, message);
		return message;
	};
}

function post(
	world: World,
	channel: ChannelRecord,
	body: MessageBody,
	files: readonly UploadedFile[],
): MessageRecord {
	const repliedTo = body.message_reference ? replyTarget(world, channel, body.message_reference) : null;
	const composed = compose(world, {
		...{ body, files, channel, repliedTo },
		isEphemeral: false,
		defaultMentions: ALLOW_ALL,
	});
	if (isThread(channel) && channel.thread?.archived) changeChannel(world, channel, { archived: false });
	return addMessage(world, {
		...composed,
		channel,
		authorId: world.botId,
		type: repliedTo ? MessageType.Reply : MessageType.Default,
		reference: repliedTo && replyReference(repliedTo),
		nonce: body.nonce ?? null,
		tts: body.tts ?? false,
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
	const { message_reference: reference, sticker_ids: stickers } = body;
	const replies = reference && reference.type !== MessageReferenceType.Forward;
	if (replies && (permissions & P.ReadMessageHistory) === 0n) throw discordError('replyWithoutHistory');
	const guild = guildOf(world, channel);
	if (stickers?.some((id) => !guild?.stickers.has(id))) throw discordError('invalidSticker');
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
