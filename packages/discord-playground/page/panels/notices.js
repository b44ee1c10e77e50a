import { byId, h, replace } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

/** @import { App } from '../app.js' */

/**
 * Says when there is nobody to talk to.
 * @param {App} app
 */
export function showNotice(app) {
	const texts = app.texts();
	const text =
		app.store.connected === false
			? texts.disconnected
			: app.store.isFilled && !app.store.world.botOnline && texts.botOffline;
	const notice = byId('notice');
	notice.hidden = !text;
	replace(notice, text && [icon('warn'), h('span', {}, text)]);
}
