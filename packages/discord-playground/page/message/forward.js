import { html } from '../lib/html.js';
import { ChannelIcon, Icon } from '../lib/icons.js';
import { openDialog } from '../overlay/dialog.js';
import { attempt, perform } from '../state/api.js';
import { channelName } from '../state/names.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { clockTime, MessageContent } from './content.js';

/**
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 * @import { AnyChannel } from '../state/store.js'
 */

/**
 * What a forward carries of another message.
 * @param {{ message: PageMessage }} props
 */
export function Forwarded({ message: { message_snapshots: snapshots, message_reference: reference } }) {
	const origin = store.channel(reference?.channel_id);
	const place = origin && view.mayRead(origin.id) ? `#${channelName(origin)} · ` : '';
	return snapshots?.map(
		({ message }) => html`
			<div class="forwarded">
				<p class="line quiet"><${Icon} name="forward" /><em>${texts.forwarded}</em></p>
				<${MessageContent} message=${message} />
				<small>${place}${clockTime(message.timestamp)}</small>
			</div>
		`,
	);
}

/**
 * Asks where to forward a message to, and does so.
 * @param {PageMessage} message
 */
export function openForward(message) {
	const places = [...view.guilds.flatMap(({ id }) => view.channelsOf(id)), ...view.directMessages].filter(
		(channel) => view.mayWrite(channel),
	);
	/** @param {AnyChannel} channel */
	const forward = async ({ id }) => {
		const act = { user: view.userId, channel: id, forwardOf: message.id };
		if (await attempt(() => perform({ act: 'post', ...act }))) view.open(id);
	};
	/** @param {AnyChannel} channel @param {() => void} close */
	const placeView = (channel, close) => {
		const onClick = () => {
			close();
			void forward(channel);
		};
		return html`
			<button type="button" class="item" onClick=${onClick}>
				<${ChannelIcon} channel=${channel} />
				<span>${channelName(channel)}</span>
				<small class="end">${store.guild(channel.guild_id)?.name ?? texts.directMessages}</small>
			</button>
		`;
	};
	openDialog({
		title: texts.forwardTo,
		content: (close) => html`<div class="places">${places.map((place) => placeView(place, close))}</div>`,
	});
}
