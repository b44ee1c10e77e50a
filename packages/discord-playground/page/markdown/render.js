import { h } from '../lib/dom.js';
import { parseMarkdown } from './blocks.js';
import { parseInline } from './inline.js';
import { timestamp } from './timestamp.js';

/**
 * @import { App } from '../app.js'
 * @import { Block } from './blocks.js'
 * @import { Inline } from './inline.js'
 */

/**
 * @param {App} app
 * @param {string} source
 * @returns {HTMLElement}
 */
export function markdown(app, source) {
	const isJumbo =
		/^(?:\s*(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*|<a?:\w+:\d+>)){1,27}\s*$/u;
	const blocks = parseMarkdown(source).map((block) => renderBlock(app, block));
	return h('div', { class: `markdown${isJumbo.test(source) ? ' jumbo' : ''}` }, blocks);
}

/**
 * A line without blocks, as in embed titles and replies.
 * @param {App} app
 * @param {string} source
 */
export function inlineMarkdown(app, source) {
	return parseInline(source).map((node) => renderInline(app, node));
}

/**
 * @param {App} app
 * @param {Block} block
 * @returns {HTMLElement}
 */
function renderBlock(app, block) {
	switch (block.type) {
		case 'paragraph':
			return h('p', {}, inlines(app, block.children));
		case 'subtext':
			return h('small', {}, inlines(app, block.children));
		case 'heading':
			// The page's own headings come first.
			return h(/** @type {'h4'} */ (`h${block.level + 3}`), {}, inlines(app, block.children));
		case 'codeBlock':
			return h('pre', { 'data-language': block.language || undefined }, h('code', {}, block.text));
		case 'quote':
			return h(
				'blockquote',
				{},
				block.blocks.map((each) => renderBlock(app, each)),
			);
		case 'list': {
			const items = block.items.map(({ children, blocks }) =>
				h(
					'li',
					{},
					inlines(app, children),
					blocks.map((each) => renderBlock(app, each)),
				),
			);
			return block.ordered ? h('ol', { start: block.start }, items) : h('ul', {}, items);
		}
	}
}

/**
 * @param {App} app
 * @param {readonly Inline[]} nodes
 */
function inlines(app, nodes) {
	return nodes.map((node) => renderInline(app, node));
}

/**
 * @param {App} app
 * @param {Inline} node
 * @returns {Node | string}
 */
function renderInline(app, node) {
	switch (node.type) {
		case 'text':
			return node.text;
		case 'code':
			return h('code', {}, node.text);
		case 'strong':
		case 'em':
		case 'u':
		case 's':
			return h(node.type, {}, inlines(app, node.children));
		case 'spoiler':
			return spoiler(app, inlines(app, node.children));
		case 'link':
			return externalLink(node.url, inlines(app, node.children));
		case 'everyone':
			return h('span', { class: 'mention' }, node.text);
		case 'user':
			return h('span', { class: 'mention' }, `@${app.names.user(node.id)}`);
		case 'role':
			return roleMention(app, node.id);
		case 'channel':
			return channelMention(app, node.id);
		case 'command':
			return h(
				'button',
				{ type: 'button', class: 'mention', onclick: () => app.startCommand(node.name) },
				`/${node.name}`,
			);
		case 'time':
			return timestamp(node.seconds, node.style, app.view.locale);
		case 'emoji':
			return `:${node.name}:`;
	}
}

/**
 * Covered until it is asked for.
 * @param {App} app
 * @param {(Node | string)[]} children
 */
function spoiler(app, children) {
	const content = h('span', { class: 'spoiler-text' }, children);
	const cover = h(
		'span',
		{ class: 'spoiler', role: 'button', tabindex: 0, 'aria-label': app.texts().spoiler },
		content,
	);
	const reveal = () => {
		cover.classList.add('revealed');
		for (const name of ['role', 'tabindex', 'aria-label']) cover.removeAttribute(name);
	};
	cover.addEventListener('click', reveal);
	cover.addEventListener('keydown', ({ key }) => {
		if (key === 'Enter') reveal();
	});
	return cover;
}

/**
 * @param {string} url
 * @param {(Node | string)[]} children
 */
export function externalLink(url, children) {
	return h('a', { href: safeUrl(url), target: '_blank', rel: 'noopener noreferrer', title: url }, children);
}

/**
 * What anything but a web address would do when clicked is not for a message to decide.
 * @param {string} url
 */
function safeUrl(url) {
	return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}

/**
 * @param {App} app
 * @param {string} id
 */
function roleMention(app, id) {
	const role = app.store.role(id);
	return h('span', { class: 'mention' }, `@${role?.name ?? app.texts().unknownRole}`);
}

/**
 * @param {App} app
 * @param {string} id
 */
function channelMention(app, id) {
	const name = app.names.channel(id);
	if (!app.view.mayRead(id)) return h('span', { class: 'mention' }, `#${name}`);
	return h('button', { type: 'button', class: 'mention', onclick: () => app.view.open(id) }, `#${name}`);
}
