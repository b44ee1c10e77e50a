import { localized } from '../composer/commands.js';
import { openMenu } from '../overlay/menu.js';
import { commandsFor, perform } from '../state/api.js';
import { Permission } from '../state/permissions.js';
import { isEphemeral } from '../state/store.js';
import { openForward } from './forward-dialog.js';
import { chooseReaction, mayReact } from './reactions.js';

/**
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 * @import { MenuItem } from '../overlay/menu.js'
 */

const MESSAGE_COMMAND = 3;

/**
 * What can be done with a message, and the bot's commands for messages.
 * @param {App} app
 * @param {PageMessage} message
 * @param {Element | { x: number, y: number }} at
 */
export async function openMessageMenu(app, message, at) {
	const { userId, locale } = app.view;
	const texts = app.texts();
	const commands = (await app.attempt(() => commandsFor(userId, message.channel_id))) ?? [];
	const apps = commands
		.filter(({ type }) => type === MESSAGE_COMMAND)
		.map((command) => ({
			label: localized(command.name, command.name_localizations, locale),
			run: () =>
				void app.interactions.start({
					act: 'messageCommand',
					user: userId,
					message: message.id,
					command: command.name,
				}),
		}));
	openMenu({
		at,
		label: texts.messageActions,
		sections: [{ heading: texts.apps, items: apps }, { items: actionsFor(app, message, at) }],
	});
}

/**
 * @param {App} app
 * @param {PageMessage} message
 * @param {Element | { x: number, y: number }} at
 * @returns {MenuItem[]}
 */
function actionsFor(app, message, at) {
	const texts = app.texts();
	const { view } = app;
	const channel = app.store.channel(message.channel_id);
	/** @type {MenuItem} */
	const copyId = {
		label: texts.copyId,
		icon: 'copy',
		run: () => void navigator.clipboard?.writeText(message.id),
	};
	if (isEphemeral(message)) {
		return [{ label: texts.dismiss, icon: 'close', run: () => app.store.dismiss(message.id) }, copyId];
	}
	const isMine = message.author.id === view.userId;
	const anchor =
		at instanceof Element ? at : document.querySelector(`[data-id="${message.id}"] .message-body`);
	/** @type {MenuItem[]} */
	const items = [];
	if (mayReact(app, message) && anchor)
		items.push({ label: texts.react, icon: 'smile', run: () => chooseReaction(app, message, anchor) });
	if (channel && view.mayWrite(channel))
		items.push({ label: texts.reply, icon: 'reply', run: () => app.startReply(message) });
	items.push({ label: texts.forward, icon: 'forward', run: () => openForward(app, message) });
	if (isMine && !message.message_snapshots)
		items.push({ label: texts.edit, icon: 'pencil', run: () => app.startEdit(message) });
	items.push(copyId);
	if (isMine || view.may(message.channel_id, Permission.manageMessages)) {
		const run = () =>
			void app.attempt(() => perform({ act: 'delete', user: view.userId, message: message.id }));
		items.push({ label: texts.delete, icon: 'trash', danger: true, run });
	}
	return items;
}
