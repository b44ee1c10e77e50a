import { EventEmitter } from 'node:events';
import type { APIChannel, APIMessage, APIUser, Snowflake } from 'discord-api-types/v10';
import type { SessionSnapshot } from './gateway/session.ts';
import type { PlaygroundInteraction } from './interaction.ts';
import { presentChannel } from './present/channel.ts';
import { known } from './present/known.ts';
import { OMNISCIENT, presentMessage } from './present/message.ts';
import { presentUser, presentUserId } from './present/user.ts';
import type { RestCall } from './rest/call-recorder.ts';
import { emojiText } from './world/reactions.ts';
import type { InteractionRecord, MessageRecord } from './world/state.ts';
import type { World } from './world/world.ts';

interface MessagePlace {
	readonly id: Snowflake;
	readonly channel_id: Snowflake;
	readonly guild_id?: Snowflake;
}

/** What happens in the playground, whoever did it; enough to keep a view of it up to date. */
export interface PlaygroundEvents {
	message: [message: APIMessage];
	messageUpdate: [message: APIMessage];
	messageDelete: [place: MessagePlace];
	/** The message carries its reactions as they are now. */
	reaction: [message: APIMessage, change: { user: APIUser; emoji: string; added: boolean }];
	typing: [typing: { user: APIUser; channel_id: Snowflake }];
	interaction: [interaction: PlaygroundInteraction];
	interactionUpdate: [interaction: PlaygroundInteraction];
	/** Created or changed; `deleted` says it is gone. */
	channel: [channel: APIChannel, change: { deleted: boolean }];
	/** A guild's own fields, roles, members or stickers changed; read it again from the snapshot. */
	guild: [guild: { id: Snowflake; deleted: boolean }];
	/** A user was added or changed. */
	user: [user: APIUser];
	/** The bot registered or removed commands; null for the global ones. */
	commands: [scope: { guild_id: Snowflake | null }];
	/** A gateway session of the bot came, was resumed, lost its socket or ended. */
	session: [session: SessionSnapshot];
	call: [call: RestCall];
}

export type Feed = EventEmitter<PlaygroundEvents>;

/** The world's events in Discord's shapes, for tests and the page. */
export function createFeed(
	world: World,
	handleOf: (interaction: InteractionRecord) => PlaygroundInteraction,
): Feed {
	const feed: Feed = new EventEmitter();
	feed.setMaxListeners(0);
	const { events } = world;
	const show = (message: MessageRecord) => presentMessage(world, message, OMNISCIENT);
	const place = ({ id, channelId, guildId }: MessageRecord) => ({
		...{ id, channel_id: channelId },
		...known({ guild_id: guildId }),
	});

	events.on('messageCreate', (message) => feed.emit('message', show(message)));
	events.on('messageUpdate', (message) => feed.emit('messageUpdate', show(message)));
	events.on('messageDelete', (message) => feed.emit('messageDelete', place(message)));
	events.on('reaction', (message, { userId, emoji, added }) => {
		const change = { user: presentUserId(world, userId), emoji: emojiText(emoji), added };
		feed.emit('reaction', show(message), change);
	});
	events.on('reactionsCleared', (message) => feed.emit('messageUpdate', show(message)));
	events.on('typing', (channel, userId) => {
		feed.emit('typing', { user: presentUserId(world, userId), channel_id: channel.id });
	});
	for (const name of ['channelCreate', 'channelUpdate', 'channelDelete'] as const) {
		events.on(name, (channel) => {
			feed.emit('channel', presentChannel(world, channel, null), { deleted: name === 'channelDelete' });
		});
	}
	events.on('threadMembers', (channel) => {
		feed.emit('channel', presentChannel(world, channel, null), { deleted: false });
	});
	for (const name of [
		'guildCreate',
		'guildUpdate',
		'guildAvailability',
		'role',
		'member',
		'stickers',
	] as const) {
		events.on(name, ({ id }: { readonly id: string }) => feed.emit('guild', { id, deleted: false }));
	}
	events.on('guildDelete', ({ id }) => feed.emit('guild', { id, deleted: true }));
	events.on('user', (user) => feed.emit('user', presentUser(user)));
	events.on('commands', (guild_id) => feed.emit('commands', { guild_id }));
	events.on('interactionCreate', (interaction) => feed.emit('interaction', handleOf(interaction)));
	events.on('interactionUpdate', (interaction) => {
		const handle = handleOf(interaction);
		handle.update();
		feed.emit('interactionUpdate', handle);
	});
	return feed;
}
