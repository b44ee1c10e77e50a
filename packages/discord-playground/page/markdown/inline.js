import { html } from '../lib/html.js';
import { channelName, userName } from '../state/names.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { CommandMention, ExternalLink, Spoiler } from './parts.js';
import { Timestamp } from './timestamp.js';

/** @import { Children } from '../lib/html.js' */

/** @typedef {(match: readonly string[]) => Children} Build */

/** @type {(element: string | Function) => Build} */
const styled = (element) => (match) => html`<${element}>${renderInline(match[1])}<//>`;

/** @type {(name: (id: string) => string) => Build} */
const mention = (name) => (match) => html`<span class="mention">${name(match[1])}</span>`;

/** @type {Build} */
const bareLink = ([match, url = match]) => html`<${ExternalLink} url=${url}>${url}<//>`;

/**
 * In the order in which Discord tries them; each pattern is tried at one place only (sticky), and the last one always fits.
 * @type {readonly [RegExp, Build][]}
 */
const RULES = [
	[/\\([^0-9A-Za-z\s])/y, ([, symbol]) => symbol],
	[/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , code]) => html`<code>${unpadded(code)}</code>`],
	[/<(https?:\/\/[^\s<>]+)>/y, bareLink],
	[
		/\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)/y,
		([, text, url]) => html`<${ExternalLink} url=${url}>${renderInline(text)}<//>`,
	],
	[/https?:\/\/[^\s<]*[^\s<.,:;"')\]|*_~]/y, bareLink],
	[/<@!?(\d{15,21})>/y, mention((id) => `@${userName(id)}`)],
	[/<@&(\d{15,21})>/y, mention((id) => `@${store.role(id)?.name ?? texts.unknownRole}`)],
	[/<#(\d{15,21})>/y, ([, id]) => channelMention(id)],
	[/(@(?:everyone|here))/y, mention((name) => name)],
	[/<\/([^:<>]{1,100}):\d{15,21}>/y, ([, name]) => html`<${CommandMention} name=${name} />`],
	[
		/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y,
		([, seconds, style = 'f']) => html`<${Timestamp} seconds=${Number(seconds)} style=${style} />`,
	],
	[/<a?:(\w{2,32}):\d{15,21}>/y, ([, name]) => `:${name}:`],
	[/\|\|([\s\S]+?)\|\|/y, styled(Spoiler)],
	[/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, styled('strong')],
	[/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, styled('u')],
	[/~~((?:\\[\s\S]|[^\\])+?)~~/y, styled('s')],
	[/\*(?=\S)((?:\\[\s\S]|\*\*|[^*\\])+?)(?<!\s)\*(?!\*)/y, styled('em')],
	// Not within a word: snake_case stays as it is.
	[/(?<!\w)_((?:\\[\s\S]|__|[^_\\])+?)_(?!\w)/y, styled('em')],
	// Up to the next character with which any of the others begins.
	[/[\s\S][^\\`<[h@|*_~]*/y, ([text]) => text],
];

/**
 * Formatting within a line, as Discord reads it. Newlines stay in the text.
 * @param {string} source
 * @returns {Children[]}
 */
export function renderInline(source) {
	/** @type {Children[]} */
	const views = [];
	let position = 0;
	while (position < source.length) {
		for (const [pattern, build] of RULES) {
			pattern.lastIndex = position;
			const match = pattern.exec(source);
			if (!match) continue;
			position += match[0].length;
			views.push(build(match));
			break;
		}
	}
	return views;
}

/**
 * A line without blocks, as in embed titles and replies.
 * @param {{ source: string }} props
 */
export function InlineMarkdown({ source }) {
	return renderInline(source);
}

/** @param {string} id */
function channelMention(id) {
	const name = `#${channelName(store.channel(id))}`;
	if (!view.mayRead(id)) return html`<span class="mention">${name}</span>`;
	return html`<button type="button" class="mention" onClick=${() => view.open(id)}>${name}</button>`;
}

/**
 * One space on each side lets code begin or end with a backtick.
 * @param {string} code
 */
function unpadded(code) {
	return /^ [\s\S]*`[\s\S]* $/.test(code) ? code.slice(1, -1) : code;
}
