import { html } from '../lib/html.js';
import { Markdown } from '../markdown/markdown.js';
import { view } from '../state/view.js';
import { Attachments, Stickers } from './attachments.js';
import { Embed } from './embed.js';

/** @import { APIMessageSnapshotFields } from 'discord-api-types/v10' */

/** @param {{ message: APIMessageSnapshotFields }} props a message, or what a forward has of it */
export function MessageContent({ message }) {
	return html`
		${message.content !== '' && html`<${Markdown} source=${message.content} />`}
		<${Attachments} files=${message.attachments} />
		<${Stickers} items=${message.sticker_items} />
		${message.embeds.map((embed) => html`<${Embed} embed=${embed} />`)}
	`;
}

/** @param {string} timestamp */
export function clockTime(timestamp) {
	return new Date(timestamp).toLocaleTimeString(view.locale, { timeStyle: 'short' });
}
