import { h } from '../lib/dom.js';
import { externalLink, inlineMarkdown, markdown } from '../markdown/render.js';
import { picture } from './attachments.js';

/**
 * @import { APIEmbed } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 */

/**
 * @param {App} app
 * @param {readonly APIEmbed[]} list
 */
export function embeds(app, list) {
	return list.map((embed) => embedView(app, embed));
}

/**
 * @param {App} app
 * @param {APIEmbed} embed
 */
function embedView(app, embed) {
	const { color, provider, author, title, url, description, fields, image, thumbnail, footer, timestamp } =
		embed;
	return h(
		'div',
		{
			class: `embed${thumbnail ? ' with-thumbnail' : ''}`,
			vars: color === undefined ? {} : { '--accent': `#${color.toString(16).padStart(6, '0')}` },
		},
		provider?.name && h('p', { class: 'embed-small' }, provider.name),
		author && h('p', { class: 'embed-author' }, maybeLink(author.url, [author.name])),
		title && h('p', { class: 'embed-title' }, maybeLink(url, inlineMarkdown(app, title))),
		description && markdown(app, description),
		fields &&
			fields.length > 0 &&
			h(
				'dl',
				{ class: 'embed-fields' },
				fields.map((field) =>
					h(
						'div',
						{ class: field.inline ? 'inline' : '' },
						h('dt', {}, inlineMarkdown(app, field.name)),
						h('dd', {}, markdown(app, field.value)),
					),
				),
			),
		thumbnail && h('div', { class: 'embed-thumbnail' }, picture(app, { ...thumbnail, name: title ?? '' })),
		image && picture(app, { ...image, name: title ?? '' }),
		(footer || timestamp) &&
			h(
				'p',
				{ class: 'embed-small' },
				[
					footer?.text,
					timestamp &&
						new Date(timestamp).toLocaleString(app.view.locale, { dateStyle: 'short', timeStyle: 'short' }),
				]
					.filter(Boolean)
					.join(' · '),
			),
	);
}

/**
 * @param {string | undefined} url
 * @param {(Node | string)[]} children
 */
function maybeLink(url, children) {
	return url === undefined ? children : externalLink(url, children);
}
