import {
	PermissionFlagsBits as P,
	type RESTGetAPIChannelMessageReactionUsersResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { presentUserId } from '../present/user.ts';
import { isDm } from '../world/permissions.ts';
import {
	addReaction,
	clearReactions,
	parseEmoji,
	type ReactionEmoji,
	removeReaction,
	sameEmoji,
} from '../world/reactions.ts';
import type { World } from '../world/world.ts';
import { answer, pathId, type RestContext, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { requirePermission } from './lookup.ts';
import { messageOf } from './messages.ts';

const MAX_REACTIONS = 20;
const BASE = '/channels/:channel/messages/:message/reactions';

export function reactionRoutes(world: World): Hono<RestEnv> {
	const emojiOf = (context: RestContext): ReactionEmoji => {
		const emoji = parseEmoji(context.req.param('emoji') ?? '');
		if (!emoji) throw discordError('unknownEmoji');
		return emoji;
	};

	return new Hono<RestEnv>()
		.put(`${BASE}/:emoji/@me`, (context) => {
			const { channel, message } = messageOf(world, context);
			const emoji = emojiOf(context);
			const existing = message.reactions.find((reaction) => sameEmoji(reaction.emoji, emoji));
			if (!isDm(channel)) {
				requirePermission(world, channel, P.ReadMessageHistory | (existing ? 0n : P.AddReactions));
			}
			if (!existing && message.reactions.length >= MAX_REACTIONS) throw discordError('tooManyReactions');
			addReaction(world, message, emoji, world.botId);
			return context.body(null, 204);
		})
		.delete(`${BASE}/:emoji/@me`, (context) => {
			const { message } = messageOf(world, context);
			removeReaction(world, message, emojiOf(context), world.botId);
			return context.body(null, 204);
		})
		.delete(`${BASE}/:emoji/:user`, (context) => {
			const { channel, message } = messageOf(world, context);
			requirePermission(world, channel, P.ManageMessages);
			removeReaction(world, message, emojiOf(context), pathId(context, 'user'));
			return context.body(null, 204);
		})
		.get(`${BASE}/:emoji`, (context) => {
			const { channel, message } = messageOf(world, context);
			requirePermission(world, channel, P.ReadMessageHistory);
			const emoji = emojiOf(context);
			const reaction = message.reactions.find((other) => sameEmoji(other.emoji, emoji));
			return answer<RESTGetAPIChannelMessageReactionUsersResult>(
				[...(reaction?.userIds ?? [])].map((id) => presentUserId(world, id)),
			);
		})
		.delete(BASE, (context) => {
			const { channel, message } = messageOf(world, context);
			requirePermission(world, channel, P.ManageMessages);
			clearReactions(world, message);
			return context.body(null, 204);
		});
}
