import { html } from '../lib/html.js';
import { InlineMarkdown } from '../markdown/inline.js';
import { Markdown } from '../markdown/markdown.js';
import { ExternalLink } from '../markdown/parts.js';
import { hexColor } from '../state/names.js';
import { view } from '../state/view.js';
import { Picture } from './attachments.js';

/** @import { APIEmbed, APIEmbedField } from 'discord-api-types/v10' */

/** @param {{ embed: APIEmbed }} props */
export function Embed({ embed }) {
	const { color, provider, author, title, url, description, fields, image, thumbnail, footer, timestamp } =
		embed;
	const time =
		timestamp && new Date(timestamp).toLocaleString(view.locale, { dateStyle: 'short', timeStyle: 'short' });
	const foot = [footer?.text, time].filter(Boolean).join(' · ');
	return html`
		<div
			class="card embed ${thumbnail ? 'with-thumbnail' : ''}"
			style=${color === undefined ? {} : { '--accent': hexColor(color) }}
		>
			${provider?.name && html`<p class="quiet">${provider.name}</p>`}
			${author && html`<p class="embed-author"><${ExternalLink} url=${author.url}>${author.name}<//></p>`}
			${title && html`<p class="embed-title"><${ExternalLink} url=${url}><${InlineMarkdown} source=${title} /><//></p>`}
			${description && html`<${Markdown} source=${description} />`}
			${fields?.length && html`<dl class="embed-fields">${fields.map(field)}</dl>`}
			${thumbnail && html`<div class="embed-thumbnail"><${Picture} ...${thumbnail} name=${title ?? ''} /></div>`}
			${image && html`<${Picture} ...${image} name=${title ?? ''} />`}
			${foot && html`<p class="quiet">${foot}</p>`}
		</div>
	`;
}

/** @param {APIEmbedField} field */
function field({ name, value, inline }) {
	return html`
		<div class=${inline ? 'inline' : ''}>
			<dt><${InlineMarkdown} source=${name} /></dt>
			<dd><${Markdown} source=${value} /></dd>
		</div>
	`;
}
