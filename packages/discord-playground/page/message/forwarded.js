import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { markdown } from '../markdown/render.js';
import { attachments } from './attachments.js';
import { embeds } from './embeds.js';
import { stickers } from './stickers.js';
import { clockTime } from './time.js';

/**
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 */

/**
 * @param {App} app
 * @param {PageMessage} message
 */
export function forwarded(app, { message_snapshots: snapshots, message_reference: reference }) {
	return snapshots?.map(({ message }) => {
		const origin = reference && app.store.channel(reference.channel_id);
		return h(
			'div',
			{ class: 'forwarded' },
			h('p', { class: 'forwarded-head' }, icon('forward'), h('em', {}, app.texts().forwarded)),
			message.content !== '' && markdown(app, message.content),
			attachments(app, message.attachments),
			stickers(app, message.sticker_items),
			embeds(app, message.embeds),
			h(
				'small',
				{},
				origin && app.view.mayRead(origin.id) && `#${app.names.ofChannel(origin)} · `,
				clockTime(message.timestamp, app.view.locale),
			),
		);
	});
}
