import { avatarOf } from '../lib/avatar.js';
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { markdown } from '../markdown/render.js';
import { isEphemeral } from '../state/store.js';
import { messageActions } from './actions.js';
import { attachments } from './attachments.js';
import { components } from './components.js';
import { embeds } from './embeds.js';
import { forwarded } from './forwarded.js';
import { aboveMessage } from './origin.js';
import { reactions } from './reactions.js';
import { stickers } from './stickers.js';
import { clockTime } from './time.js';

/**
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 */

const LOADING = 128;

/**
 * A message as its reader sees it.
 * @param {App} app
 * @param {PageMessage} message
 * @param {{ grouped: boolean }} options grouped: below another one of the same author
 */
export function messageView(app, message, { grouped }) {
	const texts = app.texts();
	const name = authorName(app, message);
	const isLoading = ((message.flags ?? 0) & LOADING) !== 0;
	const classes = ['message'];
	if (grouped) classes.push('grouped');
	if (isEphemeral(message)) classes.push('ephemeral');
	if (mentionsMe(app, message)) classes.push('mentions-me');
	return h(
		'article',
		{
			class: classes.join(' '),
			tabindex: -1,
			'data-id': message.id,
			'aria-label': `${name}, ${clockTime(message.timestamp, app.view.locale)}`,
		},
		aboveMessage(app, message),
		grouped
			? h(
					'time',
					{ class: 'time-aside', datetime: message.timestamp },
					clockTime(message.timestamp, app.view.locale),
				)
			: avatarOf(app, message.author),
		h(
			'div',
			{ class: 'message-body' },
			!grouped && header(app, message, name),
			isLoading
				? h(
						'p',
						{ class: 'thinking' },
						h('span', { class: 'dots', 'aria-hidden': 'true' }),
						texts.thinking(name),
					)
				: body(app, message),
			isEphemeral(message) && ephemeralNote(app, message),
		),
		messageActions(app, message),
	);
}

/**
 * @param {App} app
 * @param {PageMessage} message
 */
function body(app, message) {
	const texts = app.texts();
	return [
		message.content !== '' && markdown(app, message.content),
		message.edited_timestamp && h('span', { class: 'edited', title: message.edited_timestamp }, texts.edited),
		forwarded(app, message),
		attachments(app, message.attachments),
		stickers(app, message.sticker_items),
		embeds(app, message.embeds),
		components(app, message),
		reactions(app, message),
	];
}

/**
 * @param {App} app
 * @param {PageMessage} message
 */
export function authorName(app, { author, webhook_id, application_id }) {
	// A webhook's name is its own; answers to interactions come through one too, but from the bot.
	return webhook_id && !application_id ? author.username : app.names.user(author.id);
}

/**
 * @param {App} app
 * @param {PageMessage} message
 * @param {string} name
 */
function header(app, { author, timestamp, webhook_id }, name) {
	const color = app.names.color(author.id);
	return h(
		'p',
		{ class: 'message-head' },
		h('span', { class: 'author', vars: color ? { '--role': color } : {} }, name),
		(author.bot || webhook_id) && h('span', { class: 'badge' }, app.texts().botBadge),
		h(
			'time',
			{ datetime: timestamp, title: new Date(timestamp).toLocaleString(app.view.locale) },
			clockTime(timestamp, app.view.locale),
		),
	);
}

/**
 * @param {App} app
 * @param {PageMessage} message
 */
function ephemeralNote(app, { id }) {
	const texts = app.texts();
	return h(
		'p',
		{ class: 'ephemeral-note' },
		icon('eye'),
		h('span', {}, texts.onlyYou),
		h('button', { type: 'button', class: 'link', onclick: () => app.store.dismiss(id) }, texts.dismiss),
	);
}

/**
 * @param {App} app
 * @param {PageMessage} message
 */
function mentionsMe(app, { mentions, mention_everyone, mention_roles, author }) {
	const { userId, guild } = app.view;
	if (author.id === userId) return false;
	const roles = guild?.members.find(({ user }) => user.id === userId)?.roles ?? [];
	return (
		mention_everyone ||
		mentions.some(({ id }) => id === userId) ||
		mention_roles.some((id) => roles.includes(id))
	);
}
