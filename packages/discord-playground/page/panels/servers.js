import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { openDm } from './channels.js';

/**
 * @import { Children } from '../lib/html.js'
 * @import { AnyChannel } from '../state/store.js'
 */

/** The rail with the servers of the person one speaks for, and their direct messages. */
export function Servers() {
	const mail = html`<${Icon} name="mail" />`;
	return html`
		<nav id="servers" aria-label=${texts.regions.servers}>
			<ul>
				<${Tile} id="" name=${texts.directMessages} channels=${view.directMessages}>${mail}<//>
				${view.guilds.map(({ id, name }) => html`<${Tile} key=${id} ...${{ id, name, short: initials(name) }} channels=${view.channelsOf(id)} />`)}
			</ul>
		</nav>
	`;
}

/**
 * @param {{ id: string, name: string, short?: string, channels: readonly AnyChannel[], children?: Children }} props
 * `short` is what stands on it; who speaks to the page may say that, too
 */
function Tile({ id, name, short, channels, children }) {
	const spoken = short ? `${short}, ${name}` : name;
	const isUnread = channels.some((channel) => view.unread.has(channel.id));
	const open = () => {
		// Somebody who has written to nobody yet begins with the bot.
		if (id === '' && channels.length === 0) void openDm(store.world.bot.id);
		else view.openPlace(id);
	};
	return html`
		<li class=${isUnread ? 'unread' : ''}>
			<button
				type="button"
				class="card muted server"
				title=${name}
				aria-label=${isUnread ? texts.unread(spoken) : spoken}
				aria-current=${id === (view.channel?.guild_id ?? '') ? 'true' : undefined}
				onClick=${open}
			>
				${short ?? children}
			</button>
		</li>
	`;
}

/** @param {string} name */
function initials(name) {
	const words = name.split(/\s+/);
	if (words.length === 1) return [...name].slice(0, 2).join('');
	const letters = words.map((word) => [...word][0]);
	return letters.join('').slice(0, 3);
}
