import { html } from '../lib/html.js';
import { localUrl } from '../state/api.js';
import { openDialog } from './dialog.js';

/**
 * Shows a picture as large as the window.
 * @param {{ url: string, name: string, description?: string | null }} picture
 */
export function openLightbox({ url, name, description }) {
	const image = html`<img src=${localUrl(url)} alt=${description ?? name} />`;
	openDialog({ title: name, class: 'lightbox', content: () => image });
}
