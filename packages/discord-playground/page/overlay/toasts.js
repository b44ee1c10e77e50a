import { render } from 'preact';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';

const SHOWN_MS = 6_000;

/**
 * A short notice at the edge of the page, read aloud.
 * @param {string} text
 */
export function warn(text) {
	const toast = document.createElement('div');
	toast.className = 'line toast';
	render(html`<${Icon} name="warn" /><span>${text}</span>`, toast);
	document.getElementById('toasts')?.append(toast);
	setTimeout(() => toast.remove(), SHOWN_MS);
}
