import { localized } from '../composer/commands.js';
import { avatarOf } from '../lib/avatar.js';
import { byId, h, replace } from '../lib/dom.js';
import { openMenu } from '../overlay/menu.js';
import { commandsFor } from '../state/api.js';
import { openDm } from './channels.js';

/**
 * @import { APIUser } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 */

const USER_COMMAND = 2;

/**
 * Who is here.
 * @param {App} app
 */
export function showMembers(app) {
	const texts = app.texts();
	const { guild, channel } = app.view;
	const users = guild?.members.map(({ user }) => user) ?? channel?.recipients ?? [];
	const known = users.map(({ id }) => app.store.user(id) ?? app.store.world.bot);
	/** @type {(heading: string, list: APIUser[]) => import('../lib/dom.js').Child} */
	const section = (heading, list) =>
		list.length > 0 && [
			h('h2', {}, heading),
			h(
				'ul',
				{},
				list.map((user) => h('li', {}, memberButton(app, user))),
			),
		];
	replace(
		byId('members'),
		section(
			texts.bots,
			known.filter(({ bot }) => bot),
		),
		section(
			texts.people,
			known.filter(({ bot }) => !bot),
		),
	);
}

/**
 * @param {App} app
 * @param {APIUser} user
 */
function memberButton(app, user) {
	const texts = app.texts();
	const color = app.names.color(user.id);
	const { bot, botOnline } = app.store.world;
	const isOurs = user.id === bot.id;
	const status = isOurs ? (botOnline ? texts.online : texts.offline) : undefined;
	return h(
		'button',
		{
			...{ type: 'button', class: 'member' },
			onclick: (/** @type {MouseEvent} */ { currentTarget }) =>
				void openMemberMenu(app, user, /** @type {Element} */ (currentTarget)),
		},
		avatarOf(app, user),
		h(
			'span',
			{ class: 'member-text' },
			h('span', { class: 'author', vars: color ? { '--role': color } : {} }, app.names.user(user.id)),
			status && h('small', { class: botOnline ? 'online' : 'offline' }, status),
			user.id === app.view.userId && h('small', {}, texts.thisIsYou),
		),
	);
}

/**
 * @param {App} app
 * @param {APIUser} user
 * @param {Element} anchor
 */
async function openMemberMenu(app, user, anchor) {
	const texts = app.texts();
	const { userId, channelId, locale } = app.view;
	const commands = (await app.attempt(() => commandsFor(userId, channelId))) ?? [];
	openMenu({
		at: anchor,
		label: app.names.user(user.id),
		sections: [
			{
				heading: texts.apps,
				items: commands
					.filter(({ type }) => type === USER_COMMAND)
					.map((command) => ({
						label: localized(command.name, command.name_localizations, locale),
						run: () => {
							const call = { user: userId, channel: channelId, target: user.id, command: command.name };
							void app.interactions.start({ act: 'userCommand', ...call });
						},
					})),
			},
			{
				items: [
					...(user.id === userId ? [] : [{ label: texts.message, run: () => void openDm(app, user.id) }]),
					...(user.bot || user.id === userId
						? []
						: [{ label: texts.speakAs(app.names.user(user.id)), run: () => app.view.speakAs(user.id) }]),
					{ label: texts.copyId, run: () => void navigator.clipboard?.writeText(user.id) },
				],
			},
		],
	});
}
