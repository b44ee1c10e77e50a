import type {
	APIDMChannel,
	RESTGetAPICurrentUserGuildsResult,
	RESTGetAPICurrentUserResult,
	RESTGetAPIUserResult,
	RESTPostAPICurrentUserCreateDMChannelResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { presentChannel } from '../present/channel.ts';
import { approximateCounts } from '../present/guild.ts';
import { presentUserId } from '../present/user.ts';
import { snowflake } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { guildPermissions } from '../world/access.ts';
import { openDm } from '../world/channels.ts';
import { compareSnowflakes } from '../world/snowflake.ts';
import type { World } from '../world/world.ts';
import { answer, isTrue, pathId, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';

const guildQuery = z.object({
	limit: z.coerce.number().int().min(1).max(200).default(200),
	before: snowflake.optional(),
	after: snowflake.default('0'),
	with_counts: z.string().optional(),
});

export function userRoutes(world: World): Hono<RestEnv> {
	const self = () => ({
		...presentUserId(world, world.botId),
		verified: true,
		mfa_enabled: true,
		email: null,
		locale: 'en-US',
	});

	return new Hono<RestEnv>()
		.get('/users/@me', () => answer<RESTGetAPICurrentUserResult>(self()))
		.get('/users/@me/guilds', (context) => {
			const { limit, before, after, with_counts } = parseForm(guildQuery, context.req.query());
			const own = [...world.state.guilds.values()]
				.filter(({ id, members }) => members.has(world.botId) && compareSnowflakes(id, after) > 0)
				.filter(({ id }) => before === undefined || compareSnowflakes(id, before) < 0);
			const guilds = before === undefined ? own.slice(0, limit) : own.slice(-limit);
			return answer<RESTGetAPICurrentUserGuildsResult>(
				guilds.map((guild) => ({
					id: guild.id,
					name: guild.name,
					icon: null,
					banner: null,
					owner: false,
					permissions: guildPermissions(world, world.botId, guild).toString(),
					features: [],
					...(isTrue(with_counts) ? approximateCounts(guild) : {}),
				})),
			);
		})
		.post('/users/@me/channels', (context) => {
			const { recipient_id: id } = parseForm(z.object({ recipient_id: snowflake }), context.var.body);
			const recipient = world.state.users.get(id);
			if (!recipient || recipient.bot) throw discordError('invalidRecipients');
			return answer<RESTPostAPICurrentUserCreateDMChannelResult>(
				presentChannel(world, openDm(world, [id, world.botId]), world.botId) as APIDMChannel,
			);
		})
		.get('/users/:user', (context) => {
			const id = pathId(context, 'user');
			if (!world.state.users.has(id)) throw discordError('unknownUser');
			return answer<RESTGetAPIUserResult>(presentUserId(world, id));
		});
}
