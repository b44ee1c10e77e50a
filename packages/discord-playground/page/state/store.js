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
	/** @type {Map<string, PageMessage>} */
	#messages = new Map();
	/** Channels that had more messages than have been sent. @type {Set<string>} */
	#incomplete = new Set();
	/** @type {Map<string, InteractionSnapshot>} */
	#interactions = new Map();
	/** @type {(PageEvents['typing'] & { until: number })[]} */
	#typing = [];
	/** Ephemeral messages and failures that their reader has closed. @type {Set<string>} */
	#dismissed = new Set();

	/** @param {PageEvents['snapshot']} snapshot */
	fill({ world, messages, interactions }) {
		this.world = world;
		this.#messages = new Map(messages.map((message) => [message.id, message]));
		this.#interactions = new Map(interactions.map((interaction) => [interaction.id, interaction]));
		this.#typing = [];
		const countIn = (/** @type {string} */ id) => messages.filter((each) => each.channel_id === id).length;
		this.#incomplete = new Set(this.channels.map(({ id }) => id).filter((id) => countIn(id) >= PAGE));
		changed();
	}

	/** @param {PageMessage} message */
	addMessage(message) {
		this.#messages.set(message.id, message);
		const { author, channel_id } = message;
		this.#typing = this.#typing.filter(({ user, channel }) => user !== author.id || channel !== channel_id);
		changed();
	}

	/** @param {PageMessage} message */
	updateMessage(message) {
		// One that is not loaded will be, as it is then, with the others of its time.
		if (this.#messages.has(message.id)) this.#messages.set(message.id, message);
		changed();
	}

	/** @param {PageEvents['messageDelete']} deleted */
	deleteMessage({ id }) {
		this.#messages.delete(id);
		changed();
	}

	/**
	 * Earlier messages; what an event has told of one meanwhile is newer.
	 * @param {string} channelId
	 * @param {readonly PageMessage[]} messages
	 */
	addEarlier(channelId, messages) {
		if (messages.length < PAGE) this.#incomplete.delete(channelId);
		const earlier = messages.map((message) => /** @type {const} */ ([message.id, message]));
		this.#messages = new Map([...earlier, ...this.#messages]);
		changed();
	}

	/** @param {InteractionSnapshot} interaction */
	putInteraction(interaction) {
		this.#interactions.set(interaction.id, interaction);
		changed();
	}

	/** @param {PageEvents['typing']} typing */
	addTyping(typing) {
		this.#typing.push({ ...typing, until: Date.now() + TYPING_MS });
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
		return [...this.#messages.values()]
			.filter(({ id, channel_id }) => channel_id === channelId && !this.#dismissed.has(id))
			.filter((each) => !isEphemeral(each) || each.interaction_metadata?.user.id === userId)
			.sort((left, right) => compareIds(left.id, right.id));
	}

	/** @param {string} channelId */
	isComplete(channelId) {
		return !this.#incomplete.has(channelId);
	}

	/** @param {string} id */
	message(id) {
		return this.#messages.get(id);
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
		return [...this.#interactions.values()]
			.filter(({ type, state }) => type === 2 && (state === 'waiting' || state === 'failed'))
			.filter((each) => each.channelId === channelId && each.user.id === userId)
			.filter(({ id }) => !this.#dismissed.has(id));
	}

	/** @param {string} channelId */
	typingIn(channelId) {
		const typing = this.#typing.filter(({ channel, until }) => channel === channelId && until > Date.now());
		return [...new Set(typing.map(({ user }) => user))];
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
}

export const store = new Store();

const EPHEMERAL = 64;

/** @param {{ flags?: number }} message */
export function isEphemeral({ flags = 0 }) {
	return (flags & EPHEMERAL) !== 0;
}

/**
 * Ids are numbers too large for a number; the longer one is the larger.
 * @param {string} left
 * @param {string} right
 */
export function compareIds(left, right) {
	return left.length - right.length || (left < right ? -1 : Number(left > right));
}
