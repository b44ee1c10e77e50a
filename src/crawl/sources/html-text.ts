/** The entities that MediaWiki and Flickr write; other characters come as they are or by number. */
const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	ndash: '–',
	mdash: '—',
	copy: '©',
	middot: '·',
	bull: '•',
};

/** The text of a piece of HTML, on one line. What comes out is text, not HTML: it may hold `<` and `&`. */
export function htmlToText(html: string): string {
	return decodeEntities(
		html.replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, ' ').replace(/<[^>]*>/g, ' '),
	)
		.replace(/\s+/g, ' ')
		.replace(/ ([,.;:)])/g, '$1')
		.trim();
}

/** Decodes once: `&amp;lt;` is the text `&lt;`. */
export function decodeEntities(text: string): string {
	return text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => {
		if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
		const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
		const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
		return valid ? String.fromCodePoint(code) : '�';
	});
}

/** Where the first link of a piece of HTML leads; the links of wikis lack their protocol. */
export function firstLink(html: string): string | undefined {
	const href = /<a\b[^>]*\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(html);
	const address = decodeEntities(href?.[1] ?? href?.[2] ?? '').replace(/^\/\//, 'https://');
	return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
}
