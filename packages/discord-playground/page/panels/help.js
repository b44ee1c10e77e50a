import { h } from '../lib/dom.js';
import { openDialog } from '../overlay/dialog.js';

/** @import { App } from '../app.js' */

/**
 * What this page is, and how to use it.
 * @param {App} app
 */
export function openHelp(app) {
	const texts = app.texts();
	openDialog(
		{ title: texts.title, closeLabel: texts.close, class: 'help' },
		h('p', {}, texts.about),
		h('p', {}, texts.nothingLeaves),
		h('h3', {}, texts.tryHeading),
		h(
			'ul',
			{},
			texts.tries.map((text) => h('li', {}, text)),
		),
		h('h3', {}, texts.keysHeading),
		h(
			'dl',
			{ class: 'keys' },
			texts.keys.map(([key, meaning]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, meaning))),
		),
	);
}
