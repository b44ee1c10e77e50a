import { h } from './dom.js';
import { seal } from './icons.js';

const HUES = 8;

/**
 * The first letter on a colour of their own, which stays the same at every start; the bot has its seal.
 * @param {{ username: string, global_name?: string | null, isOurs?: boolean }} user
 */
export function avatar({ username, global_name, isOurs }) {
	if (isOurs) return h('span', { class: 'avatar ours', 'aria-hidden': 'true' }, seal());
	const [initial = '?'] = global_name || username;
	const hue =
		[...username].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1009, 7) % HUES;
	return h('span', { class: `avatar hue-${hue}`, 'aria-hidden': 'true' }, initial.toUpperCase());
}

/**
 * @param {import('../app.js').App} app
 * @param {{ id: string, username: string, global_name?: string | null }} user
 */
export function avatarOf(app, user) {
	return avatar({ ...user, isOurs: user.id === app.store.world.bot.id });
}
