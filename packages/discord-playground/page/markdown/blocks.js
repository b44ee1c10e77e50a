import { parseInline } from './inline.js';

/**
 * @import { Inline } from './inline.js'
 *
 * @typedef {{ type: 'paragraph' | 'subtext', children: Inline[] }
 *   | { type: 'heading', level: number, children: Inline[] }
 *   | { type: 'codeBlock', language: string, text: string }
 *   | { type: 'quote', blocks: Block[] }
 *   | { type: 'list', ordered: boolean, start: number, items: ListItem[] }} Block
 * @typedef {{ children: Inline[], blocks: Block[] }} ListItem
 */

const FENCE = /```(?:([A-Za-z0-9_+#.-]+)\n)?\n*([\s\S]+?)\n*```\n?/g;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(.+)$/;

/**
 * Markdown as Discord reads it in messages: a newline is a new line, and there are no tables, rules or HTML.
 * @param {string} source
 * @returns {Block[]}
 */
export function parseMarkdown(source) {
	/** @type {Block[]} */
	const blocks = [];
	let end = 0;
	for (const match of source.matchAll(FENCE)) {
		blocks.push(...parseLines(source.slice(end, match.index).replace(/\n$/, '')));
		blocks.push({ type: 'codeBlock', language: match[1] ?? '', text: match[2] });
		end = match.index + match[0].length;
	}
	return [...blocks, ...parseLines(source.slice(end))];
}

/**
 * @param {string} text
 * @returns {Block[]}
 */
function parseLines(text) {
	if (text === '') return [];
	const lines = text.split('\n');
	/** @type {Block[]} */
	const blocks = [];
	while (lines.length > 0) blocks.push(takeBlock(lines));
	return blocks;
}

/**
 * Takes the first block off the lines.
 * @param {string[]} lines
 * @returns {Block}
 */
function takeBlock(lines) {
	const [line] = lines;
	if (line.startsWith('>>> ')) {
		const quoted = lines.splice(0).join('\n').slice(4);
		return { type: 'quote', blocks: parseLines(quoted) };
	}
	if (isQuote(line)) {
		const quoted = takeWhile(lines, isQuote).map((each) => each.slice(2));
		return { type: 'quote', blocks: parseLines(quoted.join('\n')) };
	}
	if (ITEM.test(line)) return takeList(lines);
	const heading = /^(#{1,3}) +(.+)$/.exec(line);
	if (heading) {
		lines.shift();
		return { type: 'heading', level: heading[1].length, children: parseInline(heading[2]) };
	}
	const subtext = /^-# +(.+)$/.exec(line);
	if (subtext) {
		lines.shift();
		return { type: 'subtext', children: parseInline(subtext[1]) };
	}
	// At least one line, whatever it is: otherwise nothing would ever be taken.
	const text = [lines.shift() ?? '', ...takeWhile(lines, (each) => !startsBlock(each))].join('\n');
	return { type: 'paragraph', children: parseInline(text) };
}

/** @param {string} line */
function isQuote(line) {
	return line.startsWith('> ');
}

/** @param {string} line */
function startsBlock(line) {
	return /^(?:>{1}(?:>>)? |#{1,3} +\S|-# +\S)/.test(line) || ITEM.test(line);
}

/**
 * A list and, by indentation, the lists within its items.
 * @param {string[]} lines
 * @returns {Block}
 */
function takeList(lines) {
	const first = /** @type {RegExpExecArray} */ (ITEM.exec(lines[0]));
	const indent = first[1].length;
	const ordered = /\d/.test(first[2]);
	/** @type {ListItem[]} */
	const items = [];
	for (;;) {
		const match = ITEM.exec(lines[0] ?? '');
		if (!match) break;
		const isNested = match[1].length > indent && items.length > 0;
		if (isNested) {
			items[items.length - 1].blocks.push(takeList(lines));
			continue;
		}
		if (match[1].length < indent || /\d/.test(match[2]) !== ordered) break;
		lines.shift();
		items.push({ children: parseInline(match[3]), blocks: [] });
	}
	return { type: 'list', ordered, start: ordered ? Number.parseInt(first[2], 10) : 1, items };
}

/**
 * @param {string[]} lines
 * @param {(line: string) => boolean} fits
 */
function takeWhile(lines, fits) {
	const end = lines.findIndex((line) => !fits(line));
	return lines.splice(0, end === -1 ? lines.length : end);
}
