import { Avatar } from '../lib/avatar.js';
import { html } from '../lib/html.js';
import { ChannelIcon } from '../lib/icons.js';
import { attempt, perform } from '../state/api.js';
import { channelName, userName } from '../state/names.js';
import { isDm, isThread } from '../state/permissions.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';

/** @import { AnyChannel } from '../state/store.js' */

/** The channels of the server one looks at, or direct messages. */
export function Channels() {
	const { guild } = view;
	const channels = guild ? view.channelsOf(guild.id) : view.directMessages;
	const bot = userName(store.world.bot.id);
	return html`
		<nav id="channels" aria-label=${texts.regions.channels}>
			<h2>${guild?.name ?? texts.directMessages}</h2>
			${guild && !guild.botIsMember && html`<p class="quiet">${texts.botNotHere(bot)}</p>`}
			<ul>${channels.map((channel) => html`<li key=${channel.id}><${Channel} channel=${channel} /></li>`)}</ul>
			${!guild && html`<${NewMessage} />`}
		</nav>
	`;
}

/** @param {{ channel: AnyChannel }} props */
function Channel({ channel }) {
	const name = channelName(channel);
	const isUnread = view.unread.has(channel.id);
	const other = isDm(channel) && channel.recipients?.find(({ id }) => id !== view.userId);
	const user = other && (store.user(other.id) ?? store.world.bot);
	return html`
		<button
			type="button"
			class="item muted channel ${isThread(channel) ? 'thread' : ''} ${isUnread ? 'unread' : ''}"
			aria-current=${channel.id === view.channelId ? 'page' : undefined}
			aria-label=${isUnread ? texts.unread(name) : undefined}
			onClick=${() => view.open(channel.id)}
		>
			${user ? html`<${Avatar} user=${user} />` : html`<${ChannelIcon} channel=${channel} />`}
			<span class="clip">${name}</span>
			${channel.nsfw && html`<span class="badge plain end" title=${texts.ageRestricted}>18+</span>`}
		</button>
	`;
}

/** Whom one could write to, but has not yet. */
function NewMessage() {
	const { bot, users } = store.world;
	const known = view.directMessages.flatMap(({ recipients }) => recipients?.map(({ id }) => id) ?? []);
	const others = [bot, ...users.filter((user) => !user.bot)].filter(
		({ id }) => id !== view.userId && !known.includes(id),
	);
	if (others.length === 0) return null;
	const views = others.map(
		(user) => html`
			<li>
				<button type="button" class="item muted channel" onClick=${() => void openDm(user.id)}>
					<${Avatar} user=${user} />
					<span class="clip">${userName(user.id)}</span>
				</button>
			</li>
		`,
	);
	return html`
		<h3>${texts.writeTo}</h3>
		<ul>${views}</ul>
	`;
}

/** @param {string} userId */
export async function openDm(userId) {
	const opened = await attempt(() => perform({ act: 'openDm', user: view.userId, with: userId }));
	if (opened) view.openWhenKnown(opened.id);
}
