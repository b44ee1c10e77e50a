import { store } from '../state/store.js';
import { view } from '../state/view.js';

/**
 * What was typed, with `@name` of members and roles as the mention that Discord's clients make of it; a name goes by
 * nickname, display name or user name, whatever its case.
 * @param {string} typed
 */
export function withMentions(typed) {
	const names = mentionables().sort(([left], [right]) => right.length - left.length);
	return typed.replace(/(?<![\w<])@(?=\S)[^@\n]*/g, (rest) => {
		const written = rest.slice(1).toLowerCase();
		const [name, mention] = names.find(([name]) => startsWithName(written, name)) ?? [];
		return name === undefined ? rest : `${mention}${rest.slice(1 + name.length)}`;
	});
}

/**
 * Names in lower case, and what stands for them.
 * @returns {[name: string, mention: string][]}
 */
function mentionables() {
	const { guild, channel } = view;
	const people =
		guild?.members ?? (channel?.recipients ?? []).map(({ id }) => ({ user: { id }, nick: null }));
	const named = people.flatMap(({ user: { id }, nick }) => {
		const { global_name, username } = store.user(id) ?? store.world.bot;
		return [nick, global_name, username].map((name) => ({ name, mention: `<@${id}>` }));
	});
	const roles = (guild?.roles ?? []).map(({ id, name }) => ({ name, mention: `<@&${id}>` }));
	return [...named, ...roles].flatMap(({ name, mention }) => (name ? [[name.toLowerCase(), mention]] : []));
}

/**
 * A name ends where no letter or digit follows; Japanese goes on without a space.
 * @param {string} written
 * @param {string} name
 */
function startsWithName(written, name) {
	return written.startsWith(name) && !/^[\w]/.test(written.slice(name.length));
}
