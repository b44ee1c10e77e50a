/**
 * @typedef {{ type: 'text', text: string } | { type: 'code', text: string }
 *   | { type: 'strong' | 'em' | 'u' | 's' | 'spoiler', children: Inline[] }
 *   | { type: 'link', url: string, children: Inline[] }
 *   | { type: 'user' | 'role' | 'channel', id: string } | { type: 'everyone', text: string }
 *   | { type: 'command', name: string, id: string }
 *   | { type: 'time', seconds: number, style: string }
 *   | { type: 'emoji', name: string, id: string }} Inline
 *
 * @typedef {{ pattern: RegExp, unless?: RegExp, build: (match: RegExpExecArray) => Inline }} Rule
 */

/** @type {(type: 'strong' | 'em' | 'u' | 's' | 'spoiler') => Rule['build']} */
const styled = (type) => (match) => ({ type, children: parseInline(match[1]) });

/** @type {(type: 'user' | 'role' | 'channel') => Rule['build']} */
const mention = (type) => (match) => ({ type, id: match[1] });

/** @type {Rule['build']} */
const bareLink = (match) => {
	const url = match[1] ?? match[0];
	return { type: 'link', url, children: [{ type: 'text', text: url }] };
};

/**
 * In the order in which Discord tries them; each pattern is tried at one place only (sticky).
 * @type {readonly Rule[]}
 */
const RULES = [
	{ pattern: /\\([^0-9A-Za-z\s])/y, build: (match) => ({ type: 'text', text: match[1] }) },
	{ pattern: /(`+)([\s\S]*?[^`])\1(?!`)/y, build: (match) => ({ type: 'code', text: unpadded(match[2]) }) },
	{ pattern: /<(https?:\/\/[^\s<>]+)>/y, build: bareLink },
	{
		pattern: /\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)/y,
		build: (match) => ({ type: 'link', url: match[2], children: parseInline(match[1]) }),
	},
	{ pattern: /https?:\/\/[^\s<]*[^\s<.,:;"')\]|*_~]/y, build: bareLink },
	{ pattern: /<@!?(\d{15,21})>/y, build: mention('user') },
	{ pattern: /<@&(\d{15,21})>/y, build: mention('role') },
	{ pattern: /<#(\d{15,21})>/y, build: mention('channel') },
	{ pattern: /@(?:everyone|here)/y, build: (match) => ({ type: 'everyone', text: match[0] }) },
	{
		pattern: /<\/([^:<>]{1,100}):(\d{15,21})>/y,
		build: (match) => ({ type: 'command', name: match[1], id: match[2] }),
	},
	{
		pattern: /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y,
		build: (match) => ({ type: 'time', seconds: Number(match[1]), style: match[2] ?? 'f' }),
	},
	{
		pattern: /<a?:(\w{2,32}):(\d{15,21})>/y,
		build: (match) => ({ type: 'emoji', name: match[1], id: match[2] }),
	},
	{ pattern: /\|\|([\s\S]+?)\|\|/y, build: styled('spoiler') },
	{ pattern: /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, build: styled('strong') },
	{ pattern: /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, build: styled('u') },
	{ pattern: /~~((?:\\[\s\S]|[^\\])+?)~~/y, build: styled('s') },
	{ pattern: /\*(?=\S)((?:\\[\s\S]|\*\*|[^*\\])+?)(?<!\s)\*(?!\*)/y, build: styled('em') },
	// Not within a word: snake_case stays as it is.
	{ pattern: /_((?:\\[\s\S]|__|[^_\\])+?)_(?!\w)/y, unless: /\w$/, build: styled('em') },
];

/** Characters with which no rule begins; skipped at once. */
const PLAIN = /[^\\`<[h@|*_~]+/y;

/**
 * Formatting within a line, as Discord reads it. Newlines stay in the text.
 * @param {string} source
 * @returns {Inline[]}
 */
export function parseInline(source) {
	/** @type {Inline[]} */
	const nodes = [];
	let position = 0;
	while (position < source.length) {
		const node = matchAt(source, position) ?? plainAt(source, position);
		const last = nodes.at(-1);
		if (node.found.type === 'text' && last?.type === 'text') last.text += node.found.text;
		else nodes.push(node.found);
		position = node.end;
	}
	return nodes;
}

/**
 * @param {string} source
 * @param {number} position
 */
function matchAt(source, position) {
	for (const { pattern, unless, build } of RULES) {
		pattern.lastIndex = position;
		const match = pattern.exec(source);
		if (!match || unless?.test(source.slice(Math.max(0, position - 1), position))) continue;
		// Before `build`: what is inside is parsed by the same patterns, which remember where they stopped.
		const end = position + match[0].length;
		return { found: build(match), end };
	}
	return undefined;
}

/**
 * @param {string} source
 * @param {number} position
 * @returns {{ found: Inline, end: number }}
 */
function plainAt(source, position) {
	PLAIN.lastIndex = position;
	const text = PLAIN.exec(source)?.[0] ?? source[position];
	return { found: { type: 'text', text }, end: position + text.length };
}

/**
 * One space on each side lets code begin or end with a backtick.
 * @param {string} code
 */
function unpadded(code) {
	return /^ [\s\S]*`[\s\S]* $/.test(code) ? code.slice(1, -1) : code;
}
