import { PermissionFlagsBits } from 'discord-api-types/v10';
import { z } from 'zod';

/** The bot, wherever a description names who somebody is. */
export const BOT = '@bot';
export const EVERYONE = '@everyone';

const permission = z.enum(Object.keys(PermissionFlagsBits) as [keyof typeof PermissionFlagsBits]);
const permissions = z.array(permission).default([]);
const username = z.string().min(2).max(32);
const name = z.string().min(1).max(100);

const user = z.strictObject({
	/** As people see it; the user name when left out. */
	name: name.optional(),
	/** Discord's language of theirs: `ja`, `en-GB`. */
	locale: z.string().default('en-US'),
	bot: z.boolean().default(false),
	/** Has added the app to their own account. */
	installed: z.boolean().default(false),
});

const channel = z.strictObject({
	name,
	type: z.enum(['text', 'announcement', 'category']).default('text'),
	topic: z.string().max(1024).optional(),
	ageRestricted: z.boolean().default(false),
	/** The name of a category before it. */
	category: name.optional(),
	/** By role, `@everyone`, user name or `@bot`. */
	permissions: z.record(z.string(), z.strictObject({ allow: permissions, deny: permissions })).default({}),
	threads: z.array(z.strictObject({ name, owner: username })).default([]),
	/** Names of webhooks. */
	webhooks: z.array(name).default([]),
});

const server = z.strictObject({
	name,
	owner: username,
	locale: z.string().default('en-US'),
	/** Whether the bot is a member. */
	bot: z.boolean().default(true),
	/** By name. */
	roles: z
		.record(name, z.strictObject({ permissions, color: z.int().min(0).max(0xffffff).default(0) }))
		.default({}),
	/** By user name; the owner and the bot are members without being named. */
	members: z
		.record(username, z.strictObject({ nick: name.optional(), roles: z.array(name).default([]) }))
		.default({}),
	channels: z.array(channel).default([]),
});

/** Who and what there is when a playground starts; everything goes by its name. */
export const worldDescription = z.strictObject({
	/** By user name. */
	users: z.record(username, user),
	servers: z.array(server),
	/** Who writes to each other: two user names, or more; `@bot` is the bot. */
	directMessages: z.array(z.array(z.string()).min(2)).default([]),
});

export type WorldDescription = z.input<typeof worldDescription>;
export type ParsedWorld = z.output<typeof worldDescription>;

/** One server with one channel, and one person to chat with the bot as. */
export const EMPTY_WORLD: WorldDescription = {
	users: { you: { name: 'You' } },
	servers: [{ name: 'Playground', owner: 'you', channels: [{ name: 'general' }] }],
	directMessages: [['you', BOT]],
};
