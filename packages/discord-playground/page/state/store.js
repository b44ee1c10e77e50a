import { Emitter } from './emitter.js';

/**
 * @import { APIChannel } from 'discord-api-types/v10'
 * @import { InteractionSnapshot } from '../../src/interaction.ts'
 * @import { PageEvents, PageMessage, PageWorld } from '../../src/page-api/page-world.ts'
 *
 * @typedef {APIChannel & { name?: string | null, guild_id?: string, parent_id?: string | null, topic?: string | null,
 *   nsfw?: boolean, recipients?: readonly { id: string }[], position?: number }} AnyChannel
 */

/** How long Discord shows that someone types. */
const TYPING_MS = 10_000;

/**
 * What the playground has told so far. Events: `world`, `messages` (of a channel), `message` (a new one, by its
 * channel), `typing` (in a channel), `interaction`, `connection`.
 * @extends {Emitter<'world' | 'messages' | 'message' | 'typing' | 'interaction' | 'connection'>}
 */
export class Store extends Emitter {
	/** @type {PageWorld | undefined} */
	#world;
	/** @type {Map<string, Map<string, PageMessage>>} */
	#messages = new Map();
	/** @type {Map<string, InteractionSnapshot>} */
	#interactions = new Map();
	/** @type {Map<string, Map<string, number>>} */
	#typing = new Map();
	/** Ephemeral messages and failures that their reader has closed. @type {Set<string>} */
	#dismissed = new Set();
	/** Undefined until the first attempt has ended. @type {boolean | undefined} */
	connected;

	/** @returns {PageWorld} */
	get world() {
		if (!this.#world) throw new Error('the playground has not told yet what there is');
		return this.#world;
	}

	get isFilled() {
		return this.#world !== undefined;
	}

	/** @param {PageEvents['snapshot']} snapshot */
	fill({ world, messages, interactions }) {
		this.#messages.clear();
		this.#typing.clear();
		this.#interactions = new Map(interactions.map((interaction) => [interaction.id, interaction]));
		for (const message of messages) this.#put(message);
		this.setWorld(world);
		this.emit('messages');
	}

	/** @param {PageWorld} world */
	setWorld(world) {
		this.#world = world;
		this.emit('world');
	}

	/** @param {boolean} connected */
	setConnected(connected) {
		if (this.connected === connected) return;
		this.connected = connected;
		this.emit('connection');
	}

	/** @param {PageMessage} message */
	addMessage(message) {
		this.#put(message);
		this.#typing.get(message.channel_id)?.delete(message.author.id);
		this.emit('typing', message.channel_id);
		this.emit('message', message.channel_id);
		this.emit('messages', message.channel_id);
	}

	/** @param {PageMessage} message */
	updateMessage(message) {
		// One that is not loaded will be, as it is then, with the others of its time.
		if (!this.#messages.get(message.channel_id)?.has(message.id)) return;
		this.#put(message);
		this.emit('messages', message.channel_id);
	}

	/** @param {PageEvents['messageDelete']} place */
	deleteMessage({ id, channel_id }) {
		if (this.#messages.get(channel_id)?.delete(id)) this.emit('messages', channel_id);
	}

	/**
	 * Earlier messages; what an event has told of one meanwhile is newer.
	 * @param {string} channelId
	 * @param {readonly PageMessage[]} messages
	 */
	addEarlier(channelId, messages) {
		const known = this.#messages.get(channelId);
		for (const message of messages) if (!known?.has(message.id)) this.#put(message);
		this.emit('messages', channelId);
	}

	/** @param {InteractionSnapshot} interaction */
	putInteraction(interaction) {
		this.#interactions.set(interaction.id, interaction);
		this.emit('interaction', interaction.id);
	}

	/** @param {PageEvents['typing']} typing */
	addTyping({ user, channel }) {
		const typing = this.#typing.get(channel) ?? new Map();
		typing.set(user, Date.now() + TYPING_MS);
		this.#typing.set(channel, typing);
		setTimeout(() => this.emit('typing', channel), TYPING_MS + 50);
		this.emit('typing', channel);
	}

	/** @param {string} id */
	dismiss(id) {
		this.#dismissed.add(id);
		this.emit('messages');
	}

	/** @param {string} id */
	isDismissed(id) {
		return this.#dismissed.has(id);
	}

	/**
	 * Oldest first, without what is for other eyes.
	 * @param {string} channelId
	 * @param {string} userId
	 */
	messagesFor(channelId, userId) {
		const messages = [...(this.#messages.get(channelId)?.values() ?? [])];
		return messages
			.filter((message) => isVisibleTo(message, userId) && !this.#dismissed.has(message.id))
			.sort((left, right) => compareIds(left.id, right.id));
	}

	/**
	 * @param {string} channelId
	 * @param {string} id
	 */
	message(channelId, id) {
		return this.#messages.get(channelId)?.get(id);
	}

	/** @param {string} id */
	interaction(id) {
		return this.#interactions.get(id);
	}

	/**
	 * Commands of a user in a channel that the bot has not answered, or never will.
	 * @param {string} channelId
	 * @param {string} userId
	 */
	unanswered(channelId, userId) {
		return [...this.#interactions.values()].filter(
			({ id, type, state, channelId: place, user }) =>
				type === 2 &&
				(state === 'waiting' || state === 'failed') &&
				place === channelId &&
				user.id === userId &&
				!this.#dismissed.has(id),
		);
	}

	/** @param {string} channelId */
	typingIn(channelId) {
		const now = Date.now();
		return [...(this.#typing.get(channelId) ?? [])].filter(([, until]) => until > now).map(([user]) => user);
	}

	/** @returns {AnyChannel[]} */
	get channels() {
		return [
			...this.world.guilds.flatMap((guild) => [...guild.channels, ...guild.threads]),
			...this.world.directMessages,
		];
	}

	/** @param {string | null | undefined} id */
	channel(id) {
		return this.channels.find((channel) => channel.id === id);
	}

	/** @param {string | null | undefined} id */
	guild(id) {
		return this.world.guilds.find((guild) => guild.id === id);
	}

	/** @param {string} id */
	user(id) {
		return this.world.users.find((user) => user.id === id);
	}

	/** @param {string} id */
	role(id) {
		return this.world.guilds.flatMap(({ roles }) => roles).find((role) => role.id === id);
	}

	/** @param {PageMessage} message */
	#put(message) {
		const channel = this.#messages.get(message.channel_id) ?? new Map();
		channel.set(message.id, message);
		this.#messages.set(message.channel_id, channel);
	}
}

const EPHEMERAL = 64;

/** @param {{ flags?: number }} message */
export function isEphemeral({ flags = 0 }) {
	return (flags & EPHEMERAL) !== 0;
}

/**
 * @param {PageMessage} message
 * @param {string} userId
 */
function isVisibleTo(message, userId) {
	return !isEphemeral(message) || message.interaction_metadata?.user.id === userId;
}

/**
 * Ids are numbers too large for a number; the longer one is the larger.
 * @param {string} left
 * @param {string} right
 */
export function compareIds(left, right) {
	return left.length - right.length || (left < right ? -1 : Number(left > right));
}
