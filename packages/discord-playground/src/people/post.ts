import {
	ChannelType,
	MessageReferenceType,
	MessageType,
	PermissionFlagsBits as P,
	type Snowflake,
} from 'discord-api-types/v10';
import type { Post, PostEdit, Reference } from '../acts.ts';
import { Refusal } from '../refusal.ts';
import { guildOf, may, permissionsIn, sees } from '../world/access.ts';
import { storeAttachment } from '../world/attachments.ts';
import { changeChannel } from '../world/channels.ts';
import { channelAt, idOf, messageAt } from '../world/lookup.ts';
import { ALLOW_ALL, resolveMentions } from '../world/mentions.ts';
import { addMessage, changeMessage, referenceTo, replyReference, snapshotOf } from '../world/messages.ts';
import { isThread } from '../world/permissions.ts';
import type { ChannelRecord, MessageRecord, WebhookRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

const MAX_CONTENT = 2000;
const MAX_ATTACHMENTS = 10;

/** Posts as a person, another bot or a webhook would. */
export function postMessage(world: World, post: Post): MessageRecord {
	const channel = channelAt(world, post.channel);
	const webhook = world.state.webhooks.get(idOf(post.author)) ?? null;
	const authorId = webhook?.id ?? idOf(post.author);
	if (webhook) checkWebhook(webhook, channel);
	else checkSender(world, authorId, channel, post);
	checkContent(post);

	const replied = post.replyTo === undefined ? null : replyTarget(world, post.replyTo, channel);
	const forwarded = post.forwardOf === undefined ? null : forwardTarget(world, post.forwardOf, authorId);
	const content = (post.content ?? '').trim();
	const mentions = resolveMentions(world, {
		text: content,
		channel,
		authorId,
		allowed: { ...ALLOW_ALL, replied_user: post.ping ?? true },
		repliedTo: replied,
	});
	if (isThread(channel) && channel.thread?.archived) changeChannel(world, channel, { archived: false });
	return addMessage(world, {
		channel,
		authorId,
		webhookId: webhook?.id ?? null,
		type: replied ? MessageType.Reply : MessageType.Default,
		content,
		embeds: post.embeds ?? [],
		attachments: (post.attachments ?? []).map((upload) =>
			storeAttachment(world, upload, { folder: channel.id, ephemeral: false }),
		),
		stickerIds: (post.stickers ?? []).map(idOf),
		mentionIds: mentions.userIds,
		mentionRoleIds: mentions.roleIds,
		mentionEveryone: mentions.everyone,
		reference: replied
			? replyReference(replied)
			: forwarded && referenceTo(forwarded, MessageReferenceType.Forward),
		snapshot: forwarded && snapshotOf(world, forwarded),
	});
}

function checkWebhook(webhook: WebhookRecord, channel: ChannelRecord): void {
	if (webhook.channelId !== channel.id && webhook.channelId !== channel.parentId) {
		throw new Refusal(`webhook ${webhook.id} belongs to another channel than ${channel.id}`);
	}
}

function checkSender(world: World, userId: Snowflake, channel: ChannelRecord, post: Post): void {
	if (!world.state.users.has(userId)) throw new Refusal(`there is no user or webhook ${userId}`);
	if (userId === world.botId) throw new Refusal('the bot under test posts over REST');
	if (channel.type === ChannelType.GuildCategory) throw new Refusal('nothing is posted in a category');
	const permissions = permissionsIn(world, userId, channel);
	const needed =
		P.ViewChannel |
		(isThread(channel) ? P.SendMessagesInThreads : P.SendMessages) |
		(post.attachments?.length ? P.AttachFiles : 0n);
	if ((permissions & needed) !== needed) {
		throw new Refusal(`${userId} may not post this in ${channel.id}`);
	}
	const guild = guildOf(world, channel);
	const foreign = (post.stickers ?? []).find((sticker) => !guild?.stickers.has(idOf(sticker)));
	if (foreign !== undefined) throw new Refusal(`sticker ${idOf(foreign)} belongs to another guild`);
	if (channel.thread?.locked && (permissions & P.ManageThreads) === 0n)
		throw new Refusal('the thread is locked');
}

function checkContent(post: Post): void {
	if ([...(post.content ?? '')].length > MAX_CONTENT) {
		throw new Refusal(`a message has at most ${MAX_CONTENT} characters`);
	}
	if ((post.attachments?.length ?? 0) > MAX_ATTACHMENTS) {
		throw new Refusal(`a message has at most ${MAX_ATTACHMENTS} attachments`);
	}
	const isEmpty =
		!post.content?.trim() &&
		!post.attachments?.length &&
		!post.stickers?.length &&
		!post.embeds?.length &&
		post.forwardOf === undefined;
	if (isEmpty) throw new Refusal('an empty message cannot be sent');
}

function replyTarget(world: World, reference: Reference, channel: ChannelRecord): MessageRecord {
	const message = messageAt(world, reference);
	if (message.channelId !== channel.id) throw new Refusal('a reply stays in its channel; forward instead');
	return message;
}

function forwardTarget(world: World, reference: Reference, authorId: Snowflake): MessageRecord {
	const message = messageAt(world, reference);
	const source = channelAt(world, message.channelId);
	if (!world.state.webhooks.has(authorId) && !may(world, authorId, source, P.ReadMessageHistory)) {
		throw new Refusal(`${authorId} cannot read the message that is forwarded`);
	}
	return message;
}

/** Its author's edit. */
export function editMessage(world: World, message: MessageRecord, edit: PostEdit): MessageRecord {
	if (message.authorId === world.botId) throw new Refusal('the bot under test edits its messages over REST');
	const channel = channelAt(world, message.channelId);
	const content = edit.content?.trim() ?? message.content;
	const kept = edit.keepAttachments?.map(idOf);
	const mentions = resolveMentions(world, {
		text: content,
		channel,
		authorId: message.authorId,
		allowed: ALLOW_ALL,
		repliedTo: null,
	});
	const change = {
		content,
		embeds: edit.embeds ?? message.embeds,
		attachments: message.attachments.filter(({ id }) => kept?.includes(id) ?? true),
		mentionIds: mentions.userIds,
		mentionRoleIds: mentions.roleIds,
	};
	// Embeds alone are what Discord adds for a link some time after the post: that is no edit of the author's.
	const edited = edit.content !== undefined || edit.keepAttachments !== undefined;
	changeMessage(world, message, change, { edited });
	return message;
}

export function startTyping(world: World, userId: Snowflake, channel: ChannelRecord): void {
	if (!sees(world, userId, channel)) throw new Refusal(`${userId} does not see ${channel.id}`);
	world.events.emit('typing', channel, userId);
}
