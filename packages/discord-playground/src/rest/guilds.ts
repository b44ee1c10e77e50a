import {
	type APIGuildChannel,
	PermissionFlagsBits as P,
	type RESTGetAPIGuildChannelsResult,
	type RESTGetAPIGuildEmojisResult,
	type RESTGetAPIGuildMemberResult,
	type RESTGetAPIGuildMembersResult,
	type RESTGetAPIGuildMembersSearchResult,
	type RESTGetAPIGuildResult,
	type RESTGetAPIGuildRoleResult,
	type RESTGetAPIGuildRolesResult,
	type RESTGetAPIGuildStickersResult,
	type RESTPatchAPICurrentGuildMemberResult,
	type RESTPatchAPIGuildMemberResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { presentChannel } from '../present/channel.ts';
import { approximateCounts, presentGuild, presentMember } from '../present/guild.ts';
import { integer, list, snowflake, text } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { guildPermissions } from '../world/access.ts';
import { changeMember, setBotMember } from '../world/guilds.ts';
import { isThread } from '../world/permissions.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import type { GuildRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { answer } from './answer.ts';
import { isTrue, pathId, type RestContext, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { knownGuild } from './lookup.ts';

const memberQuery = z.object({
	limit: z.coerce
		.number()
		.pipe(integer({ min: 1, max: 1000 }))
		.default(1),
	after: snowflake.default('0'),
});

const memberSearch = z.object({
	query: text({ min: 1, max: 100 }),
	limit: z.coerce
		.number()
		.pipe(integer({ min: 1, max: 1000 }))
		.default(1),
});

const memberPatch = z.object({
	nick: text({ max: 32 }).nullish(),
	roles: list(snowflake).optional(),
	communication_disabled_until: z.string().nullish(),
});

export interface GuildRouteOptions {
	/** The developer portal's switch: listing members needs it. */
	readonly guildMembersIntent: boolean;
}

export function guildRoutes(world: World, options: GuildRouteOptions): Hono<RestEnv> {
	const guildOf = (context: RestContext) => knownGuild(world, pathId(context, 'guild'));
	const requireInGuild = (guild: GuildRecord, permission: bigint) => {
		if ((guildPermissions(world, world.botId, guild) & permission) === 0n) {
			throw discordError('missingPermissions');
		}
	};

	return new Hono<RestEnv>()
		.get('/guilds/:guild', (context) => {
			const guild = guildOf(context);
			const counts = isTrue(context.req.query('with_counts')) ? approximateCounts(guild) : {};
			return answer<RESTGetAPIGuildResult>(context, { ...presentGuild(guild), ...counts });
		})
		.get('/guilds/:guild/channels', (context) => {
			const channels = [...guildOf(context).channelIds]
				.map((id) => world.state.channels.get(id))
				.filter((channel) => channel !== undefined)
				.filter((channel) => !isThread(channel));
			return answer<RESTGetAPIGuildChannelsResult>(
				context,
				channels.map((channel) => presentChannel(world, channel, world.botId) as APIGuildChannel),
			);
		})
		.get('/guilds/:guild/roles', (context) =>
			answer<RESTGetAPIGuildRolesResult>(context, [...guildOf(context).roles.values()]),
		)
		.get('/guilds/:guild/roles/:role', (context) => {
			const role = guildOf(context).roles.get(pathId(context, 'role'));
			if (!role) throw discordError('unknownRole');
			return answer<RESTGetAPIGuildRoleResult>(context, role);
		})
		.get('/guilds/:guild/emojis', (context) =>
			answer<RESTGetAPIGuildEmojisResult>(context, guildOf(context) && []),
		)
		.get('/guilds/:guild/stickers', (context) =>
			answer<RESTGetAPIGuildStickersResult>(context, [...guildOf(context).stickers.values()]),
		)
		.get('/guilds/:guild/members', (context) => {
			const guild = guildOf(context);
			if (!options.guildMembersIntent) throw discordError('missingAccess');
			const { limit, after } = parseForm(memberQuery, context.req.query());
			const page = [...guild.members.values()]
				.sort((left, right) => compareSnowflakes(left.userId, right.userId))
				.filter(({ userId }) => compareSnowflakes(userId, after) > 0)
				.slice(0, limit);
			return answer<RESTGetAPIGuildMembersResult>(
				context,
				page.map((member) => presentMember(world, member)),
			);
		})
		.get('/guilds/:guild/members/search', (context) => {
			const guild = guildOf(context);
			const { query, limit } = parseForm(memberSearch, context.req.query());
			const matches = [...guild.members.values()].filter(({ userId, nick }) =>
				[nick, world.state.users.get(userId)?.username].some((name) =>
					name?.toLowerCase().startsWith(query.toLowerCase()),
				),
			);
			return answer<RESTGetAPIGuildMembersSearchResult>(
				context,
				matches.slice(0, limit).map((member) => presentMember(world, member)),
			);
		})
		.get('/guilds/:guild/members/:user', (context) => {
			const member = guildOf(context).members.get(pathId(context, 'user'));
			if (!member) throw discordError('unknownMember');
			return answer<RESTGetAPIGuildMemberResult>(context, presentMember(world, member));
		})
		.patch('/guilds/:guild/members/@me', (context) => {
			const guild = guildOf(context);
			requireInGuild(guild, P.ChangeNickname);
			const { nick } = parseForm(memberPatch, context.var.body);
			const member = changeMember(world, guild, world.botId, nick === undefined ? {} : { nick });
			return answer<RESTPatchAPICurrentGuildMemberResult>(context, presentMember(world, member));
		})
		.patch('/guilds/:guild/members/:user', (context) => {
			const guild = guildOf(context);
			const userId = pathId(context, 'user');
			if (!guild.members.has(userId)) throw discordError('unknownMember');
			const body = parseForm(memberPatch, context.var.body);
			if (body.nick !== undefined) requireInGuild(guild, P.ManageNicknames);
			if (body.roles !== undefined) requireInGuild(guild, P.ManageRoles);
			if (body.communication_disabled_until !== undefined) requireInGuild(guild, P.ModerateMembers);
			if (body.roles?.some((id) => !guild.roles.has(id))) throw discordError('unknownRole');
			const member = changeMember(world, guild, userId, {
				...(body.nick === undefined ? {} : { nick: body.nick }),
				...(body.roles === undefined ? {} : { roles: body.roles }),
				...(body.communication_disabled_until === undefined
					? {}
					: { timedOutUntil: body.communication_disabled_until }),
			});
			return answer<RESTPatchAPIGuildMemberResult>(context, presentMember(world, member));
		})
		.delete('/users/@me/guilds/:guild', (context) => {
			setBotMember(world, guildOf(context), false);
			return context.body(null, 204);
		});
}
