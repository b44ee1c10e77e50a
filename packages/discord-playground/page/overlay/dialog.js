import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

/** @import { Child } from '../lib/dom.js' */

/**
 * Opens a dialog above the page; Escape, the cross and a click beside it close it.
 * @param {{ title: string, closeLabel: string, class?: string, onClose?: () => void }} options
 * @param {Child[]} content
 * @returns {HTMLDialogElement}
 */
export function openDialog({ title, closeLabel, class: className = '', onClose }, ...content) {
	const dialog = h(
		'dialog',
		{ class: `dialog ${className}`, 'aria-labelledby': 'dialog-title' },
		h(
			'header',
			{ class: 'dialog-head' },
			h('h2', { id: 'dialog-title' }, title),
			h(
				'button',
				{ type: 'button', class: 'icon-button', 'aria-label': closeLabel, onclick: () => dialog.close() },
				icon('close'),
			),
		),
		content,
	);
	dialog.addEventListener('click', ({ target }) => {
		if (target === dialog) dialog.close();
	});
	dialog.addEventListener('close', () => {
		dialog.remove();
		onClose?.();
	});
	document.body.append(dialog);
	dialog.showModal();
	return dialog;
}
