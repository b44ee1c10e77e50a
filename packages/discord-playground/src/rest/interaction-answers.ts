import { MessageFlags, MessageType } from 'discord-api-types/v10';
import type { FormPath } from '../validate/form.ts';
import { parseMessageBody } from '../validate/message-body.ts';
import { channelAt } from '../world/lookup.ts';
import { ALLOW_USERS } from '../world/mentions.ts';
import { addMessage, replyReference } from '../world/messages.ts';
import type { InteractionRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { applyEdit, compose, parseEdit } from './compose.ts';
import type { UploadedFile } from './context.ts';
import { discordError } from './discord-error.ts';

/** Flags an answer may set, and a deferred one: that says only whether it will be ephemeral. */
const ANSWER_FLAGS =
	MessageFlags.Ephemeral |
	MessageFlags.SuppressEmbeds |
	MessageFlags.SuppressNotifications |
	MessageFlags.IsComponentsV2;

/** "Thinking…": a message without content that is edited later. */
export function addLoading(world: World, interaction: InteractionRecord, data: unknown): MessageRecord {
	const body = parseMessageBody(data, { path: ['data'], settable: MessageFlags.Ephemeral });
	return addMessage(world, {
		...frame(world, interaction, isEphemeral(interaction, body.flags ?? 0)),
		flags: MessageFlags.Loading,
	});
}

interface AnswerRequest {
	readonly data: unknown;
	readonly files: readonly UploadedFile[];
	/** Where the message lies in the request. */
	readonly path: FormPath;
	/** Points at the first answer, instead of at what was clicked. */
	readonly isFollowUp: boolean;
}

/** A new message in answer to an interaction. */
export function addAnswer(
	world: World,
	interaction: InteractionRecord,
	{ data, files, path, isFollowUp }: AnswerRequest,
): MessageRecord {
	const body = parseMessageBody(data, { path, settable: ANSWER_FLAGS });
	const isForOne = isEphemeral(interaction, body.flags ?? 0);
	const answerFrame = frame(world, interaction, isForOne, isFollowUp);
	const composed = compose(world, {
		...{ body, files, channel: answerFrame.channel },
		isEphemeral: isForOne,
		defaultMentions: ALLOW_USERS,
	});
	return addMessage(world, { ...composed, ...answerFrame });
}

function isEphemeral(interaction: InteractionRecord, flags: number): boolean {
	return interaction.forcedEphemeral || (flags & MessageFlags.Ephemeral) !== 0;
}

/** What an answer's message is by its interaction: whose, of which type, pointing where, seen by whom. */
function frame(world: World, interaction: InteractionRecord, ephemeral: boolean, isFollowUp = false) {
	const target =
		(isFollowUp ? interaction.responseId : (interaction.messageId ?? interaction.targetId)) ?? '';
	const source = world.state.messages.get(target) ?? null;
	return {
		channel: channelAt(world, interaction.channelId),
		authorId: world.botId,
		type: isFollowUp ? MessageType.Reply : answerType(interaction),
		reference: source && replyReference(source),
		interactionId: interaction.id,
		visibleTo: ephemeral ? interaction.userId : null,
	};
}

function answerType(interaction: InteractionRecord): MessageType {
	if (interaction.messageId !== null) return MessageType.Reply;
	return interaction.targetId === null ? MessageType.ChatInputCommand : MessageType.ContextMenuCommand;
}

/** Edits the message whose component was used. */
export function updateSource(
	world: World,
	interaction: InteractionRecord,
	data: unknown,
	files: readonly UploadedFile[],
): MessageRecord {
	const message = world.state.messages.get(interaction.messageId ?? '');
	if (!message) throw discordError('unknownMessage');
	const body = parseEdit(message, data, ['data']);
	applyEdit(world, message, { body, files, defaultMentions: ALLOW_USERS });
	return message;
}
