import { render } from 'preact';
import { html } from '../lib/html.js';
import { IconButton } from '../lib/icons.js';
import { texts } from '../texts/index.js';

/** @import { Children } from '../lib/html.js' */

/**
 * Opens a dialog above the page; Escape, the cross and a click beside it close it.
 * @param {{ title: string, class?: string, content: (close: () => void) => Children }} settings
 */
export function openDialog({ title, class: name = '', content }) {
	const dialog = Object.assign(document.createElement('dialog'), { closedBy: 'any', ariaLabel: title });
	const close = () => dialog.close();
	dialog.className = `dialog ${name}`;
	dialog.onclose = () => dialog.remove();
	const view = html`
		<header class="line dialog-head">
			<h2>${title}</h2>
			<${IconButton} icon="close" label=${texts.close} run=${close} />
		</header>
		<div class="dialog-body">${content(close)}</div>
	`;
	render(view, dialog);
	document.body.append(dialog);
	dialog.showModal();
	/** @type {HTMLElement | null} */ (dialog.querySelector('input, textarea, .select'))?.focus();
}
