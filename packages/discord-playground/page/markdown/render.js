import { useState } from 'preact/hooks';
import { compose } from '../composer/acts.js';
import { html } from '../lib/html.js';
import { channelName, userName } from '../state/names.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { parseMarkdown } from './blocks.js';
import { parseInline } from './inline.js';
import { Timestamp } from './timestamp.js';

/**
 * @import { Children } from '../lib/html.js'
 * @import { Block } from './blocks.js'
 * @import { Inline } from './inline.js'
 */

const JUMBO =
	/^(?:\s*(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*|<a?:\w+:\d+>)){1,27}\s*$/u;

/** @param {{ source: string }} props */
export function Markdown({ source }) {
	return html`
		<div class="markdown ${JUMBO.test(source) ? 'jumbo' : ''}">${parseMarkdown(source).map(renderBlock)}</div>
	`;
}

/**
 * A line without blocks, as in embed titles and replies.
 * @param {{ source: string }} props
 */
export function InlineMarkdown({ source }) {
	return parseInline(source).map(renderInline);
}

/**
 * @param {Block} block
 * @returns {Children}
 */
function renderBlock(block) {
	switch (block.type) {
		case 'paragraph':
			return html`<p>${block.children.map(renderInline)}</p>`;
		case 'subtext':
			return html`<small>${block.children.map(renderInline)}</small>`;
		case 'heading':
			// The page's own headings come first.
			return html`<${`h${block.level + 3}`}>${block.children.map(renderInline)}<//>`;
		case 'codeBlock':
			return html`<pre data-language=${block.language || undefined}><code>${block.text}</code></pre>`;
		case 'quote':
			return html`<blockquote>${block.blocks.map(renderBlock)}</blockquote>`;
		case 'list': {
			const items = block.items.map(
				({ children, blocks }) => html`<li>${children.map(renderInline)}${blocks.map(renderBlock)}</li>`,
			);
			return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`;
		}
	}
}

/**
 * @param {Inline} node
 * @returns {Children}
 */
function renderInline(node) {
	switch (node.type) {
		case 'text':
			return node.text;
		case 'code':
			return html`<code>${node.text}</code>`;
		case 'strong':
		case 'em':
		case 'u':
		case 's':
			return html`<${node.type}>${node.children.map(renderInline)}<//>`;
		case 'spoiler':
			return html`<${Spoiler}>${node.children.map(renderInline)}<//>`;
		case 'link':
			return html`<${ExternalLink} url=${node.url}>${node.children.map(renderInline)}<//>`;
		case 'everyone':
			return html`<span class="mention">${node.text}</span>`;
		case 'user':
			return html`<span class="mention">@${userName(node.id)}</span>`;
		case 'role':
			return html`<span class="mention">@${store.role(node.id)?.name ?? texts.unknownRole}</span>`;
		case 'channel': {
			const name = `#${channelName(store.channel(node.id))}`;
			if (!view.mayRead(node.id)) return html`<span class="mention">${name}</span>`;
			return html`<button type="button" class="mention" onClick=${() => view.open(node.id)}>${name}</button>`;
		}
		case 'command':
			return html`<${CommandMention} name=${node.name} />`;
		case 'time':
			return html`<${Timestamp} seconds=${node.seconds} style=${node.style} />`;
		case 'emoji':
			return `:${node.name}:`;
	}
}

/**
 * A button that offers a command in the composer.
 * @param {{ name: string, shown?: string }} props
 */
export function CommandMention({ name, shown = name }) {
	return html`<button type="button" class="mention" onClick=${() => compose.command(name)}>/${shown}</button>`;
}

/**
 * Covered until it is asked for.
 * @param {{ children: Children }} props
 */
function Spoiler({ children }) {
	const [isRevealed, setRevealed] = useState(false);
	const content = html`<span class="spoiler-text">${children}</span>`;
	if (isRevealed) return html`<span class="spoiler revealed">${content}</span>`;
	const reveal = () => setRevealed(true);
	return html`
		<span
			class="spoiler"
			role="button"
			tabindex="0"
			aria-label=${texts.spoiler}
			onClick=${reveal}
			onKeyDown=${(/** @type {KeyboardEvent} */ { key }) => key === 'Enter' && reveal()}
		>
			${content}
		</span>
	`;
}

/**
 * What anything but a web address would do when clicked is not for a message to decide.
 * @param {{ url: string | undefined, children: Children }} props
 */
export function ExternalLink({ url, children }) {
	if (url === undefined) return children;
	const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
	const href = isWeb ? url : undefined;
	return html`<a href=${href} target="_blank" rel="noopener noreferrer" title=${url}>${children}</a>`;
}
