import { nameOf } from '../composer/commands.js';
import { Avatar } from '../lib/avatar.js';
import { html } from '../lib/html.js';
import { runWith } from '../lib/icons.js';
import { openMenu } from '../overlay/menu.js';
import { offeredCommands } from '../state/api.js';
import { interact } from '../state/interactions.js';
import { roleStyle, userName } from '../state/names.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { openDm } from './channels.js';

/** @import { APIUser } from 'discord-api-types/v10' */

const USER_COMMAND = 2;

/** Who is here. */
export function Members() {
	const { guild, channel } = view;
	const users = guild?.members.map(({ user }) => user) ?? channel?.recipients ?? [];
	const known = users.map(({ id }) => store.user(id) ?? store.world.bot);
	return html`
		<aside id="members" aria-label=${texts.regions.members}>
			<${Section} heading=${texts.bots} users=${known.filter(({ bot }) => bot)} />
			<${Section} heading=${texts.people} users=${known.filter(({ bot }) => !bot)} />
		</aside>
	`;
}

/** @param {{ heading: string, users: readonly APIUser[] }} props */
function Section({ heading, users }) {
	if (users.length === 0) return null;
	return html`
		<h2>${heading}</h2>
		<ul>${users.map((user) => html`<li key=${user.id}><${Member} user=${user} /></li>`)}</ul>
	`;
}

/** @param {{ user: APIUser }} props */
function Member({ user }) {
	const { bot, botOnline } = store.world;
	const open = runWith((anchor) => void openMemberMenu(user, anchor));
	const status = html`
		<small class=${botOnline ? 'online' : 'offline'}>${botOnline ? texts.online : texts.offline}</small>
	`;
	return html`
		<button type="button" class="item muted member" onClick=${open}>
			<${Avatar} user=${user} />
			<span class="member-text">
				<span class="author clip" style=${roleStyle(user.id)}>${userName(user.id)}</span>
				${user.id === bot.id && status}
				${user.id === view.userId && html`<small>${texts.thisIsYou}</small>`}
			</span>
		</button>
	`;
}

/**
 * @param {APIUser} user
 * @param {HTMLElement} at
 */
async function openMemberMenu(user, at) {
	const { userId, channelId } = view;
	const label = userName(user.id);
	const commands = (await offeredCommands()).filter(({ type }) => type === USER_COMMAND);
	const call = { user: userId, channel: channelId, target: user.id };
	const apps = commands.map((command) => ({
		label: nameOf(command),
		run: () => void interact({ act: 'userCommand', ...call, command: command.name }),
	}));
	const message = { label: texts.message, run: () => void openDm(user.id) };
	const speak = { label: texts.speakAs(label), run: () => view.speakAs(user.id) };
	const copy = { label: texts.copyId, run: () => void navigator.clipboard?.writeText(user.id) };
	const isMe = user.id === userId;
	const items = [...(isMe ? [] : [message]), ...(user.bot || isMe ? [] : [speak]), copy];
	openMenu({ at, label, sections: [{ heading: texts.apps, items: apps }, { items }] });
}
