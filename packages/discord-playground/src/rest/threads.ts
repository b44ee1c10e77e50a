import {
	type APIChannel,
	type APIThreadChannel,
	ChannelType,
	PermissionFlagsBits as P,
	type RESTGetAPIChannelThreadMembersResult,
	type RESTGetAPIGuildThreadsResult,
	type RESTPostAPIChannelThreadsResult,
	type Snowflake,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { presentChannel, presentThreadMember } from '../present/channel.ts';
import { text } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { channelsOf, sees } from '../world/access.ts';
import { addThread, setThreadMember } from '../world/channels.ts';
import { isThread } from '../world/permissions.ts';
import type { ChannelRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { answer } from './answer.ts';
import { pathId, type RestContext, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { knownGuild, knownMessage, requirePermission, textChannel } from './lookup.ts';

const newThread = z.object({
	name: text({ min: 1, max: 100 }),
	auto_archive_duration: z.literal([60, 1440, 4320, 10080]).default(1440),
	type: z.int().nullish(),
});

export function threadRoutes(world: World): Hono<RestEnv> {
	const threadOf = (context: RestContext): ChannelRecord => {
		const channel = textChannel(world, pathId(context, 'channel'));
		if (!isThread(channel)) throw discordError('wrongChannelType');
		if (channel.thread?.archived) throw discordError('archivedThread');
		return channel;
	};
	const memberId = (context: RestContext): Snowflake =>
		context.req.param('user') === '@me' ? world.botId : pathId(context, 'user');

	return new Hono<RestEnv>()
		.post('/channels/:channel/messages/:message/threads', (context) => {
			const parent = textChannel(world, pathId(context, 'channel'));
			const message = knownMessage(world, parent, pathId(context, 'message'));
			requirePermission(world, parent, P.CreatePublicThreads);
			if (world.state.channels.has(message.id)) throw discordError('threadExists');
			const body = parseForm(newThread, context.var.body);
			const thread = addThread(
				world,
				{ parent, name: body.name, owner: world.botId, autoArchiveMinutes: body.auto_archive_duration },
				message.id,
			);
			world.events.emit('messageUpdate', message);
			return answer<APIChannel>(context, presentChannel(world, thread, world.botId), 201);
		})
		.post('/channels/:channel/threads', (context) => {
			const parent = textChannel(world, pathId(context, 'channel'));
			const body = parseForm(newThread, context.var.body);
			const isPrivate = (body.type ?? ChannelType.PrivateThread) === ChannelType.PrivateThread;
			requirePermission(world, parent, isPrivate ? P.CreatePrivateThreads : P.CreatePublicThreads);
			const thread = addThread(world, {
				parent,
				name: body.name,
				owner: world.botId,
				private: isPrivate,
				autoArchiveMinutes: body.auto_archive_duration,
			});
			return answer<RESTPostAPIChannelThreadsResult>(
				context,
				presentChannel(world, thread, world.botId) as APIThreadChannel,
				201,
			);
		})
		.put('/channels/:channel/thread-members/:user', (context) => {
			setThreadMember(world, threadOf(context), memberId(context), true);
			return context.body(null, 204);
		})
		.delete('/channels/:channel/thread-members/:user', (context) => {
			setThreadMember(world, threadOf(context), memberId(context), false);
			return context.body(null, 204);
		})
		.get('/channels/:channel/thread-members', (context) => {
			const thread = threadOf(context);
			const members = [...(thread.thread?.memberIds ?? [])].map((id) => presentThreadMember(thread, id));
			return answer<RESTGetAPIChannelThreadMembersResult>(context, members);
		})
		.get('/guilds/:guild/threads/active', (context) => {
			const guild = knownGuild(world, pathId(context, 'guild'));
			const threads = channelsOf(world, guild).filter(
				(channel) => isThread(channel) && !channel.thread?.archived && sees(world, world.botId, channel),
			);
			const joined = threads.filter(({ thread }) => thread?.memberIds.has(world.botId));
			return answer<RESTGetAPIGuildThreadsResult & { has_more: boolean }>(context, {
				threads: threads.map((thread) => presentChannel(world, thread, world.botId) as APIThreadChannel),
				members: joined.map((thread) => presentThreadMember(thread, world.botId)),
				has_more: false,
			});
		});
}
