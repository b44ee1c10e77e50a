import { h } from '../lib/dom.js';
import { openDialog } from '../overlay/dialog.js';
import { channelIcon } from '../panels/channel-icon.js';
import { perform } from '../state/api.js';

/**
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 */

/**
 * Asks where to forward a message to, and does so.
 * @param {App} app
 * @param {PageMessage} message
 */
export function openForward(app, message) {
	const texts = app.texts();
	const { view } = app;
	const places = [...view.guilds.flatMap(({ id }) => view.channelsOf(id)), ...view.directMessages].filter(
		(channel) => view.mayWrite(channel),
	);
	const dialog = openDialog(
		{ title: texts.forwardTo, closeLabel: texts.close, class: 'forward' },
		h(
			'ul',
			{ class: 'places' },
			places.map((channel) =>
				h(
					'li',
					{},
					h(
						'button',
						{
							type: 'button',
							class: 'place',
							onclick: async () => {
								dialog.close();
								const act = { user: view.userId, channel: channel.id, forwardOf: message.id };
								if (await app.attempt(() => perform({ act: 'post', ...act }))) view.open(channel.id);
							},
						},
						channelIcon(channel),
						h('span', {}, app.names.ofChannel(channel)),
						h('small', {}, app.store.guild(channel.guild_id)?.name ?? texts.directMessages),
					),
				),
			),
		),
	);
}
