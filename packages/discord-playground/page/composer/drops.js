import { useEffect, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { texts } from '../texts/index.js';
import { compose } from './acts.js';

/** Takes files dropped or pasted anywhere on the page, and says so while they hover. */
export function DropVeil() {
	const [isOver, setOver] = useState(false);
	useEffect(() => {
		/** @param {Event} event */
		const isForField = ({ target }) => target instanceof HTMLInputElement && target.type === 'file';
		/** @param {Event} event @param {FileList | undefined} files */
		const take = (event, files) => {
			if (!files?.length || isForField(event)) return;
			event.preventDefault();
			if (!document.querySelector('dialog')) compose.attach([...files]);
		};
		document.addEventListener('dragover', (event) => {
			const isFile = event.dataTransfer?.types.includes('Files') && !isForField(event);
			setOver(isFile === true && !document.querySelector('dialog'));
			if (isFile) event.preventDefault();
		});
		document.addEventListener('dragleave', ({ relatedTarget }) => {
			// Without a related target the pointer has left the window, not just crossed into another element.
			if (relatedTarget === null) setOver(false);
		});
		document.addEventListener('drop', (event) => {
			setOver(false);
			take(event, event.dataTransfer?.files);
		});
		document.addEventListener('paste', (event) => take(event, event.clipboardData?.files));
	}, []);
	return html`<div id="drop-veil" hidden=${!isOver}>${texts.dropHere}</div>`;
}
