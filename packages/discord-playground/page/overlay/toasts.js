import { append, byId, h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

const SHOWN_MS = 6_000;

/** Short notices at the edge of the page, read aloud. */
export class Toasts {
	/** @param {string} text */
	warn(text) {
		const toast = h('div', { class: 'toast' }, icon('warn'), h('span', {}, text));
		append(byId('toasts'), toast);
		setTimeout(() => toast.remove(), SHOWN_MS);
	}
}
