import { h } from '../lib/dom.js';
import { openDialog } from '../overlay/dialog.js';
import { perform } from '../state/api.js';

/** @import { App } from '../app.js' */

/**
 * What this page is, and how to use it.
 * @param {App} app
 */
export function openHelp(app) {
	const texts = app.texts();
	const dialog = openDialog(
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
		h(
			'button',
			{
				type: 'button',
				class: 'component-button secondary',
				onclick: () => {
					dialog.close();
					openAfresh(app);
				},
			},
			`${texts.afresh} …`,
		),
	);
}

/** @param {App} app */
function openAfresh(app) {
	const texts = app.texts();
	const startAfresh = async () => {
		dialog.close();
		await app.attempt(() => perform({ act: 'startAfresh' }));
	};
	const dialog = openDialog(
		{ title: texts.afresh, closeLabel: texts.close, class: 'help' },
		h('p', {}, texts.afreshMeans),
		h('button', { type: 'button', class: 'component-button danger', onclick: startAfresh }, texts.afreshDo),
	);
}
