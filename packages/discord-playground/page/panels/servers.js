import { byId, h, replace } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { openDm } from './channels.js';

/** @import { App } from '../app.js' */

/**
 * The rail with the servers of the person one speaks for, and their direct messages.
 * @param {App} app
 */
export function showServers(app) {
	const texts = app.texts();
	const { view } = app;
	const current = view.channel?.guild_id ?? '';
	/** @type {(id: string, name: string, content: import('../lib/dom.js').Child, unread: boolean) => HTMLElement} */
	const tile = (id, name, content, unread) =>
		h(
			'li',
			{ class: unread ? 'unread' : '' },
			h(
				'button',
				{
					...{
						type: 'button',
						class: 'server',
						title: name,
						'aria-label': unread ? texts.unread(name) : name,
					},
					'aria-current': id === current ? 'true' : undefined,
					onclick: () => {
						// Somebody who has written to nobody yet begins with the bot.
						if (id === '' && view.directMessages.length === 0) void openDm(app, app.store.world.bot.id);
						else view.openPlace(id);
					},
				},
				content,
			),
		);
	replace(
		byId('servers'),
		h(
			'ul',
			{},
			tile(
				'',
				texts.directMessages,
				icon('mail'),
				view.directMessages.some(({ id }) => view.isUnread(id)),
			),
			view.guilds.map(({ id, name }) =>
				tile(
					id,
					name,
					initials(name),
					view.channelsOf(id).some((channel) => view.isUnread(channel.id)),
				),
			),
		),
	);
}

/** @param {string} name */
function initials(name) {
	const words = name.split(/\s+/);
	return words.length > 1
		? words
				.map((word) => [...word][0])
				.join('')
				.slice(0, 3)
		: [...name].slice(0, 2).join('');
}
