import { byId, h, replace } from '../lib/dom.js';

/** @import { App } from '../app.js' */

/**
 * Says who is typing in the channel one looks at.
 * @param {App} app
 */
export function showTyping(app) {
	const { view, store, names } = app;
	const others = store.typingIn(view.channelId).filter((id) => id !== view.userId);
	replace(
		byId('typing'),
		others.length > 0 && [
			h('span', { class: 'dots', 'aria-hidden': 'true' }),
			app.texts().typing(others.map((id) => names.user(id))),
		],
	);
}
