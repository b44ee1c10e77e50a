import { type Client, Events, type Guild, type Interaction, type Message, RESTEvents } from 'discord.js';
import type { Logger } from '../../log.ts';
import type { Failures } from '../failures.ts';
import { FIRST_SHARD } from './shards.ts';

/** What the bot does about what happens on Discord. */
export interface EventHandlers {
	message(message: Message): void;
	/** Messages that no longer exist. */
	messagesGone(isGone: (message: Message) => boolean): void;
	/** Messages that somebody deleted, whether or not they have been seen. */
	messagesDeleted(ids: readonly string[]): Promise<void>;
	interaction(interaction: Interaction): void;
	/** A guild is there (again): messages may have been missed. */
	guildAvailable(guild: Guild): void;
	/** Direct messages are heard (again): some may have been missed. */
	directAvailable(client: Client): Promise<void>;
	/** The bot has come in. */
	guildJoined(guild: Guild): void;
	guildLeft(guildId: string): Promise<void>;
	channelGone(guildId: string, channelId: string): Promise<void>;
	/** What the bot may do in a guild, or in a channel of it, may be another thing now. */
	permissionsChanged(guildId: string): void;
}

/** Discord adds the previews of links within seconds; what changes later is a pin, a thread, an edit. */
const UNFURL_MS = 60_000;

/** Connects discord.js's events to their handlers. */
export function attachEvents(
	client: Client,
	handlers: EventHandlers,
	failures: Failures,
	logger: Logger,
): void {
	client.on(Events.MessageCreate, (message) => handlers.message(message));
	client.on(Events.MessageUpdate, (_, message) => {
		if (!message.partial && isUnfurled(message)) handlers.message(message);
	});
	client.on(Events.MessageDelete, async ({ id }) => {
		handlers.messagesGone((message) => message.id === id);
		await handlers.messagesDeleted([id]);
	});
	client.on(Events.MessageBulkDelete, async (deleted) => {
		handlers.messagesGone((message) => deleted.has(message.id));
		await handlers.messagesDeleted([...deleted.keys()]);
	});
	client.on(Events.ChannelDelete, async (channel) => {
		handlers.messagesGone((message) => message.channelId === channel.id);
		if (!channel.isDMBased()) await handlers.channelGone(channel.guildId, channel.id);
	});
	client.on(Events.ThreadDelete, async (thread) => {
		handlers.messagesGone((message) => message.channelId === thread.id);
		await handlers.channelGone(thread.guildId, thread.id);
	});
	client.on(Events.GuildDelete, async (guild) => {
		handlers.messagesGone((message) => message.guildId === guild.id);
		await handlers.guildLeft(guild.id);
	});
	client.on(Events.GuildCreate, (guild) => handlers.guildJoined(guild));
	client.on(Events.GuildAvailable, (guild) => handlers.guildAvailable(guild));
	client.once(Events.ClientReady, ({ guilds }) => {
		for (const guild of guilds.cache.values()) if (guild.available) handlers.guildAvailable(guild);
	});
	client.on(Events.ShardReady, async (shard) => {
		if (shard === FIRST_SHARD) await handlers.directAvailable(client);
	});
	client.on(Events.ChannelUpdate, (_, channel) => {
		if (!channel.isDMBased()) handlers.permissionsChanged(channel.guildId);
	});
	client.on(Events.ThreadUpdate, (_, thread) => handlers.permissionsChanged(thread.guildId));
	for (const event of [Events.GuildRoleCreate, Events.GuildRoleDelete] as const)
		client.on(event, ({ guild }) => handlers.permissionsChanged(guild.id));
	client.on(Events.GuildRoleUpdate, (_, { guild }) => handlers.permissionsChanged(guild.id));
	client.on(Events.GuildMemberUpdate, (_, { id, guild }) => {
		if (id === client.user?.id) handlers.permissionsChanged(guild.id);
	});
	client.on(Events.GuildUpdate, (_, { id }) => handlers.permissionsChanged(id));
	client.on(Events.InteractionCreate, (interaction) => handlers.interaction(interaction));

	// Handlers that reject end up here; without a listener they would end the process.
	client.on(Events.Error, (error) => failures.report(error, {}));
	client.on(Events.ShardError, (error, shard) =>
		logger.warn({ shard, error: error.message }, 'the connection to Discord failed'),
	);
	client.on(Events.ShardReconnecting, (shard) => logger.info({ shard }, 'reconnecting to Discord'));
	client.rest.on(RESTEvents.RateLimited, ({ route, timeToReset, scope }) =>
		logger.debug({ route, timeToReset, scope }, 'Discord asks to slow down'),
	);
	client.rest.on(RESTEvents.InvalidRequestWarning, (warning) =>
		logger.warn({ ...warning }, 'many calls were refused by Discord'),
	);
}

/** Whether an update brings the previews of a message just posted; an edit by its author has a time. */
function isUnfurled({ editedTimestamp, embeds, createdTimestamp }: Message): boolean {
	return editedTimestamp === null && embeds.length > 0 && Date.now() - createdTimestamp < UNFURL_MS;
}
