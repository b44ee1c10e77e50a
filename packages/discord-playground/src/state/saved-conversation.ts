import type { APIApplicationCommand, Snowflake } from 'discord-api-types/v10';
import { z } from 'zod';
import { attachmentsOf } from '../world/messages.ts';
import type { InteractionRecord, MessageRecord, ReactionRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** Of each channel, the latest: as many as the page shows at once. */
const MESSAGES_KEPT = 50;

export interface SavedMessage extends Omit<MessageRecord, 'reactions'> {
	readonly reactions: readonly { readonly emoji: ReactionRecord['emoji']; readonly userIds: Snowflake[] }[];
}

/** What is known to be an id and is otherwise as we wrote it. */
export const withId = <Thing>() =>
	z.custom<Thing>((value) => /^\d{15,21}$/.test(String((value as { id?: unknown } | null)?.id)));

/** What was said, and the commands; the files of messages lie beside. */
export const savedConversation = z.object({
	messages: z.array(withId<SavedMessage>()).default([]),
	/** Those that the messages answer. */
	interactions: z.array(withId<InteractionRecord>()).default([]),
	commands: z.array(withId<APIApplicationCommand>()).default([]),
});
export type SavedConversation = z.output<typeof savedConversation>;

export function saveConversation({ state }: World): SavedConversation {
	const messages = [...state.channels.values()].flatMap(({ messageIds }) =>
		messageIds
			.map((id) => state.messages.get(id))
			// Ephemeral ones are gone when their reader starts Discord anew, too.
			.filter((message) => message?.visibleTo === null)
			.filter((message) => message !== undefined)
			.slice(-MESSAGES_KEPT),
	);
	const interactions = messages.flatMap(({ interactionId }) => {
		const answered = state.interactions.get(interactionId ?? '');
		const parent = state.interactions.get(answered?.parentId ?? '');
		return [answered, parent].filter((interaction) => interaction !== undefined);
	});
	return {
		messages: messages.map((message) => ({
			...message,
			reactions: message.reactions.map(({ emoji, userIds }) => ({ emoji, userIds: [...userIds] })),
		})),
		interactions: [...new Set(interactions)],
		commands: [...state.commands.values()],
	};
}

/** Ids of the files of all messages that were saved. */
export function filesOf({ messages }: SavedConversation): Snowflake[] {
	return messages.flatMap((message) => attachmentsOf(message).map(({ id }) => id));
}

/** Puts what was saved into a world that has its channels, but nobody has said anything. */
export function restoreConversation(
	world: World,
	saved: SavedConversation,
	files: ReadonlyMap<Snowflake, Uint8Array>,
): void {
	for (const command of saved.commands) world.state.commands.set(command.id, command);
	for (const interaction of saved.interactions) {
		world.state.interactions.set(interaction.id, interaction);
		world.interactionsByToken.set(interaction.token, interaction);
	}
	for (const message of saved.messages) {
		const channel = world.state.channels.get(message.channelId);
		if (!channel) continue;
		const reactions = message.reactions.map(({ emoji, userIds }) => ({ emoji, userIds: new Set(userIds) }));
		world.state.messages.set(message.id, { ...message, reactions });
		channel.messageIds.push(message.id);
		channel.lastMessageId = message.id;
		for (const attachment of attachmentsOf(message)) {
			world.attachments.set(attachment.id, attachment);
			world.files.set(attachment.id, files.get(attachment.id) ?? new Uint8Array());
		}
	}
}
