import { changed } from './changes.js';
import { ChannelType, isDm, isThread, Permission } from './permissions.js';
import { recall, remember } from './remembered.js';
import { store } from './store.js';

/** @import { AnyChannel } from './store.js' */

/** Whom the page speaks for, and where it looks. */
class View {
	userId = '';
	channelId = '';
	/** The last channel looked at, by server; `''` are direct messages. @type {Map<string, string>} */
	#lastIn = new Map();
	/** Channels with messages that came while one looked elsewhere. @type {Set<string>} */
	unread = new Set();
	#awaited = '';

	get user() {
		return store.user(this.userId) ?? store.world.users[0];
	}

	get locale() {
		return this.user.locale;
	}

	get channel() {
		return store.channel(this.channelId);
	}

	/** The server looked at; undefined among direct messages. */
	get guild() {
		return store.guild(this.channel?.guild_id);
	}

	/** People to post as. */
	get people() {
		return store.world.users.filter(({ bot }) => !bot);
	}

	get guilds() {
		return store.world.guilds.filter(({ members }) => members.some(({ user }) => user.id === this.userId));
	}

	/** @param {string} userId */
	speakAs(userId) {
		if (userId === this.userId) return;
		this.userId = userId;
		// By name: a world that is made anew has other ids.
		remember('user', this.user.username);
		this.#lastIn.clear();
		if (!this.mayRead(this.channelId)) this.channelId = this.#firstChannel();
		changed();
	}

	/** @param {string} channelId */
	open(channelId) {
		this.channelId = channelId;
		this.#lastIn.set(this.channel?.guild_id ?? '', channelId);
		this.unread.delete(channelId);
		document.body.classList.remove('drawer');
		changed();
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

	/**
	 * @param {string} channelId
	 * @param {bigint} permission
	 */
	may(channelId, permission, userId = this.userId) {
		const permissions = store.world.permissions[channelId]?.[userId];
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
		const guild = store.guild(guildId);
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
		return /** @type {AnyChannel[]} */ (store.world.directMessages).filter(
			(channel) => isDm(channel) && channel.recipients?.some(({ id }) => id === this.userId),
		);
	}

	/** After a change of the world: whoever or whatever is gone cannot stay chosen. */
	settle() {
		const { demo, users } = store.world;
		if (!store.user(this.userId)) {
			const remembered = users.find(({ username }) => username === recall('user'));
			const language = navigator.language.slice(0, 2);
			const countryman = this.people.find(({ locale }) => locale.startsWith(language) && language !== 'en');
			this.userId = (remembered ?? countryman)?.id ?? demo?.users.member ?? this.people[0]?.id ?? '';
		}
		if (this.mayRead(this.#awaited)) {
			this.open(this.#awaited);
			this.#awaited = '';
		}
		if (!this.mayRead(this.channelId)) this.open(this.#firstChannel());
		changed();
	}

	#firstChannel() {
		const { photos = '', zooPhotos = '' } = store.world.demo?.channels ?? {};
		const preferred = this.locale.startsWith('ja') ? [zooPhotos, photos] : [photos, zooPhotos];
		const found = preferred.find((id) => this.mayRead(id));
		return found ?? store.channels.find(({ id, type }) => type !== 4 && this.mayRead(id))?.id ?? '';
	}
}

export const view = new View();
