import { html } from '../lib/html.js';
import { stickerUrl } from '../message/attachments.js';
import { openMenu } from '../overlay/menu.js';
import { attempt, perform } from '../state/api.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';

/** @param {HTMLElement} at */
export function openStickers(at) {
	const { userId: user, channelId: channel, guild } = view;
	const items = (guild?.stickers ?? []).map(({ id, name, format_type }) => ({
		label: name,
		leading: html`<img class="menu-picture" src=${stickerUrl(id, format_type)} alt="" />`,
		run: () => void attempt(() => perform({ act: 'post', user, channel, stickers: [id] })),
	}));
	openMenu({ at, label: texts.stickers, sections: [{ heading: texts.stickers, items }] });
}
