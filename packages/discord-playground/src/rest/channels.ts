import {
	OverwriteType,
	PermissionFlagsBits as P,
	type RESTDeleteAPIChannelResult,
	type RESTGetAPIChannelResult,
	type RESTPatchAPIChannelResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { presentChannel } from '../present/channel.ts';
import { list, snowflake, text } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { changeChannel, deleteChannel } from '../world/channels.ts';
import { isDm, isThread } from '../world/permissions.ts';
import type { World } from '../world/world.ts';
import { answer } from './answer.ts';
import { pathId, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { requirePermission, visibleChannel } from './lookup.ts';

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
	nsfw: z.boolean().nullish(),
	permission_overwrites: list(overwrite, { max: 100 }).nullish(),
	archived: z.boolean().optional(),
	locked: z.boolean().optional(),
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
		});
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without the fields that are undefined: those mean "leave as it is". */
function defined<Fields extends object>(fields: Fields): Defined<Fields> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as Defined<Fields>;
}
