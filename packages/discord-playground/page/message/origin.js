import { avatarOf } from '../lib/avatar.js';
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { inlineMarkdown } from '../markdown/render.js';

/**
 * @import { APIMessage } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 */

const REPLY = 19;

/**
 * The line above a message that says what it answers: a command, a message, a press of a button.
 * @param {App} app
 * @param {PageMessage} message
 */
export function aboveMessage(app, message) {
	const { interaction_metadata: metadata } = message;
	if (message.type === REPLY || (message.referenced_message !== undefined && !metadata)) {
		return replyLine(app, message.referenced_message ?? null);
	}
	if (!metadata) return undefined;
	const first =
		'triggering_interaction_metadata' in metadata ? metadata.triggering_interaction_metadata : metadata;
	if ('interacted_message_id' in first) {
		return replyLine(app, app.store.message(message.channel_id, first.interacted_message_id) ?? null);
	}
	const name = app.store.interaction(first.id)?.name ?? app.store.interaction(metadata.id)?.name;
	const isMenu = 'target_message_id' in first || 'target_user' in first;
	return h(
		'p',
		{ class: 'origin' },
		avatarOf(app, metadata.user),
		h('span', { class: 'origin-name' }, app.names.user(metadata.user.id)),
		app.texts().used(h('b', {}, `${isMenu ? '' : '/'}${name ?? ''}`)),
	);
}

/**
 * @param {App} app
 * @param {APIMessage | null} target null once it is deleted
 */
function replyLine(app, target) {
	const texts = app.texts();
	if (!target) return h('p', { class: 'origin' }, icon('reply'), h('em', {}, texts.deletedMessage));
	const excerpt = target.content.split('\n')[0].slice(0, 200);
	return h(
		'p',
		{ class: 'origin' },
		avatarOf(app, target.author),
		h('span', { class: 'origin-name' }, app.names.user(target.author.id)),
		h(
			'button',
			{ type: 'button', class: 'excerpt', onclick: () => showMessage(target.id) },
			excerpt === '' ? h('em', {}, texts.seeAttachment) : inlineMarkdown(app, excerpt),
			target.attachments.length > 0 && icon('picture'),
		),
	);
}

/**
 * Scrolls to a message that is on the page, and makes it stand out for a moment.
 * @param {string} id
 */
function showMessage(id) {
	const element = document.querySelector(`.message[data-id="${CSS.escape(id)}"]`);
	if (!(element instanceof HTMLElement)) return;
	element.scrollIntoView({ block: 'center' });
	element.focus({ preventScroll: true });
	element.classList.remove('flash');
	// Reading a size in between makes the animation begin anew.
	void element.offsetWidth;
	element.classList.add('flash');
}
