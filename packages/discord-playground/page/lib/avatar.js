import { store } from '../state/store.js';
import { html } from './html.js';
import { Seal } from './icons.js';

const HUES = 8;

/**
 * The first letter on a colour of their own, which stays the same at every start; the bot has its seal.
 * @param {{ user: { id: string, username: string, global_name?: string | null } }} props
 */
export function Avatar({ user: { id, username, global_name } }) {
	if (id === store.world.bot.id) return html`<span class="avatar" aria-hidden="true"><${Seal} /></span>`;
	const [initial = '?'] = global_name || username;
	const sum = [...username].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1009, 7);
	const style = { '--hue': sum % HUES };
	return html`<span class="avatar" style=${style} aria-hidden="true">${initial.toUpperCase()}</span>`;
}
