import { useLayoutEffect, useRef } from 'preact/hooks';
import { compose } from '../composer/acts.js';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { Message } from '../message/message.js';
import { openMessageMenu } from '../message/message-menu.js';
import { attempt, messagesBefore } from '../state/api.js';
import { compareIds, isEphemeral, store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { Welcome } from './welcome.js';

/**
 * @import { InteractionSnapshot } from '../../src/interaction.ts'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 * @import { AnyChannel } from '../state/store.js'
 */

const NEAR_TOP_PX = 120;
const GROUPED_WITHIN_MS = 7 * 60_000;

/**
 * The messages of the channel one looks at, from the end: style sheets keep what lies in reverse at its end until one
 * scrolls up, and where one reads when earlier messages come.
 * @param {{ channel: AnyChannel }} props
 */
export function Timeline({ channel }) {
	const scroller = useRef(/** @type {HTMLElement | null} */ (null));
	const isLoading = useRef(false);
	const messages = store.messagesFor(channel.id, view.userId);
	const last = messages.at(-1);
	useLayoutEffect(() => {
		// Where nothing has been posted yet, one reads from the top.
		scroller.current?.scrollTo(0, last ? 0 : -scroller.current.scrollHeight);
	}, [last === undefined]);
	useLayoutEffect(() => {
		if (last?.author.id === view.userId) scroller.current?.scrollTo(0, 0);
	}, [last?.id]);

	/** @param {{ currentTarget: HTMLElement }} event */
	async function onScroll({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) {
		const isNearTop = scrollHeight + scrollTop - clientHeight < NEAR_TOP_PX;
		const [first] = messages;
		if (!isNearTop || !first || isLoading.current || store.isComplete(channel.id)) return;
		isLoading.current = true;
		const earlier = await attempt(() => messagesBefore(channel.id, first.id));
		isLoading.current = false;
		if (earlier) store.addEarlier(channel.id, earlier);
	}

	return html`
		<div id="timeline" ref=${scroller} tabindex="-1" onScroll=${onScroll}>
			<div
				id="messages"
				role="log"
				aria-label=${texts.regions.messages}
				onContextMenu=${onContextMenu}
				onKeyDown=${onKeyDown}
			>
				${store.isComplete(channel.id) && html`<${Welcome} key="welcome" channel=${channel} />`}
				${rowsOf(messages, store.unanswered(channel.id, view.userId))}
			</div>
		</div>
	`;
}

/**
 * Messages with the days they are of, and the commands that are still unanswered in their places.
 * @param {readonly PageMessage[]} messages
 * @param {readonly InteractionSnapshot[]} unanswered
 */
function rowsOf(messages, unanswered) {
	const dayOf = (/** @type {PageMessage} */ { timestamp }) =>
		new Date(timestamp).toLocaleDateString(view.locale, { dateStyle: 'long' });
	const rows = messages.map((message, index) => {
		const previous = messages[index - 1];
		const day = dayOf(message);
		const isNewDay = previous === undefined || day !== dayOf(previous);
		const grouped = !isNewDay && isGrouped(previous, message);
		return {
			id: message.id,
			view: html`
				${isNewDay && html`<p key=${day} class="line muted day"><span>${day}</span></p>`}
				<${Message} key=${message.id} message=${message} grouped=${grouped} />
			`,
		};
	});
	const waiting = unanswered.map((interaction) => ({
		id: interaction.id,
		view: html`<${Unanswered} key=${interaction.id} interaction=${interaction} />`,
	}));
	const all = [...rows, ...waiting].sort((left, right) => compareIds(left.id, right.id));
	return all.flatMap((row) => row.view);
}

/**
 * Whether a message goes on where its author left off, and needs no name of its own.
 * @param {PageMessage} previous
 * @param {PageMessage} message
 */
function isGrouped(previous, message) {
	return (
		previous.author.id === message.author.id &&
		previous.webhook_id === message.webhook_id &&
		!message.message_reference &&
		!message.interaction_metadata &&
		isEphemeral(previous) === isEphemeral(message) &&
		Date.parse(message.timestamp) - Date.parse(previous.timestamp) < GROUPED_WITHIN_MS
	);
}

/**
 * A command that was sent, until there is an answer to show instead.
 * @param {{ interaction: InteractionSnapshot }} props
 */
function Unanswered({ interaction: { id, name, state } }) {
	if (state === 'waiting')
		return html`<p class="line quiet unanswered" role="status">${texts.sending(name)}</p>`;
	return html`
		<p class="line failed unanswered" role="alert">
			<${Icon} name="warn" />
			<span>${texts.noResponse(name)}</span>
			<button type="button" class="link" onClick=${() => store.dismiss(id)}>${texts.dismiss}</button>
		</p>
	`;
}

/** @param {Event} event */
function messageOf({ target }) {
	const element = target instanceof Element ? target.closest('.message') : null;
	const message = store.message(element?.getAttribute('data-id') ?? '');
	return element instanceof HTMLElement && message ? { element, message } : undefined;
}

/** @param {MouseEvent} event */
function onContextMenu(event) {
	const found = messageOf(event);
	// Links and pictures have menus of the browser's own that people need.
	if (!found || (event.target instanceof Element && event.target.closest('a'))) return;
	event.preventDefault();
	const isByKey = event.clientX === 0 && event.clientY === 0;
	void openMessageMenu(found.message, isByKey ? found.element : { x: event.clientX, y: event.clientY });
}

/**
 * Arrows go from message to message, Enter opens the menu.
 * @param {KeyboardEvent} event
 */
function onKeyDown(event) {
	const found = messageOf(event);
	if (!found || event.target !== found.element) return;
	const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#messages .message')]);
	const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
	if (step) all[all.indexOf(found.element) + step]?.focus();
	else if (event.key === 'Enter') void openMessageMenu(found.message, found.element);
	else if (event.key === 'Escape') document.getElementById('message')?.focus();
	else if (event.key === 'r') compose.reply(found.message);
	else return;
	event.preventDefault();
}
