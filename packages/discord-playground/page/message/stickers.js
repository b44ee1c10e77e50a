import { h } from '../lib/dom.js';

/**
 * @import { APIStickerItem } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 */

const LOTTIE = 3;
const GIF = 4;

/**
 * @param {App} _app
 * @param {readonly APIStickerItem[] | undefined} items
 */
export function stickers(_app, items) {
	return items?.map(({ id, name, format_type }) =>
		format_type === LOTTIE
			? h('span', { class: 'sticker-name' }, name)
			: h('img', { class: 'sticker', src: stickerUrl(id, format_type), alt: name, title: name }),
	);
}

/**
 * @param {string} id
 * @param {number} format
 */
export function stickerUrl(id, format) {
	return `/stickers/${id}.${format === GIF ? 'gif' : 'png'}`;
}
