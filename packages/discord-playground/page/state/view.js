import { Emitter } from './emitter.js';
import { ChannelType, isDm, isThread, Permission } from './permissions.js';

/** @import { AnyChannel, Store } from './store.js' */

const REMEMBERED_USER = 'playground.user';

/**
 * Whom the page speaks for, and where it looks. Events: `user`, `channel`, `unread`.
 * @extends {Emitter<'user' | 'channel' | 'unread'>}
 */
export class View extends Emitter {
	#store;
	userId = '';
	channelId = '';
	/** The last channel looked at, by server; `''` are direct messages. @type {Map<string, string>} */
	#lastIn = new Map();
	/** @type {Set<string>} */
	#unread = new Set();
	#awaited = '';

	/** @param {Store} store */
	constructor(store) {
		super();
		this.#store = store;
		store.on('world', () => this.#settle());
		store.on('message', (channelId) => {
			if (channelId === this.channelId) return;
			this.#unread.add(channelId);
			this.emit('unread');
		});
	}

	get user() {
		return this.#store.user(this.userId) ?? this.#store.world.users[0];
	}

	get locale() {
		return this.#store.isFilled ? this.user.locale : navigator.language;
	}

	get channel() {
		return this.#store.channel(this.channelId);
	}

	/** The server looked at; undefined among direct messages. */
	get guild() {
		return this.#store.guild(this.channel?.guild_id);
	}

	/** People to post as. */
	get people() {
		return this.#store.world.users.filter(({ bot }) => !bot);
	}

	get guilds() {
		return this.#store.world.guilds.filter((guild) =>
			guild.members.some(({ user }) => user.id === this.userId),
		);
	}

	/** @param {string} userId */
	speakAs(userId) {
		if (userId === this.userId) return;
		this.userId = userId;
		remember(this.user.username);
		this.#lastIn.clear();
		if (!this.mayRead(this.channelId)) this.channelId = this.#firstChannel();
		this.emit('user');
		this.emit('channel');
	}

	/** @param {string} channelId */
	open(channelId) {
		this.channelId = channelId;
		this.#lastIn.set(this.channel?.guild_id ?? '', channelId);
		this.#unread.delete(channelId);
		this.emit('channel');
		this.emit('unread');
	}

	/**
	 * Opens a channel that the page may not have heard of yet.
	 * @param {string} channelId
	 */
	openWhenKnown(channelId) {
		if (this.mayRead(channelId)) this.open(channelId);
		else this.#awaited = channelId;
	}

	/**
	 * Goes to a server, or among direct messages, where one was last.
	 * @param {string} guildId
	 */
	openPlace(guildId) {
		const last = this.#lastIn.get(guildId);
		const first = guildId === '' ? this.directMessages[0]?.id : this.channelsOf(guildId)[0]?.id;
		const next = last !== undefined && this.mayRead(last) ? last : first;
		if (next !== undefined) this.open(next);
	}

	/** @param {string} channelId */
	isUnread(channelId) {
		return this.#unread.has(channelId);
	}

	/**
	 * @param {string} channelId
	 * @param {bigint} permission
	 */
	may(channelId, permission) {
		const permissions = this.#store.world.permissions[channelId]?.[this.userId];
		return permissions !== undefined && (BigInt(permissions) & permission) === permission;
	}

	/** @param {string} channelId */
	mayRead(channelId) {
		return this.may(channelId, Permission.viewChannel);
	}

	/** @param {AnyChannel} channel */
	mayWrite(channel) {
		const needed = isThread(channel) ? Permission.sendInThreads : Permission.sendMessages;
		return this.may(channel.id, needed | Permission.viewChannel);
	}

	/**
	 * In order, threads below their channel.
	 * @param {string} guildId
	 * @returns {AnyChannel[]}
	 */
	channelsOf(guildId) {
		const guild = this.#store.guild(guildId);
		if (!guild) return [];
		const isText = (/** @type {AnyChannel} */ { type }) =>
			type === ChannelType.text || type === ChannelType.announcement;
		const channels = /** @type {AnyChannel[]} */ (guild.channels)
			.filter((channel) => isText(channel) && this.mayRead(channel.id))
			.sort((left, right) => (left.position ?? 0) - (right.position ?? 0));
		const threads = /** @type {AnyChannel[]} */ (guild.threads).filter(({ id }) => this.mayRead(id));
		return channels.flatMap((channel) => [
			channel,
			...threads.filter(({ parent_id }) => parent_id === channel.id),
		]);
	}

	/** @returns {AnyChannel[]} */
	get directMessages() {
		return /** @type {AnyChannel[]} */ (this.#store.world.directMessages).filter(
			(channel) => isDm(channel) && channel.recipients?.some(({ id }) => id === this.userId),
		);
	}

	/** After a change of the world: whoever or whatever is gone cannot stay chosen. */
	#settle() {
		const { demo, users } = this.#store.world;
		const people = users.filter(({ bot }) => !bot);
		if (!this.#store.user(this.userId)) {
			const remembered = users.find(({ username }) => username === rememberedUser());
			const language = navigator.language.slice(0, 2);
			const countryman = people.find(({ locale }) => locale.startsWith(language) && language !== 'en');
			this.userId = (remembered ?? countryman)?.id ?? demo?.users.member ?? people[0]?.id ?? '';
			this.emit('user');
		}
		if (this.mayRead(this.#awaited)) {
			this.open(this.#awaited);
			this.#awaited = '';
		}
		if (!this.mayRead(this.channelId)) this.open(this.#firstChannel());
	}

	#firstChannel() {
		const { demo } = this.#store.world;
		const { photos = '', zooPhotos = '' } = demo?.channels ?? {};
		const preferred = this.user.locale.startsWith('ja') ? [zooPhotos, photos] : [photos, zooPhotos];
		const found = preferred.find((id) => this.mayRead(id));
		return found ?? this.#store.channels.find(({ id, type }) => type !== 4 && this.mayRead(id))?.id ?? '';
	}
}

function rememberedUser() {
	try {
		return localStorage.getItem(REMEMBERED_USER);
	} catch {
		return null;
	}
}

/** @param {string} username ids are others at every start of the playground */
function remember(username) {
	try {
		localStorage.setItem(REMEMBERED_USER, username);
	} catch {
		// Private windows may refuse; it is only remembered until the page is closed then.
	}
}
