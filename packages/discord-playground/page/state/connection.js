import { changed } from './changes.js';
import { followInteraction } from './interactions.js';
import { store } from './store.js';
import { view } from './view.js';

/** @import { PageEvents } from '../../src/page-api/page-world.ts' */

/** @type {{ [Name in keyof PageEvents]: (data: PageEvents[Name]) => void }} */
const HANDLERS = {
	snapshot(data) {
		store.connected = true;
		store.fill(data);
		view.settle();
	},
	world(data) {
		store.world = data;
		view.settle();
	},
	message(data) {
		store.addMessage(data);
		if (data.channel_id !== view.channelId) view.unread.add(data.channel_id);
	},
	messageUpdate: (data) => store.updateMessage(data),
	messageDelete: (data) => store.deleteMessage(data),
	typing: (data) => store.addTyping(data),
	interaction: (data) => followInteraction(data),
};

/**
 * Keeps the store up to date for as long as the page is open. The browser connects again by itself, and every
 * connection begins with all there is.
 */
export function connect() {
	const source = new EventSource('/page-api/events');
	for (const [name, handle] of Object.entries(HANDLERS)) {
		source.addEventListener(name, ({ data }) =>
			/** @type {(data: unknown) => void} */ (handle)(JSON.parse(data)),
		);
	}
	source.addEventListener('error', () => {
		store.connected = false;
		changed();
	});
}
