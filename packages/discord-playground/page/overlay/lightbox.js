import { h } from '../lib/dom.js';
import { openDialog } from './dialog.js';

/** @import { App } from '../app.js' */

/**
 * Shows a picture as large as the window.
 * @param {App} app
 * @param {{ url: string, name: string, description?: string | null }} picture
 */
export function openLightbox(app, { url, name, description }) {
	openDialog(
		{ title: name, closeLabel: app.texts().close, class: 'lightbox' },
		h('img', { src: app.localUrl(url), alt: description ?? name }),
	);
}
