import {
	ChannelType,
	OverwriteType,
	PermissionFlagsBits as P,
	type RESTDeleteAPIChannelResult,
	type RESTGetAPIChannelResult,
	type RESTPatchAPIChannelResult,
	type RESTPostAPIGuildChannelResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { presentChannel } from '../present/channel.ts';
import { boolean, integer, list, snowflake, text } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { guildPermissions } from '../world/access.ts';
import { addChannel, changeChannel, deleteChannel } from '../world/channels.ts';
import { isDm, isThread } from '../world/permissions.ts';
import type { World } from '../world/world.ts';
import { answer } from './answer.ts';
import { pathId, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { knownGuild, requirePermission, visibleChannel } from './lookup.ts';

const bits = z
	.union([z.string().regex(/^\d+$/), z.int().min(0)])
	.transform(String)
	.default('0');

const overwrite = z.object({
	id: snowflake,
	type: z.literal([OverwriteType.Role, OverwriteType.Member]),
	allow: bits,
	deny: bits,
});

const channelPatch = z.object({
	name: text({ min: 1, max: 100 }).optional(),
	topic: text({ max: 1024 }).nullish(),
	nsfw: boolean.nullish(),
	permission_overwrites: list(overwrite, { max: 100 }).nullish(),
	archived: boolean.optional(),
	locked: boolean.optional(),
});

const newChannel = channelPatch.extend({
	name: text({ min: 1, max: 100 }),
	type: z
		.literal([ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildCategory])
		.default(ChannelType.GuildText),
	parent_id: snowflake.nullish(),
	position: integer().nullish(),
});

export function channelRoutes(world: World): Hono<RestEnv> {
	const show = (channel: ReturnType<typeof visibleChannel>) => presentChannel(world, channel, world.botId);

	return new Hono<RestEnv>()
		.get('/channels/:channel', (context) =>
			answer<RESTGetAPIChannelResult>(context, show(visibleChannel(world, pathId(context, 'channel')))),
		)
		.patch('/channels/:channel', (context) => {
			const channel = visibleChannel(world, pathId(context, 'channel'));
			if (isDm(channel)) throw discordError('dmChannel');
			requirePermission(world, channel, isThread(channel) ? P.ManageThreads : P.ManageChannels);
			const body = parseForm(channelPatch, context.var.body);
			const thread = isThread(channel) ? { archived: body.archived, locked: body.locked } : {};
			changeChannel(world, channel, {
				...defined({ name: body.name, topic: body.topic, nsfw: body.nsfw ?? undefined, ...thread }),
				...defined({ overwrites: body.permission_overwrites ?? undefined }),
			});
			return answer<RESTPatchAPIChannelResult>(context, show(channel));
		})
		.delete('/channels/:channel', (context) => {
			const channel = visibleChannel(world, pathId(context, 'channel'));
			const shown = show(channel);
			// Deleting a DM only closes it for the bot.
			if (isDm(channel)) return answer<RESTDeleteAPIChannelResult>(context, shown);
			requirePermission(world, channel, isThread(channel) ? P.ManageThreads : P.ManageChannels);
			deleteChannel(world, channel);
			return answer<RESTDeleteAPIChannelResult>(context, shown);
		})
		.put('/channels/:channel/permissions/:overwrite', (context) => {
			const channel = visibleChannel(world, pathId(context, 'channel'));
			requirePermission(world, channel, P.ManageRoles);
			const id = pathId(context, 'overwrite');
			const body = parseForm(overwrite.omit({ id: true }), context.var.body);
			const others = channel.overwrites.filter((other) => other.id !== id);
			changeChannel(world, channel, { overwrites: [...others, { ...body, id }] });
			return context.body(null, 204);
		})
		.delete('/channels/:channel/permissions/:overwrite', (context) => {
			const channel = visibleChannel(world, pathId(context, 'channel'));
			requirePermission(world, channel, P.ManageRoles);
			const id = pathId(context, 'overwrite');
			if (!channel.overwrites.some((other) => other.id === id)) throw discordError('unknownOverwrite');
			changeChannel(world, channel, { overwrites: channel.overwrites.filter((other) => other.id !== id) });
			return context.body(null, 204);
		})
		.post('/guilds/:guild/channels', (context) => {
			const guild = knownGuild(world, pathId(context, 'guild'));
			if ((guildPermissions(world, world.botId, guild) & P.ManageChannels) === 0n) {
				throw discordError('missingPermissions');
			}
			const body = parseForm(newChannel, context.var.body);
			const channel = addChannel(world, {
				guild,
				name: body.name,
				type: body.type,
				overwrites: body.permission_overwrites ?? [],
				nsfw: body.nsfw ?? false,
				...defined({ topic: body.topic ?? undefined, parent: body.parent_id ?? undefined }),
			});
			return answer<RESTPostAPIGuildChannelResult>(context, show(channel), 201);
		});
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without the fields that are undefined: those mean "leave as it is". */
function defined<Fields extends object>(fields: Fields): Defined<Fields> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as Defined<Fields>;
}
