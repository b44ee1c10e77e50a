import { useEffect, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { texts } from '../texts/index.js';
import { compose } from './acts.js';

/** Takes files dropped or pasted anywhere on the page, and says so while they hover. */
export function DropVeil() {
	const [isOver, setOver] = useState(false);
	useEffect(() => {
		const isInDialog = () => document.querySelector('dialog[open]') !== null;
		document.addEventListener('dragover', (event) => {
			if (!event.dataTransfer?.types.includes('Files') || isInDialog()) return;
			event.preventDefault();
			event.dataTransfer.dropEffect = 'copy';
			setOver(true);
		});
		document.addEventListener('dragleave', ({ relatedTarget }) => {
			// Without a related target the pointer has left the window, not just crossed into another element.
			if (relatedTarget === null) setOver(false);
		});
		document.addEventListener('drop', (event) => {
			setOver(false);
			if (isInDialog()) return;
			event.preventDefault();
			compose.attach([...(event.dataTransfer?.files ?? [])]);
		});
		document.addEventListener('paste', (event) => {
			const files = [...(event.clipboardData?.files ?? [])];
			if (files.length === 0 || isInDialog()) return;
			event.preventDefault();
			compose.attach(files);
		});
	}, []);
	return html`<div id="drop-veil" hidden=${!isOver}>${texts.dropHere}</div>`;
}
