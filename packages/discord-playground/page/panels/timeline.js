import { batched, byId, h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { messageView } from '../message/message.js';
import { openMessageMenu } from '../message/message-menu.js';
import { dayName } from '../message/time.js';
import { messagesBefore } from '../state/api.js';
import { compareIds } from '../state/store.js';
import { isGrouped } from './grouping.js';
import { welcome } from './welcome.js';

/**
 * @import { App } from '../app.js'
 * @import { InteractionSnapshot } from '../../src/interaction.ts'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 *
 * @typedef {{ key: string, of: unknown, make: () => HTMLElement }} Row
 */

const NEAR_END_PX = 120;
const PAGE = 50;

/** The messages of the channel one looks at. Only what changed is drawn anew. */
export class Timeline {
	#app;
	#scroller = byId('timeline');
	#list = byId('messages');
	/** @type {Map<string, { of: unknown, element: HTMLElement }>} */
	#drawn = new Map();
	/** Channels whose first message is here. @type {Set<string>} */
	#complete = new Set();
	#loading = false;
	#sticksToEnd = true;
	#world = '';

	/** @param {App} app */
	constructor(app) {
		this.#app = app;
		const update = batched(() => this.#draw());
		app.store.on(['messages', 'interaction'], update);
		app.store.on('world', () => {
			// Names and colours may be others; a bot that comes and goes changes nothing here.
			const { users, guilds, directMessages } = app.store.world;
			const world = JSON.stringify([users, guilds, directMessages.length]);
			if (world === this.#world) return;
			this.#world = world;
			this.#drawn.clear();
			update();
		});
		app.store.on('message', (channelId) => {
			const { userId } = app.view;
			const isMine =
				channelId === app.view.channelId &&
				app.store.messagesFor(channelId, userId).at(-1)?.author.id === userId;
			if (isMine) this.#sticksToEnd = true;
		});
		app.view.on(['channel', 'user'], () => {
			this.#drawn.clear();
			this.#sticksToEnd = true;
			update();
		});
		this.#scroller.addEventListener('scroll', () => this.#onScroll());
		// Pictures change the height when they have come.
		new ResizeObserver(() => this.#followEnd()).observe(this.#list);
		new ResizeObserver(() => this.#followEnd()).observe(this.#scroller);
		this.#list.addEventListener('contextmenu', (event) => this.#onContextMenu(event));
		this.#list.addEventListener('keydown', (event) => this.#onKey(event));
	}

	#draw() {
		const { store, view } = this.#app;
		const { channel } = view;
		if (!channel) return;
		const messages = store.messagesFor(channel.id, view.userId);
		if (messages.length < PAGE) this.#complete.add(channel.id);
		const rows = this.#rows(messages, store.unanswered(channel.id, view.userId));
		if (this.#complete.has(channel.id)) {
			rows.unshift({ key: 'welcome', of: channel.id, make: () => welcome(this.#app, channel) });
		}
		this.#place(rows);
		this.#followEnd();
	}

	/**
	 * @param {readonly PageMessage[]} messages
	 * @param {readonly InteractionSnapshot[]} unanswered
	 */
	#rows(messages, unanswered) {
		const { locale } = this.#app.view;
		/** @type {Row[]} */
		const rows = [];
		for (const [index, message] of messages.entries()) {
			const previous = messages[index - 1];
			const day = dayName(message.timestamp, locale);
			const isNewDay = previous === undefined || day !== dayName(previous.timestamp, locale);
			if (isNewDay) {
				const make = () => h('p', { class: 'day' }, h('span', {}, day));
				rows.push({ key: `day ${day}`, of: day, make });
			}
			const grouped = !isNewDay && isGrouped(previous, message);
			const make = () => messageView(this.#app, message, { grouped });
			rows.push({ key: `${message.id} ${grouped}`, of: message, make });
		}
		for (const interaction of unanswered) {
			const before = messages.findLast(({ id }) => compareIds(id, interaction.id) < 0);
			const place = before ? rows.findIndex(({ of }) => of === before) + 1 : 0;
			rows.splice(place, 0, {
				key: interaction.id,
				of: interaction,
				make: () => unansweredView(this.#app, interaction),
			});
		}
		return rows;
	}

	/** @param {readonly Row[]} rows */
	#place(rows) {
		/** @type {Map<string, { of: unknown, element: HTMLElement }>} */
		const drawn = new Map();
		const focusedId = document.activeElement?.closest('.message')?.getAttribute('data-id');
		for (const { key, of, make } of rows) {
			const known = this.#drawn.get(key);
			drawn.set(key, { of, element: known && known.of === of ? known.element : make() });
		}
		const elements = [...drawn.values()].map(({ element }) => element);
		const wanted = new Set(elements);
		// First, so that what stays need not be moved, which would take the focus from it.
		for (const child of [...this.#list.children]) {
			if (!wanted.has(/** @type {HTMLElement} */ (child))) child.remove();
		}
		let next = this.#list.firstElementChild;
		for (const element of elements) {
			if (element === next) next = next.nextElementSibling;
			else this.#list.insertBefore(element, next);
		}
		this.#drawn = drawn;
		if (focusedId && !this.#list.contains(document.activeElement)) this.#focus(focusedId);
	}

	/** @param {string} id */
	#focus(id) {
		const message = this.#list.querySelector(`[data-id="${CSS.escape(id)}"]`);
		if (message instanceof HTMLElement) message.focus({ preventScroll: true });
	}

	#onScroll() {
		const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
		this.#sticksToEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
		if (scrollTop < NEAR_END_PX) void this.#loadEarlier();
	}

	#followEnd() {
		// Where nothing has been posted yet, one reads from the top.
		const isEmpty = this.#list.querySelector('.message') === null;
		if (this.#sticksToEnd && !isEmpty) this.#scroller.scrollTop = this.#scroller.scrollHeight;
	}

	async #loadEarlier() {
		const { store, view } = this.#app;
		const { channelId } = view;
		const [first] = store.messagesFor(channelId, view.userId);
		if (!first || this.#loading || this.#complete.has(channelId)) return;
		this.#loading = true;
		const earlier = await this.#app.attempt(() => messagesBefore(channelId, first.id));
		this.#loading = false;
		if (!earlier) return;
		if (earlier.length < PAGE) this.#complete.add(channelId);
		const { scrollHeight, scrollTop } = this.#scroller;
		store.addEarlier(channelId, earlier);
		this.#draw();
		// What one was reading stays where it was.
		this.#scroller.scrollTop = scrollTop + this.#scroller.scrollHeight - scrollHeight;
	}

	/** @param {Event} event */
	#messageOf({ target }) {
		const element = target instanceof Element ? target.closest('.message') : null;
		const id = element?.getAttribute('data-id');
		const message = id ? this.#app.store.message(this.#app.view.channelId, id) : undefined;
		return element instanceof HTMLElement && message ? { element, message } : undefined;
	}

	/** @param {MouseEvent} event */
	#onContextMenu(event) {
		const found = this.#messageOf(event);
		// Links and pictures have menus of the browser's own that people need.
		if (!found || (event.target instanceof Element && event.target.closest('a'))) return;
		event.preventDefault();
		const isByKey = event.clientX === 0 && event.clientY === 0;
		const at = isByKey ? found.element : { x: event.clientX, y: event.clientY };
		void openMessageMenu(this.#app, found.message, at);
	}

	/** Arrows go from message to message, Enter opens the menu. @param {KeyboardEvent} event */
	#onKey(event) {
		const found = this.#messageOf(event);
		if (!found || event.target !== found.element) return;
		const all = /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('.message')]);
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step) all[all.indexOf(found.element) + step]?.focus();
		else if (event.key === 'Enter') void openMessageMenu(this.#app, found.message, found.element);
		else if (event.key === 'Escape') document.getElementById('message')?.focus();
		else if (event.key === 'r') this.#app.startReply(found.message);
		else return;
		event.preventDefault();
	}
}

/**
 * A command that was sent, until there is an answer to show instead.
 * @param {App} app
 * @param {InteractionSnapshot} interaction
 */
function unansweredView(app, { id, name, state }) {
	const texts = app.texts();
	if (state === 'waiting') return h('p', { class: 'unanswered', role: 'status' }, texts.sending(name));
	return h(
		'p',
		{ class: 'unanswered failed', role: 'alert' },
		icon('warn'),
		h('span', {}, texts.noResponse(name)),
		h('button', { type: 'button', class: 'link', onclick: () => app.store.dismiss(id) }, texts.dismiss),
	);
}
