import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { isEphemeral } from '../state/store.js';
import { openMessageMenu } from './message-menu.js';
import { chooseReaction, mayReact } from './reactions.js';

/**
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 * @import { IconName } from '../lib/icons.js'
 */

/**
 * The buttons that appear over a message.
 * @param {App} app
 * @param {PageMessage} message
 */
export function messageActions(app, message) {
	const texts = app.texts();
	/** @type {(name: IconName, label: string, run: (anchor: Element) => void) => HTMLElement} */
	const button = (name, label, run) =>
		h(
			'button',
			{
				type: 'button',
				class: 'icon-button',
				'aria-label': label,
				title: label,
				onclick: (/** @type {MouseEvent} */ { currentTarget }) => run(/** @type {Element} */ (currentTarget)),
			},
			icon(name),
		);
	if (isEphemeral(message)) return undefined;
	const channel = app.store.channel(message.channel_id);
	return h(
		'div',
		{ class: 'actions', role: 'group', 'aria-label': texts.messageActions },
		mayReact(app, message) && button('smile', texts.react, (anchor) => chooseReaction(app, message, anchor)),
		channel && app.view.mayWrite(channel) && button('reply', texts.reply, () => app.startReply(message)),
		button('more', texts.more, (anchor) => void openMessageMenu(app, message, anchor)),
	);
}
