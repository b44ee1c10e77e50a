import {
	type APIGuildChannel,
	PermissionFlagsBits as P,
	type RESTGetAPIGuildChannelsResult,
	type RESTGetAPIGuildEmojisResult,
	type RESTGetAPIGuildMemberResult,
	type RESTGetAPIGuildResult,
	type RESTGetAPIGuildRolesResult,
	type RESTGetAPIGuildStickersResult,
	type RESTPatchAPICurrentGuildMemberResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { presentChannel } from '../present/channel.ts';
import { approximateCounts, presentGuild, presentMember } from '../present/guild.ts';
import { text } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { channelsOf, guildPermissions } from '../world/access.ts';
import { changeMember, setBotMember } from '../world/guilds.ts';
import { isThread } from '../world/permissions.ts';
import type { World } from '../world/world.ts';
import { answer, isTrue, pathId, type RestContext, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { knownGuild } from './lookup.ts';

const ownMemberPatch = z.object({ nick: text({ max: 32 }).nullish() });

export function guildRoutes(world: World): Hono<RestEnv> {
	const guildOf = (context: RestContext) => knownGuild(world, pathId(context, 'guild'));

	return new Hono<RestEnv>()
		.get('/guilds/:guild', (context) => {
			const guild = guildOf(context);
			const counts = isTrue(context.req.query('with_counts')) ? approximateCounts(guild) : {};
			return answer<RESTGetAPIGuildResult>({ ...presentGuild(guild), ...counts });
		})
		.get('/guilds/:guild/channels', (context) => {
			const channels = channelsOf(world, guildOf(context)).filter((channel) => !isThread(channel));
			return answer<RESTGetAPIGuildChannelsResult>(
				channels.map((channel) => presentChannel(world, channel, world.botId) as APIGuildChannel),
			);
		})
		.get('/guilds/:guild/roles', (context) =>
			answer<RESTGetAPIGuildRolesResult>([...guildOf(context).roles.values()]),
		)
		.get('/guilds/:guild/emojis', (context) => answer<RESTGetAPIGuildEmojisResult>(guildOf(context) && []))
		.get('/guilds/:guild/stickers', (context) =>
			answer<RESTGetAPIGuildStickersResult>([...guildOf(context).stickers.values()]),
		)
		.get('/guilds/:guild/members/:user', (context) => {
			const member = guildOf(context).members.get(pathId(context, 'user'));
			if (!member) throw discordError('unknownMember');
			return answer<RESTGetAPIGuildMemberResult>(presentMember(world, member));
		})
		.patch('/guilds/:guild/members/@me', (context) => {
			const guild = guildOf(context);
			const permissions = guildPermissions(world, world.botId, guild);
			if ((permissions & P.ChangeNickname) === 0n) throw discordError('missingPermissions');
			const { nick } = parseForm(ownMemberPatch, context.var.body);
			const member = changeMember(world, guild, world.botId, nick === undefined ? {} : { nick });
			return answer<RESTPatchAPICurrentGuildMemberResult>(presentMember(world, member));
		})
		.delete('/users/@me/guilds/:guild', (context) => {
			setBotMember(world, guildOf(context), false);
			return context.body(null, 204);
		});
}
