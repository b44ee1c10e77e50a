import {
	type APIRole,
	type APISticker,
	type ChannelType,
	type LocaleString,
	OverwriteType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import type { World } from '../world/world.ts';
import { restoreConversation, saveConversation, savedConversation, withId } from './saved-conversation.ts';

const id = z.string().regex(/^\d{15,21}$/);
const locale = z.custom<LocaleString>((value) => typeof value === 'string');

const user = z.object({
	id,
	username: z.string(),
	globalName: z.string().nullable(),
	bot: z.boolean(),
	locale,
	installed: z.boolean(),
});

const member = z.object({
	userId: id,
	nick: z.string().nullable(),
	roles: z.array(id),
	joinedAt: z.string(),
	timedOutUntil: z.string().nullable(),
});

const guild = z.object({
	id,
	name: z.string(),
	ownerId: id,
	preferredLocale: locale,
	roles: z.array(withId<APIRole>()),
	members: z.array(member),
	stickers: z.array(withId<APISticker>()),
	channelIds: z.array(id),
});

const channel = z.object({
	id,
	type: z.custom<ChannelType>((value) => Number.isInteger(value)),
	guildId: id.nullable(),
	name: z.string().nullable(),
	topic: z.string().nullable(),
	nsfw: z.boolean(),
	position: z.int(),
	parentId: id.nullable(),
	overwrites: z.array(
		z.object({
			id,
			type: z.literal([OverwriteType.Role, OverwriteType.Member]),
			allow: z.string(),
			deny: z.string(),
		}),
	),
	ownerId: id.nullable(),
	thread: z
		.object({
			archived: z.boolean(),
			locked: z.boolean(),
			archivedAt: z.string(),
			createdAt: z.string(),
			autoArchiveMinutes: z.literal([60, 1440, 4320, 10080]),
			memberIds: z.array(id),
		})
		.nullable(),
	recipientIds: z.array(id),
});

const webhook = z.object({
	id,
	token: z.string(),
	channelId: id,
	guildId: id,
	name: z.string(),
	creatorId: id,
});

/** What outlives the process. */
export const savedWorld = z.object({
	format: z.literal(1),
	applicationId: id,
	users: z.array(user),
	guilds: z.array(guild),
	channels: z.array(channel),
	webhooks: z.array(webhook),
	/** Pictures of stickers, in base64. */
	stickers: z.record(id, z.base64()),
	...savedConversation.shape,
});
export type SavedWorld = z.output<typeof savedWorld>;

export function saveWorld(world: World): SavedWorld {
	const { applicationId, state, files } = world;
	const guilds = [...state.guilds.values()];
	const stickers = guilds.flatMap((guild) => [...guild.stickers.keys()]);
	return {
		format: 1,
		applicationId,
		...saveConversation(world),
		users: [...state.users.values()],
		guilds: guilds.map(({ available: _, ...guild }) => ({
			...guild,
			roles: [...guild.roles.values()],
			members: [...guild.members.values()],
			stickers: [...guild.stickers.values()],
			channelIds: [...guild.channelIds],
		})),
		channels: [...state.channels.values()].map(({ messageIds: _, lastMessageId: __, ...channel }) => ({
			...channel,
			thread: channel.thread && { ...channel.thread, memberIds: [...channel.thread.memberIds] },
			recipientIds: [...channel.recipientIds],
		})),
		webhooks: [...state.webhooks.values()],
		stickers: Object.fromEntries(
			stickers.map((sticker) => [sticker, Buffer.from(files.get(sticker) ?? []).toString('base64')]),
		),
	};
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
		state.channels.set(channel.id, {
			...channel,
			thread,
			messageIds: [],
			lastMessageId: null,
		});
	}
	for (const webhook of saved.webhooks) state.webhooks.set(webhook.id, webhook);
	for (const [sticker, bytes] of Object.entries(saved.stickers))
		files.set(sticker, Buffer.from(bytes, 'base64'));
	restoreConversation(world, saved, kept);
}
