import { h } from '../lib/dom.js';
import { stickerUrl } from '../message/stickers.js';
import { openMenu } from '../overlay/menu.js';
import { perform } from '../state/api.js';
import { SAMPLES, sampleFile, sampleUrl } from './samples.js';

/**
 * @import { App } from '../app.js'
 * @import { Sample } from './samples.js'
 */

/**
 * Posts a sample picture at once.
 * @param {App} app
 * @param {Sample} name
 */
export async function postSample(app, name) {
	const { userId, channelId } = app.view;
	const file = await sampleFile(name);
	await app.attempt(() =>
		perform({ act: 'post', user: userId, channel: channelId, attachments: [{ file: 0 }] }, [file]),
	);
}

/**
 * @param {App} app
 * @param {Element} anchor
 */
export function openSamples(app, anchor) {
	const texts = app.texts();
	openMenu({
		at: anchor,
		label: texts.samplePictures,
		sections: [
			{
				heading: texts.postSample,
				items: SAMPLES.map((name) => ({
					label: texts.samples[name],
					leading: h('img', { class: 'menu-picture', src: sampleUrl(name), alt: '' }),
					run: () => void postSample(app, name),
				})),
			},
		],
	});
}

/**
 * @param {App} app
 * @param {Element} anchor
 */
export function openStickers(app, anchor) {
	const texts = app.texts();
	const { userId, channelId, guild } = app.view;
	openMenu({
		at: anchor,
		label: texts.stickers,
		sections: [
			{
				heading: texts.stickers,
				items: (guild?.stickers ?? []).map(({ id, name, format_type }) => ({
					label: name,
					leading: h('img', { class: 'menu-picture', src: stickerUrl(id, format_type), alt: '' }),
					run: () =>
						void app.attempt(() =>
							perform({ act: 'post', user: userId, channel: channelId, stickers: [id] }),
						),
				})),
			},
		],
	});
}
