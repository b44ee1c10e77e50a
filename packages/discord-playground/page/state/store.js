import { changed } from './changes.js';

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
/** Messages that the playground sends at once. */
const PAGE = 50;

/** What the playground has told so far. */
class Store {
	/** Nothing that needs it is drawn before it is there. @type {PageWorld} */
	world = /** @type {never} */ (undefined);
	/** Undefined until the first attempt has ended. @type {boolean | undefined} */
	connected;
	/** Those of each channel. @type {Map<string, Map<string, PageMessage>>} */
	#messages = new Map();
	/** Channels whose first message is here. @type {Set<string>} */
	#complete = new Set();
	/** @type {Map<string, InteractionSnapshot>} */
	#interactions = new Map();
	/** Until when, by channel and user. @type {Map<string, Map<string, number>>} */
	#typing = new Map();
	/** Ephemeral messages and failures that their reader has closed. @type {Set<string>} */
	#dismissed = new Set();

	/** @param {PageEvents['snapshot']} snapshot */
	fill({ world, messages, interactions }) {
		this.world = world;
		this.#messages.clear();
		this.#complete.clear();
		this.#typing.clear();
		this.#interactions = new Map(interactions.map((interaction) => [interaction.id, interaction]));
		for (const message of messages) this.#put(message);
		for (const { id } of this.channels)
			if ((this.#messages.get(id)?.size ?? 0) < PAGE) this.#complete.add(id);
		changed();
	}

	/** @param {PageMessage} message */
	addMessage(message) {
		if (!this.#messages.has(message.channel_id)) this.#complete.add(message.channel_id);
		this.#put(message);
		this.#typing.get(message.channel_id)?.delete(message.author.id);
	}

	/** @param {PageMessage} message */
	updateMessage(message) {
		// One that is not loaded will be, as it is then, with the others of its time.
		if (this.message(message.channel_id, message.id)) this.#put(message);
	}

	/** @param {PageEvents['messageDelete']} place */
	deleteMessage({ id, channel_id }) {
		if (this.#messages.get(channel_id)?.delete(id)) changed();
	}

	/**
	 * Earlier messages; what an event has told of one meanwhile is newer.
	 * @param {string} channelId
	 * @param {readonly PageMessage[]} messages
	 */
	addEarlier(channelId, messages) {
		if (messages.length < PAGE) this.#complete.add(channelId);
		for (const message of messages) if (!this.message(channelId, message.id)) this.#put(message);
		changed();
	}

	/** @param {InteractionSnapshot} interaction */
	putInteraction(interaction) {
		this.#interactions.set(interaction.id, interaction);
		changed();
	}

	/** @param {PageEvents['typing']} typing */
	addTyping({ user, channel }) {
		const typing = this.#typing.get(channel) ?? new Map();
		typing.set(user, Date.now() + TYPING_MS);
		this.#typing.set(channel, typing);
		setTimeout(changed, TYPING_MS + 50);
		changed();
	}

	/** @param {string} id */
	dismiss(id) {
		this.#dismissed.add(id);
		changed();
	}

	/**
	 * Oldest first, without what is for other eyes.
	 * @param {string} channelId
	 * @param {string} userId
	 */
	messagesFor(channelId, userId) {
		return [...(this.#messages.get(channelId)?.values() ?? [])]
			.filter((message) => isVisibleTo(message, userId) && !this.#dismissed.has(message.id))
			.sort((left, right) => compareIds(left.id, right.id));
	}

	/** @param {string} channelId */
	isComplete(channelId) {
		return this.#complete.has(channelId) || !this.#messages.has(channelId);
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
		const { guilds, directMessages } = this.world;
		return [...guilds.flatMap(({ channels, threads }) => [...channels, ...threads]), ...directMessages];
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
		changed();
	}
}

export const store = new Store();

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
