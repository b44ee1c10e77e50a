import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { openMenu } from '../overlay/menu.js';
import { perform } from '../state/api.js';
import { Permission } from '../state/permissions.js';

/**
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 */

const OFFERED = ['👍', '❤️', '😂', '😮', '🎉', '👀', '🐦', '🐒', '🐗', '✅'];

/**
 * @param {App} app
 * @param {PageMessage} message
 */
export function reactions(app, message) {
	if (!message.reactions?.length) return undefined;
	return h(
		'div',
		{ class: 'reactions' },
		message.reactions.map(({ emoji, count }) => {
			const key = emoji.id === null ? (emoji.name ?? '') : `${emoji.name}:${emoji.id}`;
			const reactors = message.reactors[key] ?? [];
			const isMine = reactors.includes(app.view.userId);
			return h(
				'button',
				{
					type: 'button',
					class: 'reaction',
					'aria-pressed': String(isMine),
					title: reactors.map((id) => app.names.user(id)).join(', '),
					onclick: () => toggle(app, message, key, isMine),
				},
				h('span', {}, emoji.id === null ? emoji.name : `:${emoji.name}:`),
				h('span', { class: 'count' }, count),
			);
		}),
		mayReact(app, message) &&
			h(
				'button',
				{
					type: 'button',
					class: 'reaction add',
					'aria-label': app.texts().react,
					onclick: (/** @type {MouseEvent} */ { currentTarget }) =>
						chooseReaction(app, message, /** @type {Element} */ (currentTarget)),
				},
				icon('smile'),
			),
	);
}

/**
 * @param {App} app
 * @param {PageMessage} message
 */
export function mayReact(app, { channel_id }) {
	return app.view.may(channel_id, Permission.addReactions | Permission.readHistory);
}

/**
 * @param {App} app
 * @param {PageMessage} message
 * @param {Element} anchor
 */
export function chooseReaction(app, message, anchor) {
	openMenu({
		at: anchor,
		label: app.texts().react,
		sections: [
			{ items: OFFERED.map((emoji) => ({ label: emoji, run: () => toggle(app, message, emoji, false) })) },
		],
	});
	document.querySelector('.menu')?.classList.add('emoji');
}

/**
 * @param {App} app
 * @param {PageMessage} message
 * @param {string} emoji
 * @param {boolean} isMine
 */
function toggle(app, { id }, emoji, isMine) {
	void app.attempt(() =>
		perform({ act: isMine ? 'unreact' : 'react', user: app.view.userId, message: id, emoji }),
	);
}
