/**
 * @import { PageEvents } from '../../src/page-api/page-world.ts'
 * @import { Store } from './store.js'
 */

/**
 * Keeps the store up to date for as long as the page is open. The browser connects again by itself, and every
 * connection begins with all there is.
 * @param {Store} store
 */
export function connect(store) {
	const source = new EventSource('/page-api/events');
	/** @type {{ [Name in keyof PageEvents]: (data: PageEvents[Name]) => void }} */
	const handlers = {
		snapshot(data) {
			store.setConnected(true);
			store.fill(data);
		},
		world: (data) => store.setWorld(data),
		message: (data) => store.addMessage(data),
		messageUpdate: (data) => store.updateMessage(data),
		messageDelete: (data) => store.deleteMessage(data),
		typing: (data) => store.addTyping(data),
		interaction: (data) => store.putInteraction(data),
	};
	for (const [name, handle] of Object.entries(handlers)) {
		source.addEventListener(name, ({ data }) =>
			/** @type {(data: unknown) => void} */ (handle)(JSON.parse(data)),
		);
	}
	source.addEventListener('error', () => store.setConnected(false));
}
