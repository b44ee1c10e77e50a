import { texts } from '../texts/index.js';
import { isDm } from './permissions.js';
import { store } from './store.js';
import { view } from './view.js';

/** @import { AnyChannel } from './store.js' */

/**
 * Nickname, display name or user name, where the page looks.
 * @param {string} id
 */
export function userName(id) {
	const user = store.user(id);
	return memberOf(id)?.nick ?? user?.global_name ?? user?.username ?? texts.unknownUser;
}

/** @param {AnyChannel | undefined} channel */
export function channelName(channel) {
	if (!channel) return texts.unknownChannel;
	if (!isDm(channel)) return channel.name ?? '';
	const others = channel.recipients?.filter(({ id }) => id !== view.userId) ?? [];
	return channel.name ?? others.map(({ id }) => userName(id)).join(', ');
}

/**
 * The style that gives a name the colour of its highest role that has one.
 * @param {string} userId
 */
export function roleStyle(userId) {
	const held = memberOf(userId)?.roles ?? [];
	const [highest] = (view.guild?.roles ?? [])
		.filter(({ id, color }) => color !== 0 && held.includes(id))
		.sort((left, right) => right.position - left.position);
	return highest && { '--role': hexColor(highest.color) };
}

/** @param {string} userId */
export function memberOf(userId) {
	return view.guild?.members.find(({ user }) => user.id === userId);
}

/** @param {number} color */
export function hexColor(color) {
	return `#${color.toString(16).padStart(6, '0')}`;
}
