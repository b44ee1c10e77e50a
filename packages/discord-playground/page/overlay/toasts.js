import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { changed } from '../state/changes.js';

const SHOWN_MS = 6_000;

/** @type {readonly { text: string }[]} */
let toasts = [];

/**
 * A short notice at the edge of the page, read aloud.
 * @param {string} text
 */
export function warn(text) {
	const toast = { text };
	toasts = [...toasts, toast];
	changed();
	setTimeout(() => {
		toasts = toasts.filter((other) => other !== toast);
		changed();
	}, SHOWN_MS);
}

export function Toasts() {
	const views = toasts.map(
		({ text }) => html`<div class="toast"><${Icon} name="warn" /><span>${text}</span></div>`,
	);
	return html`<div id="toasts" role="alert">${views}</div>`;
}
