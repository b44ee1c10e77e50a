import { html } from '../lib/html.js';
import { attempt, perform } from '../state/api.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { openMenu } from './menu.js';

/** Drawn for the playground. @type {readonly ['crow', 'boar', 'monkey', 'teapot']} */
export const SAMPLES = ['crow', 'boar', 'monkey', 'teapot'];

/** @typedef {(typeof SAMPLES)[number]} Sample */

/** @param {Sample} name */
export function sampleUrl(name) {
	return `/samples/${name}.jpg`;
}

/** @param {Sample} name */
export async function sampleFile(name) {
	const response = await fetch(sampleUrl(name));
	return new File([await response.blob()], `${name}.jpg`, { type: 'image/jpeg' });
}

/**
 * Posts a sample picture at once.
 * @param {Sample} name
 */
export async function postSample(name) {
	const place = { user: view.userId, channel: view.channelId };
	const file = await sampleFile(name);
	await attempt(() => perform({ act: 'post', ...place, attachments: [{ file: 0 }] }, [file]));
}

/** @param {HTMLElement} at */
export function openSamples(at) {
	const items = SAMPLES.map((name) => ({
		label: texts.samples[name],
		leading: html`<img class="menu-picture" src=${sampleUrl(name)} alt="" />`,
		run: () => void postSample(name),
	}));
	openMenu({ at, label: texts.samplePictures, sections: [{ heading: texts.postSample, items }] });
}
