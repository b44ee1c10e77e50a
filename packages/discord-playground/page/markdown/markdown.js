import { html } from '../lib/html.js';
import { renderInline } from './inline.js';

/** @import { Children } from '../lib/html.js' */

const JUMBO =
	/^(?:\s*(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*|<a?:\w+:\d+>)){1,27}\s*$/u;
const FENCE = /```(?:([A-Za-z0-9_+#.-]+)\n)?\n*([\s\S]+?)\n*```\n?/g;
const QUOTE = /^> /;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(.+)$/;
const HEADING = /^(#{1,3}|-#) +(\S.*)$/;
const REST_IS_QUOTE = /^>>> /;

/**
 * Markdown as Discord reads it in messages: a newline is a new line, and there are no tables, rules or HTML.
 * @param {{ source: string }} props
 */
export function Markdown({ source }) {
	/** @type {Children[]} */
	const blocks = [];
	let end = 0;
	for (const match of source.matchAll(FENCE)) {
		blocks.push(renderLines(source.slice(end, match.index).replace(/\n$/, '')));
		blocks.push(html`<pre data-language=${match[1]}><code>${match[2]}</code></pre>`);
		end = match.index + match[0].length;
	}
	blocks.push(renderLines(source.slice(end)));
	return html`<div class="markdown ${JUMBO.test(source) ? 'jumbo' : ''}">${blocks}</div>`;
}

/**
 * @param {string} text
 * @returns {Children[]}
 */
function renderLines(text) {
	const lines = text === '' ? [] : text.split('\n');
	const blocks = [];
	while (lines.length > 0) blocks.push(takeBlock(lines));
	return blocks;
}

/**
 * Takes the first block off the lines.
 * @param {string[]} lines
 * @returns {Children}
 */
function takeBlock(lines) {
	const [first] = lines;
	if (ITEM.test(first)) return takeList(lines);
	if (REST_IS_QUOTE.test(first)) {
		return html`<blockquote>${renderLines(lines.splice(0).join('\n').slice(4))}</blockquote>`;
	}
	if (QUOTE.test(first)) {
		const quoted = takeWhile(lines, (line) => QUOTE.test(line)).map((line) => line.slice(2));
		return html`<blockquote>${renderLines(quoted.join('\n'))}</blockquote>`;
	}
	lines.shift();
	const [, mark, heading] = HEADING.exec(first) ?? [];
	if (mark) {
		// The page's own headings come first.
		const element = mark === '-#' ? 'small' : `h${mark.length + 3}`;
		return html`<${element}>${renderInline(heading)}<//>`;
	}
	const starts = [ITEM, REST_IS_QUOTE, QUOTE, HEADING];
	const more = takeWhile(lines, (line) => !starts.some((start) => start.test(line)));
	return html`<p>${renderInline([first, ...more].join('\n'))}</p>`;
}

/**
 * A list and, by indentation, the lists within its items.
 * @param {string[]} lines
 * @returns {Children}
 */
function takeList(lines) {
	const [, indent, marker] = ITEM.exec(lines[0]) ?? [];
	const isOrdered = /\d/.test(marker);
	/** @type {Children[][]} */
	const items = [];
	for (;;) {
		const [, deeper, other, text] = ITEM.exec(lines[0] ?? '') ?? [];
		if (items.length > 0 && deeper?.length > indent.length) {
			items[items.length - 1].push(takeList(lines));
			continue;
		}
		if (deeper === undefined || deeper.length < indent.length || /\d/.test(other) !== isOrdered) break;
		lines.shift();
		items.push(renderInline(text));
	}
	const views = items.map((item) => html`<li>${item}</li>`);
	return isOrdered ? html`<ol start=${Number.parseInt(marker, 10)}>${views}</ol>` : html`<ul>${views}</ul>`;
}

/**
 * @param {string[]} lines
 * @param {(line: string) => boolean} fits
 */
function takeWhile(lines, fits) {
	const end = lines.findIndex((line) => !fits(line));
	return lines.splice(0, end === -1 ? lines.length : end);
}
