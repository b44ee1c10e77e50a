import {
	PermissionFlagsBits as P,
	type RESTGetAPIChannelMessageResult,
	type RESTGetAPIChannelMessagesResult,
	type RESTPatchAPIChannelMessageResult,
	type RESTPostAPIChannelMessageResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { botViewer, presentMessage } from '../present/message.ts';
import { may } from '../world/access.ts';
import { ALLOW_ALL } from '../world/mentions.ts';
import { deleteMessage } from '../world/messages.ts';
import { isDm } from '../world/permissions.ts';
import type { MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { applyEdit, parseEdit } from './compose.ts';
import { answer, pathId, type RestContext, type RestEnv } from './context.ts';
import { messageCreator } from './create-message.ts';
import { discordError } from './discord-error.ts';
import { knownMessage, requirePermission, textChannel } from './lookup.ts';
import { messagePage } from './message-page.ts';

export function messageRoutes(world: World): Hono<RestEnv> {
	const createMessage = messageCreator(world);
	const show = (message: MessageRecord) =>
		presentMessage(world, message, botViewer(world, world.messageContent));

	return new Hono<RestEnv>()
		.get('/channels/:channel/messages', (context) => {
			const channel = textChannel(world, pathId(context, 'channel'));
			const readable = may(world, world.botId, channel, P.ReadMessageHistory);
			const page = messagePage(world, channel, context.req.query());
			return answer<RESTGetAPIChannelMessagesResult>(readable ? page.map(show) : []);
		})
		.get('/channels/:channel/messages/:message', (context) => {
			const channel = textChannel(world, pathId(context, 'channel'));
			if (!may(world, world.botId, channel, P.ReadMessageHistory)) throw discordError('missingAccess');
			return answer<RESTGetAPIChannelMessageResult>(show(messageOf(world, context).message));
		})
		.post('/channels/:channel/messages', (context) => {
			const channel = textChannel(world, pathId(context, 'channel'));
			const message = createMessage(channel, context.var.body, context.var.files);
			return answer<RESTPostAPIChannelMessageResult>({
				...show(message),
				...(message.nonce === null ? {} : { nonce: message.nonce }),
			});
		})
		.patch('/channels/:channel/messages/:message', (context) => {
			const { message } = messageOf(world, context);
			editMessage(world, message, context);
			return answer<RESTPatchAPIChannelMessageResult>(show(message));
		})
		.delete('/channels/:channel/messages/:message', (context) => {
			const { channel, message } = messageOf(world, context);
			if (message.authorId !== world.botId) {
				if (isDm(channel)) throw discordError('dmChannel');
				requirePermission(world, channel, P.ManageMessages);
			}
			deleteMessage(world, message);
			return context.body(null, 204);
		})
		.post('/channels/:channel/typing', (context) => {
			const channel = textChannel(world, pathId(context, 'channel'));
			requirePermission(world, channel, channel.thread ? P.SendMessagesInThreads : P.SendMessages);
			world.events.emit('typing', channel, world.botId);
			return context.body(null, 204);
		});
}

/** The message that a path names, and its channel. */
export function messageOf(world: World, context: RestContext) {
	const channel = textChannel(world, pathId(context, 'channel'));
	return { channel, message: knownMessage(world, channel, pathId(context, 'message')) };
}

function editMessage(world: World, message: MessageRecord, context: RestContext): void {
	if (message.authorId !== world.botId) throw discordError('editOfOther');
	const channel = textChannel(world, message.channelId);
	if (channel.thread?.archived) throw discordError('archivedThread');
	const { files } = context.var;
	const body = parseEdit(message, context.var.body);
	if (!isDm(channel)) {
		const needed = (body.embeds?.length ? P.EmbedLinks : 0n) | (files.length > 0 ? P.AttachFiles : 0n);
		requirePermission(world, channel, P.ViewChannel | needed);
	}
	applyEdit(world, message, { body, files, defaultMentions: ALLOW_ALL });
}
