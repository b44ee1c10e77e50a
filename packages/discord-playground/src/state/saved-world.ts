import type { APIApplicationCommand, Snowflake } from 'discord-api-types/v10';
import { z } from 'zod';
import { attachmentsOf } from '../world/messages.ts';
import type {
	ChannelRecord,
	GuildRecord,
	InteractionRecord,
	MessageRecord,
	UserRecord,
	WebhookRecord,
} from '../world/state.ts';
import type { World } from '../world/world.ts';

/** Of each channel, the latest: as many as the page shows at once. */
const MESSAGES_KEPT = 50;

/** As it is written: maps and sets are lists. */
type Saved<Value> =
	Value extends ReadonlyMap<string, infer Item>
		? Item[]
		: Value extends ReadonlySet<infer Item> | readonly (infer Item)[]
			? Saved<Item>[]
			: Value extends object
				? { [Name in keyof Value]: Saved<Value[Name]> }
				: Value;

const id = z.string().regex(/^\d{15,21}$/);

/** Of what is known to have an id, and is otherwise as we wrote it. */
const listOf = <Thing extends { readonly id: Snowflake }>() =>
	z.array(z.custom<Saved<Thing>>((value) => id.safeParse((value as Partial<Thing> | null)?.id).success));

/** What outlives the process; the files of messages lie beside. */
export const savedWorld = z.object({
	format: z.literal(1),
	applicationId: id,
	users: listOf<UserRecord>(),
	guilds: listOf<GuildRecord>(),
	channels: listOf<ChannelRecord>(),
	webhooks: listOf<WebhookRecord>(),
	/** Pictures of stickers, in base64. */
	stickers: z.record(id, z.base64()),
	messages: listOf<MessageRecord>().default([]),
	/** Those that the messages answer. */
	interactions: listOf<InteractionRecord>().default([]),
	commands: z.array(z.custom<APIApplicationCommand>()).default([]),
});
export type SavedWorld = z.output<typeof savedWorld>;

/** The text of a file, and the ids of the message's files that belong to it. */
export function saveWorld({ applicationId, state, files }: World): { text: string; fileIds: Snowflake[] } {
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
	const stickers = [...state.guilds.values()].flatMap((guild) => [...guild.stickers.keys()]);
	const saved = {
		...state,
		format: 1,
		applicationId,
		stickers: Object.fromEntries(
			stickers.map((sticker) => [sticker, Buffer.from(files.get(sticker) ?? []).toString('base64')]),
		),
		messages,
		interactions: new Set(interactions),
	};
	const asList = (_key: string, value: unknown) => {
		if (value instanceof Map) return [...value.values()];
		return value instanceof Set ? [...value] : value;
	};
	return { text: JSON.stringify(saved, asList, '\t'), fileIds: filesOf(messages) };
}

/** Ids of the files of messages. */
export function filesOf(messages: readonly Parameters<typeof attachmentsOf>[0][]): Snowflake[] {
	return messages.flatMap((message) => attachmentsOf(message).map((attachment) => attachment.id));
}

/** Puts what was saved into a world that is still empty; `kept` has the files of messages. */
export function restoreWorld(world: World, saved: SavedWorld, kept: ReadonlyMap<string, Uint8Array>): void {
	const { state, files, botId } = world;
	for (const user of saved.users) if (user.id !== botId) state.users.set(user.id, user);
	for (const guild of saved.guilds) {
		state.guilds.set(guild.id, {
			...guild,
			available: true,
			roles: new Map(guild.roles.map((role) => [role.id, role])),
			members: new Map(guild.members.map((member) => [member.userId, member])),
			stickers: new Map(guild.stickers.map((sticker) => [sticker.id, sticker])),
			channelIds: new Set(guild.channelIds),
		});
	}
	for (const channel of saved.channels) {
		const thread = channel.thread && { ...channel.thread, memberIds: new Set(channel.thread.memberIds) };
		state.channels.set(channel.id, { ...channel, thread, messageIds: [], lastMessageId: null });
	}
	for (const webhook of saved.webhooks) state.webhooks.set(webhook.id, webhook);
	for (const [sticker, bytes] of Object.entries(saved.stickers))
		files.set(sticker, Buffer.from(bytes, 'base64'));
	for (const command of saved.commands) state.commands.set(command.id, command);
	for (const interaction of saved.interactions) {
		state.interactions.set(interaction.id, interaction);
		world.interactionsByToken.set(interaction.token, interaction);
	}
	for (const message of saved.messages) {
		const channel = state.channels.get(message.channelId);
		if (!channel) continue;
		const reactions = message.reactions.map(({ emoji, userIds }) => ({ emoji, userIds: new Set(userIds) }));
		state.messages.set(message.id, { ...message, reactions });
		channel.messageIds.push(message.id);
		channel.lastMessageId = message.id;
		for (const attachment of attachmentsOf(message)) {
			world.attachments.set(attachment.id, attachment);
			files.set(attachment.id, kept.get(attachment.id) ?? new Uint8Array());
		}
	}
}
