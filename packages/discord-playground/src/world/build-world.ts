import { ChannelType, OverwriteType, PermissionFlagsBits, type Snowflake } from 'discord-api-types/v10';
import { Refusal } from '../refusal.ts';
import { addChannel, addThread, addWebhook, deleteChannel, openDm } from './channels.ts';
import { BOT, EVERYONE, type ParsedWorld } from './description.ts';
import { addGuild, addMember, addRole, deleteGuild } from './guilds.ts';
import type { GuildRecord } from './state.ts';
import { addUser } from './users.ts';
import type { World } from './world.ts';

type Server = ParsedWorld['servers'][number];
type Permission = keyof typeof PermissionFlagsBits;

const CHANNEL_TYPES = {
	text: ChannelType.GuildText,
	announcement: ChannelType.GuildAnnouncement,
	category: ChannelType.GuildCategory,
} as const;

/**
 * Fills a world as described.
 * @throws {Refusal} for names of nobody and nothing
 */
export function buildWorld(world: World, description: ParsedWorld): void {
	const users = new Map([[BOT, world.botId]]);
	for (const [username, { name, ...user }] of Object.entries(description.users)) {
		const locale = user.locale as 'en-US';
		users.set(username, addUser(world, { ...user, username, locale, ...(name && { globalName: name }) }).id);
	}
	const user = (username: string) => known(users, 'user', username);
	for (const server of description.servers) buildServer(world, server, user);
	for (const names of description.directMessages) openDm(world, names.map(user));
}

function buildServer(world: World, server: Server, user: (name: string) => Snowflake): void {
	const guild = addGuild(world, {
		name: server.name,
		owner: user(server.owner),
		preferredLocale: server.locale as 'en-US',
		bot: server.bot,
	});
	const roles = new Map([[EVERYONE, guild.id]]);
	for (const [name, { permissions, color }] of Object.entries(server.roles)) {
		roles.set(name, addRole(world, { guild, name, permissions: bits(permissions), color }).id);
	}
	for (const [username, { nick, roles: names }] of Object.entries(server.members)) {
		const held = names.map((name) => known(roles, 'role', name));
		addMember(world, { guild, user: user(username), roles: held, ...(nick && { nick }) });
	}
	const categories = new Map<string, Snowflake>();
	for (const channel of server.channels) {
		const overwrites = Object.entries(channel.permissions).map(([name, { allow, deny }]) => ({
			id: roles.get(name) ?? user(name),
			type: roles.has(name) ? OverwriteType.Role : OverwriteType.Member,
			allow: bits(allow).toString(),
			deny: bits(deny).toString(),
		}));
		const record = addChannel(world, {
			guild,
			name: channel.name,
			type: CHANNEL_TYPES[channel.type],
			nsfw: channel.ageRestricted,
			overwrites,
			...(channel.topic && { topic: channel.topic }),
			...(channel.category && { parent: known(categories, 'category', channel.category) }),
		});
		if (channel.type === 'category') categories.set(channel.name, record.id);
		for (const { name, owner } of channel.threads) {
			addThread(world, { parent: record, name, owner: user(owner) });
		}
		for (const name of channel.webhooks) addWebhook(world, record, name);
	}
}

function bits(permissions: readonly Permission[]): bigint {
	return permissions.reduce((all, permission) => all | PermissionFlagsBits[permission], 0n);
}

function known(ids: ReadonlyMap<string, Snowflake>, what: string, name: string): Snowflake {
	const id = ids.get(name);
	if (id === undefined)
		throw new Refusal(`the description of the world names a ${what} that is not in it: ${name}`);
	return id;
}

/** A guild of this name. */
export function guildNamed(world: World, name: string): GuildRecord | undefined {
	return [...world.state.guilds.values()].find((guild) => guild.name === name);
}

/** Takes away everyone and everything but the bot and its global commands, as if all servers were deleted. */
export function clearWorld(world: World): void {
	const { state } = world;
	for (const guild of [...state.guilds.values()]) deleteGuild(world, guild);
	for (const channel of [...state.channels.values()]) deleteChannel(world, channel);
	for (const id of [...state.users.keys()]) if (id !== world.botId) state.users.delete(id);
	for (const things of [state.messages, state.webhooks, state.interactions, world.interactionsByToken]) {
		things.clear();
	}
	for (const things of [world.files, world.attachments]) things.clear();
}
