import {
	ChannelType,
	Client,
	ClientUser,
	type Guild,
	type GuildBasedChannel,
	PermissionFlagsBits,
	type PermissionsString,
} from 'discord.js';

const BOT_ID = '900000000000000001';
const GUILD_ID = '400000000000000001';

export interface TestChannel {
	readonly id: string;
	readonly type?: ChannelType;
	/** The category of a channel, the channel of a thread. */
	readonly parentId?: string;
	readonly nsfw?: boolean;
	/** Permissions that the bot lacks there though its role has them. */
	readonly denied?: readonly PermissionsString[];
}

/**
 * A server as discord.js makes it of what Discord sends: the bot may do there what is allowed.
 * @param allowed of everybody; none with `isMember: false`, as before Discord has told who the bot is there
 */
export function openGuild(
	channels: readonly TestChannel[],
	{ allowed, isMember = true }: { allowed: readonly PermissionsString[]; isMember?: boolean },
): Guild {
	const client = new Client({ intents: [] });
	const user = { id: BOT_ID, username: 'hantei', discriminator: '0' };
	// discord.js keeps its constructors private; they take the client and the JSON.
	client.user = Reflect.construct(ClientUser, [client, user]) as ClientUser;
	const isThread = ({ type }: TestChannel) => type === ChannelType.PublicThread;
	const data = {
		id: GUILD_ID,
		name: 'birds',
		roles: [{ id: GUILD_ID, name: '@everyone', permissions: bits(allowed) }],
		members: isMember ? [{ user, roles: [], joined_at: '2026-11-24T00:00:00.000Z' }] : [],
		channels: channels.filter((channel) => !isThread(channel)).map(rawChannel),
		threads: channels.filter(isThread).map((channel) => ({
			...rawChannel(channel),
			thread_metadata: {
				archived: false,
				auto_archive_duration: 60,
				archive_timestamp: '2026-11-24T00:00:00.000Z',
			},
		})),
	};
	return Reflect.apply(Reflect.get(client.guilds, '_add'), client.guilds, [data]);
}

/** A channel of a server made by `openGuild`. */
export function channelOf(guild: Guild, id: string): GuildBasedChannel {
	const channel = guild.channels.cache.get(id);
	if (!channel) throw new Error(`no channel ${id}`);
	return channel;
}

function rawChannel({ id, type = ChannelType.GuildText, parentId, nsfw, denied = [] }: TestChannel) {
	return {
		id,
		type,
		name: `channel-${id}`,
		parent_id: parentId ?? null,
		nsfw,
		permission_overwrites: [{ id: BOT_ID, type: 1, allow: '0', deny: bits(denied) }],
	};
}

function bits(permissions: readonly PermissionsString[]): string {
	return String(permissions.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n));
}
