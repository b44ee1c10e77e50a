import { isDm } from './permissions.js';

/**
 * @import { Texts } from '../texts/index.js'
 * @import { AnyChannel, Store } from './store.js'
 * @import { View } from './view.js'
 */

/** What people and places are called where the page looks. */
export class Names {
	#store;
	#view;
	#texts;

	/**
	 * @param {Store} store
	 * @param {View} view
	 * @param {() => Texts} texts
	 */
	constructor(store, view, texts) {
		this.#store = store;
		this.#view = view;
		this.#texts = texts;
	}

	/**
	 * Nickname, display name or user name.
	 * @param {string} id
	 */
	user(id) {
		const member = this.#view.guild?.members.find(({ user }) => user.id === id);
		const user = this.#store.user(id);
		return member?.nick ?? user?.global_name ?? user?.username ?? this.#texts().unknownUser;
	}

	/**
	 * @param {string} id
	 */
	channel(id) {
		const channel = this.#store.channel(id);
		if (!channel) return this.#texts().unknownChannel;
		return this.ofChannel(channel);
	}

	/** @param {AnyChannel} channel */
	ofChannel(channel) {
		if (!isDm(channel)) return channel.name ?? '';
		const others = channel.recipients?.filter(({ id }) => id !== this.#view.userId) ?? [];
		return channel.name ?? others.map(({ id }) => this.user(id)).join(', ');
	}

	/**
	 * The colour of the highest role that has one.
	 * @param {string} userId
	 */
	color(userId) {
		const guild = this.#view.guild;
		const member = guild?.members.find(({ user }) => user.id === userId);
		const [highest] = (guild?.roles ?? [])
			.filter(({ id, color }) => color !== 0 && member?.roles.includes(id))
			.sort((left, right) => right.position - left.position);
		return highest && `#${highest.color.toString(16).padStart(6, '0')}`;
	}
}
