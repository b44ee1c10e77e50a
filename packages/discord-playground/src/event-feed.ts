import { EventEmitter } from 'node:events';
import type { PlaygroundEvents } from './events.ts';
import type { InteractionHandle } from './people/interaction-handle.ts';
import { presentChannel } from './present/channel.ts';
import { OMNISCIENT, presentMessage } from './present/message.ts';
import { presentUser, presentUserId } from './present/user.ts';
import type { InteractionRecord, MessageRecord } from './world/state.ts';
import type { World } from './world/world.ts';

export type Feed = EventEmitter<PlaygroundEvents>;

/** The world's events in Discord's shapes, for tests and the page. */
export function createFeed(
	world: World,
	handleOf: (interaction: InteractionRecord) => InteractionHandle,
): Feed {
	const feed: Feed = new EventEmitter();
	feed.setMaxListeners(0);
	const { events } = world;
	const show = (message: MessageRecord) => presentMessage(world, message, OMNISCIENT);
	const place = (message: MessageRecord) => ({
		id: message.id,
		channel_id: message.channelId,
		...(message.guildId === null ? {} : { guild_id: message.guildId }),
	});

	events.on('messageCreate', (message) => feed.emit('message', show(message)));
	events.on('messageUpdate', (message) => feed.emit('messageUpdate', show(message)));
	events.on('messageDelete', (message) => feed.emit('messageDelete', place(message)));
	events.on('reaction', (message, { userId, emoji, added }) => {
		const text = emoji.id === null ? emoji.name : `${emoji.name}:${emoji.id}`;
		feed.emit('reaction', show(message), { user: presentUserId(world, userId), emoji: text, added });
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
