import { compose } from '../composer/acts.js';
import { nameOf } from '../composer/commands.js';
import { openMenu } from '../overlay/menu.js';
import { attempt, offeredCommands, perform } from '../state/api.js';
import { interact } from '../state/interactions.js';
import { Permission } from '../state/permissions.js';
import { isEphemeral, store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { openForward } from './forward.js';
import { chooseReaction, mayReact } from './reactions.js';

/**
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 * @import { MenuItem, Place } from '../overlay/menu.js'
 */

const MESSAGE_COMMAND = 3;

/**
 * What can be done with a message, and the bot's commands for messages.
 * @param {PageMessage} message
 * @param {Place} at
 */
export async function openMessageMenu(message, at) {
	const commands = await offeredCommands();
	const call = { user: view.userId, message: message.id };
	const apps = commands
		.filter(({ type }) => type === MESSAGE_COMMAND)
		.map((command) => ({
			label: nameOf(command),
			run: () => void interact({ act: 'messageCommand', ...call, command: command.name }),
		}));
	const sections = [{ heading: texts.apps, items: apps }, { items: actionsFor(message, at) }];
	openMenu({ at, label: texts.messageActions, sections });
}

/**
 * @param {PageMessage} message
 * @param {Place} at
 * @returns {MenuItem[]}
 */
function actionsFor(message, at) {
	const { id, channel_id, author, message_snapshots } = message;
	const channel = store.channel(channel_id);
	/** @type {MenuItem} */
	const copyId = { label: texts.copyId, icon: 'copy', run: () => void navigator.clipboard?.writeText(id) };
	if (isEphemeral(message)) {
		return [{ label: texts.dismiss, icon: 'close', run: () => store.dismiss(id) }, copyId];
	}
	const isMine = author.id === view.userId;
	const remove = () => void attempt(() => perform({ act: 'delete', user: view.userId, message: id }));
	/** @type {readonly [boolean, MenuItem][]} */
	const items = [
		[mayReact(message), { label: texts.react, icon: 'smile', run: () => chooseReaction(message, at) }],
		[
			channel !== undefined && view.mayWrite(channel),
			{ label: texts.reply, icon: 'reply', run: () => compose.reply(message) },
		],
		[true, { label: texts.forward, icon: 'forward', run: () => openForward(message) }],
		[isMine && !message_snapshots, { label: texts.edit, icon: 'pencil', run: () => compose.edit(message) }],
		[true, copyId],
		[
			isMine || view.may(channel_id, Permission.manageMessages),
			{ label: texts.delete, icon: 'trash', danger: true, run: remove },
		],
	];
	return items.filter(([isOffered]) => isOffered).map(([, item]) => item);
}
