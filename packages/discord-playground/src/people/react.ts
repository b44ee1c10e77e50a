import { PermissionFlagsBits as P, type Snowflake } from 'discord-api-types/v10';
import { Refusal } from '../refusal.ts';
import { may } from '../world/access.ts';
import { channelAt } from '../world/lookup.ts';
import { isDm } from '../world/permissions.ts';
import {
	addReaction,
	emojiText,
	parseEmoji,
	type ReactionEmoji,
	removeReaction,
	sameEmoji,
} from '../world/reactions.ts';
import type { MessageRecord, UserRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

export function react(world: World, user: UserRecord, message: MessageRecord, text: string): void {
	const emoji = emojiOf(text);
	const channel = channelAt(world, message.channelId);
	const isFirst = !message.reactions.some((reaction) => sameEmoji(reaction.emoji, emoji));
	const needed = P.ReadMessageHistory | (isFirst && !isDm(channel) ? P.AddReactions : 0n);
	if (!may(world, user.id, channel, needed)) throw new Refusal(`${user.username} may not react there`);
	addReaction(world, message, emoji, user.id);
}

export function unreact(world: World, user: UserRecord, message: MessageRecord, text: string): void {
	removeReaction(world, message, emojiOf(text), user.id);
}

/** By emoji, written as `react` takes them. */
export function reactors(message: MessageRecord): Record<string, Snowflake[]> {
	return Object.fromEntries(message.reactions.map(({ emoji, userIds }) => [emojiText(emoji), [...userIds]]));
}

function emojiOf(text: string): ReactionEmoji {
	const emoji = parseEmoji(text);
	if (!emoji) throw new Refusal(`${text} is no emoji`);
	return emoji;
}
