import { useLayoutEffect, useRef } from 'preact/hooks';
import { html } from '../lib/html.js';
import { IconButton } from '../lib/icons.js';
import { changed } from '../state/changes.js';
import { texts } from '../texts/index.js';

/**
 * @import { Children } from '../lib/html.js'
 * @typedef {{ title: string, class: string, content: (close: () => void) => Children }} Content
 */

/** @type {readonly { number: number, content: Content }[]} */
let dialogs = [];
let count = 0;

/**
 * Opens a dialog above the page; Escape, the cross and a click beside it close it.
 * @param {Content} content
 */
export function openDialog(content) {
	dialogs = [...dialogs, { number: ++count, content }];
	changed();
}

export function Dialogs() {
	return dialogs.map((dialog) => {
		const forget = () => {
			dialogs = dialogs.filter((other) => other !== dialog);
			changed();
		};
		return html`<${Dialog} key=${dialog.number} ...${dialog.content} forget=${forget} />`;
	});
}

/** @param {Content & { forget: () => void }} props */
function Dialog({ title, class: name, content, forget }) {
	const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
	const close = () => ref.current?.close();
	useLayoutEffect(() => {
		ref.current?.showModal();
		/** @type {HTMLElement | null | undefined} */ (
			ref.current?.querySelector('input, textarea, .select')
		)?.focus();
	}, []);
	const onClick = (/** @type {MouseEvent} */ { target }) => target === ref.current && close();
	return html`
		<dialog ref=${ref} class="dialog ${name}" aria-labelledby="dialog-title" onClick=${onClick} onClose=${forget}>
			<header class="dialog-head">
				<h2 id="dialog-title">${title}</h2>
				<${IconButton} icon="close" label=${texts.close} run=${close} />
			</header>
			${content(close)}
		</dialog>
	`;
}
