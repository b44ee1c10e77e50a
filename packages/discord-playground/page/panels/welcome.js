import { postSample } from '../composer/extras.js';
import { SAMPLES, sampleUrl } from '../composer/samples.js';
import { h } from '../lib/dom.js';
import { icon, seal } from '../lib/icons.js';
import { isDm, Permission } from '../state/permissions.js';

/**
 * @import { App } from '../app.js'
 * @import { AnyChannel } from '../state/store.js'
 */

/**
 * What stands where a channel begins: what this is, and pictures to begin with.
 * @param {App} app
 * @param {AnyChannel} channel
 */
export function welcome(app, channel) {
	const texts = app.texts();
	const mayPost = app.view.mayWrite(channel) && app.view.may(channel.id, Permission.attachFiles);
	const name = app.names.ofChannel(channel);
	return h(
		'section',
		{ class: 'welcome' },
		seal(),
		h('h2', {}, isDm(channel) ? texts.welcomeDm(name) : texts.welcome(name)),
		h('p', { class: 'lead' }, texts.about),
		mayPost && [
			h('p', { class: 'try' }, texts.tryPicture),
			h(
				'ul',
				{ class: 'sample-cards' },
				SAMPLES.map((sample) =>
					h(
						'li',
						{},
						h(
							'button',
							{ type: 'button', class: 'sample-card', onclick: () => void postSample(app, sample) },
							h('img', { src: sampleUrl(sample), alt: '', width: 640, height: 480 }),
							h('span', {}, texts.samples[sample]),
						),
					),
				),
			),
			h('p', { class: 'drawings' }, h('small', {}, texts.drawings)),
			h(
				'ul',
				{ class: 'hints' },
				h('li', {}, icon('picture'), h('span', {}, texts.hintOwnPhoto)),
				h(
					'li',
					{},
					icon('slash'),
					h(
						'span',
						{},
						texts.hintCommand(
							h(
								'button',
								{ type: 'button', class: 'mention', onclick: () => app.startCommand('classify') },
								`/${texts.classify}`,
							),
						),
					),
				),
				h('li', {}, icon('user'), h('span', {}, texts.hintPeople)),
			),
		],
	);
}
