import { byId } from '../lib/dom.js';

/** @import { App } from '../app.js' */

/**
 * Takes files dropped or pasted anywhere on the page.
 * @param {App} app
 * @param {(files: readonly File[]) => void} take
 */
export function watchDrops(app, take) {
	const veil = byId('drop-veil');
	const show = (/** @type {boolean} */ visible) => {
		veil.hidden = !visible;
		if (visible) veil.textContent = app.texts().dropHere;
	};

	document.addEventListener('dragover', (event) => {
		if (!event.dataTransfer?.types.includes('Files') || document.querySelector('dialog[open]')) return;
		event.preventDefault();
		event.dataTransfer.dropEffect = 'copy';
		show(true);
	});
	document.addEventListener('dragleave', ({ relatedTarget }) => {
		// Without a related target the pointer has left the window, not just crossed into another element.
		if (relatedTarget === null) show(false);
	});
	document.addEventListener('drop', (event) => {
		show(false);
		if (document.querySelector('dialog[open]')) return;
		event.preventDefault();
		take([...(event.dataTransfer?.files ?? [])]);
	});
	document.addEventListener('paste', (event) => {
		const files = [...(event.clipboardData?.files ?? [])];
		if (files.length === 0 || document.querySelector('dialog[open]')) return;
		event.preventDefault();
		take(files);
	});
}
