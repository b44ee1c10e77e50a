import type { Snowflake } from 'discord-api-types/v10';
import type { MessageRecord, ReactionRecord } from './state.ts';
import type { World } from './world.ts';

export type ReactionEmoji = ReactionRecord['emoji'];

/** One emoji with its modifiers, a sequence joined to one, a flag or a keycap. */
const EMOJI =
	/^(?:[0-9#*]\uFE0F?\u20E3|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic}|[\u{E0020}-\u{E007F}])*)$/u;

/** `🐦`, or `name:id` of a custom emoji; null for text that is neither. */
export function parseEmoji(text: string): ReactionEmoji | null {
	const custom = /^(?:a:)?(\w{2,32}):(\d{15,21})$/.exec(text);
	if (custom?.[1] && custom[2]) return { id: custom[2], name: custom[1] };
	return EMOJI.test(text) ? { id: null, name: text } : null;
}

/** As `parseEmoji` takes it. */
export function emojiText({ id, name }: ReactionEmoji): string {
	return id === null ? name : `${name}:${id}`;
}

export function sameEmoji(left: ReactionEmoji, right: ReactionEmoji): boolean {
	return left.id === null ? left.name === right.name : left.id === right.id;
}

export function addReaction(
	world: World,
	message: MessageRecord,
	emoji: ReactionEmoji,
	userId: Snowflake,
): void {
	let reaction = message.reactions.find((other) => sameEmoji(other.emoji, emoji));
	if (!reaction) {
		reaction = { emoji, userIds: new Set() };
		message.reactions.push(reaction);
	}
	if (reaction.userIds.has(userId)) return;
	reaction.userIds.add(userId);
	world.events.emit('reaction', message, { userId, emoji, added: true });
}

export function removeReaction(
	world: World,
	message: MessageRecord,
	emoji: ReactionEmoji,
	userId: Snowflake,
): void {
	const index = message.reactions.findIndex((other) => sameEmoji(other.emoji, emoji));
	const reaction = message.reactions[index];
	if (!reaction?.userIds.delete(userId)) return;
	if (reaction.userIds.size === 0) message.reactions.splice(index, 1);
	world.events.emit('reaction', message, { userId, emoji, added: false });
}

export function clearReactions(world: World, message: MessageRecord): void {
	message.reactions.length = 0;
	world.events.emit('reactionsCleared', message);
}
