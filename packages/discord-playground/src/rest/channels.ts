import {
	type APIChannel,
	type APIThreadChannel,
	ChannelType,
	PermissionFlagsBits as P,
	type RESTDeleteAPIChannelResult,
	type RESTGetAPIChannelResult,
	type RESTGetAPIChannelThreadMembersResult,
	type RESTGetAPIGuildThreadsResult,
	type RESTPatchAPIChannelResult,
	type RESTPostAPIChannelThreadsResult,
	type Snowflake,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { presentChannel, presentThreadMember } from '../present/channel.ts';
import { text } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { channelsOf, sees } from '../world/access.ts';
import { addThread, changeChannel, deleteChannel, setThreadMember } from '../world/channels.ts';
import { isDm, isThread } from '../world/permissions.ts';
import type { ChannelRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { answer, pathId, type RestContext, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { knownGuild, requirePermission, textChannel, visibleChannel } from './lookup.ts';
import { messageOf } from './messages.ts';

const name = text({ min: 1, max: 100 });
const newThread = z.object({
	name,
	auto_archive_duration: z.literal([60, 1440, 4320, 10080]).default(1440),
	type: z.int().nullish(),
});
const threadPatch = z.object({
	name: name.exactOptional(),
	archived: z.boolean().exactOptional(),
	locked: z.boolean().exactOptional(),
});

/** Channels can be read; those that are threads made and changed, too. */
export function channelRoutes(world: World): Hono<RestEnv> {
	const show = (channel: ChannelRecord) => presentChannel(world, channel, world.botId);
	const channelOf = (context: RestContext) => visibleChannel(world, pathId(context, 'channel'));
	/** The thread, where the bot may change it. */
	const managed = (context: RestContext) => {
		const channel = channelOf(context);
		if (!isThread(channel)) throw discordError(isDm(channel) ? 'dmChannel' : 'notFound');
		requirePermission(world, channel, P.ManageThreads);
		return channel;
	};
	const openThread = (context: RestContext): ChannelRecord => {
		const channel = channelOf(context);
		if (!isThread(channel)) throw discordError('wrongChannelType');
		if (channel.thread?.archived) throw discordError('archivedThread');
		return channel;
	};
	const memberId = (context: RestContext): Snowflake =>
		context.req.param('user') === '@me' ? world.botId : pathId(context, 'user');

	return new Hono<RestEnv>()
		.get('/channels/:channel', (context) => answer<RESTGetAPIChannelResult>(show(channelOf(context))))
		.patch('/channels/:channel', (context) => {
			const thread = managed(context);
			changeChannel(world, thread, parseForm(threadPatch, context.var.body));
			return answer<RESTPatchAPIChannelResult>(show(thread));
		})
		.delete('/channels/:channel', (context) => {
			const channel = channelOf(context);
			const shown = show(channel);
			// Deleting a DM only closes it for the bot.
			if (!isDm(channel)) deleteChannel(world, managed(context));
			return answer<RESTDeleteAPIChannelResult>(shown);
		})
		.post('/channels/:channel/messages/:message/threads', (context) => {
			const { channel: parent, message } = messageOf(world, context);
			requirePermission(world, parent, P.CreatePublicThreads);
			if (world.state.channels.has(message.id)) throw discordError('threadExists');
			const { name, auto_archive_duration: autoArchiveMinutes } = parseForm(newThread, context.var.body);
			const thread = addThread(world, { parent, name, owner: world.botId, autoArchiveMinutes }, message.id);
			world.events.emit('messageUpdate', message);
			return answer<APIChannel>(show(thread), 201);
		})
		.post('/channels/:channel/threads', (context) => {
			const parent = textChannel(world, pathId(context, 'channel'));
			const { name, auto_archive_duration, type } = parseForm(newThread, context.var.body);
			const isPrivate = (type ?? ChannelType.PrivateThread) === ChannelType.PrivateThread;
			requirePermission(world, parent, isPrivate ? P.CreatePrivateThreads : P.CreatePublicThreads);
			const thread = addThread(world, {
				...{ parent, name, owner: world.botId, private: isPrivate },
				autoArchiveMinutes: auto_archive_duration,
			});
			return answer<RESTPostAPIChannelThreadsResult>(show(thread) as APIThreadChannel, 201);
		})
		.put('/channels/:channel/thread-members/:user', (context) => {
			setThreadMember(world, openThread(context), memberId(context), true);
			return context.body(null, 204);
		})
		.delete('/channels/:channel/thread-members/:user', (context) => {
			setThreadMember(world, openThread(context), memberId(context), false);
			return context.body(null, 204);
		})
		.get('/channels/:channel/thread-members', (context) => {
			const thread = openThread(context);
			const members = [...(thread.thread?.memberIds ?? [])].map((id) => presentThreadMember(thread, id));
			return answer<RESTGetAPIChannelThreadMembersResult>(members);
		})
		.get('/guilds/:guild/threads/active', (context) => {
			const guild = knownGuild(world, pathId(context, 'guild'));
			const threads = channelsOf(world, guild).filter(
				(channel) => isThread(channel) && !channel.thread?.archived && sees(world, world.botId, channel),
			);
			const joined = threads.filter(({ thread }) => thread?.memberIds.has(world.botId));
			return answer<RESTGetAPIGuildThreadsResult & { has_more: boolean }>({
				threads: threads.map((thread) => show(thread) as APIThreadChannel),
				members: joined.map((thread) => presentThreadMember(thread, world.botId)),
				has_more: false,
			});
		});
}
