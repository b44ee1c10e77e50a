import { avatarOf } from '../lib/avatar.js';
import { byId, h, replace } from '../lib/dom.js';
import { perform } from '../state/api.js';
import { isDm, isThread } from '../state/permissions.js';
import { channelIcon } from './channel-icon.js';

/**
 * @import { App } from '../app.js'
 * @import { AnyChannel } from '../state/store.js'
 */

/**
 * The channels of the server one looks at, or direct messages.
 * @param {App} app
 */
export function showChannels(app) {
	const { view } = app;
	const texts = app.texts();
	const { guild } = view;
	const channels = guild ? view.channelsOf(guild.id) : view.directMessages;
	replace(
		byId('channels'),
		h('h2', {}, guild?.name ?? texts.directMessages),
		guild &&
			!guild.botIsMember &&
			h('p', { class: 'aside-note' }, texts.botNotHere(app.names.user(app.store.world.bot.id))),
		h(
			'ul',
			{},
			channels.map((channel) => h('li', {}, channelButton(app, channel))),
		),
		!guild && newMessage(app),
	);
}

/**
 * @param {App} app
 * @param {AnyChannel} channel
 */
function channelButton(app, channel) {
	const { view } = app;
	const name = app.names.ofChannel(channel);
	const classes = ['channel'];
	if (isThread(channel)) classes.push('thread');
	if (view.isUnread(channel.id)) classes.push('unread');
	const other = isDm(channel) && channel.recipients?.find(({ id }) => id !== view.userId);
	const user = other && (app.store.user(other.id) ?? app.store.world.bot);
	return h(
		'button',
		{
			...{ type: 'button', class: classes.join(' ') },
			'aria-current': channel.id === view.channelId ? 'page' : undefined,
			'aria-label': view.isUnread(channel.id) ? app.texts().unread(name) : undefined,
			onclick: () => {
				view.open(channel.id);
				document.body.classList.remove('drawer');
			},
		},
		user ? avatarOf(app, user) : channelIcon(channel),
		h('span', {}, name),
		channel.nsfw && h('span', { class: 'badge quiet', title: app.texts().ageRestricted }, '18+'),
	);
}

/**
 * Whom one could write to, but has not yet.
 * @param {App} app
 */
function newMessage(app) {
	const { view } = app;
	const { bot, users } = app.store.world;
	const known = new Set(
		view.directMessages.flatMap(({ recipients }) => recipients?.map(({ id }) => id) ?? []),
	);
	const others = [bot, ...users.filter((user) => !user.bot)].filter(
		({ id }) => id !== view.userId && !known.has(id),
	);
	if (others.length === 0) return undefined;
	return [
		h('h3', {}, app.texts().writeTo),
		h(
			'ul',
			{},
			others.map((user) =>
				h(
					'li',
					{},
					h(
						'button',
						{ type: 'button', class: 'channel', onclick: () => void openDm(app, user.id) },
						avatarOf(app, user),
						h('span', {}, app.names.user(user.id)),
					),
				),
			),
		),
	];
}

/**
 * @param {App} app
 * @param {string} userId
 */
export async function openDm(app, userId) {
	const { view } = app;
	const opened = await app.attempt(() => perform({ act: 'openDm', user: view.userId, with: userId }));
	if (!opened) return;
	view.openWhenKnown(opened.id);
	document.body.classList.remove('drawer');
}
