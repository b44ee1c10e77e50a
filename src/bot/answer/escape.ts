/** Longer runs of combining marks than any script needs: letters stacked over the neighbouring lines. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;

/**
 * Control and format characters, private use and lone surrogates: invisible, reordering or unrenderable. Zero-width
 * joiners stay where they glue an emoji together.
 */
const INVISIBLE =
	/(?<!\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)\u200D|(?!\u200D)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115F\u1160\u2800\u3164\uFFA0]/gu;

/** What starts markdown, a mention, a custom emoji, a timestamp or (the colon) a link. */
const SPECIAL = /[\\*_~|`<>@#:[\]()]/g;

const ELLIPSIS = '…';

/** Stands for a text of which nothing visible is left. */
const NAMELESS = '?';

/**
 * Text that somebody chose (a label, a file name) as one line that Discord shows as it is: no markdown, mention or
 * link comes alive, nothing invisible or reordering gets through. Discord shows `\` before any punctuation as that
 * punctuation.
 * @param maxCharacters of the text before escaping; what is longer ends in `…`
 */
export function escapeText(text: string, maxCharacters = 80): string {
	return plainLine(text, maxCharacters).replace(SPECIAL, '\\$&');
}

/** The same for places where Discord knows no markdown: options of menus, suggestions. */
export function plainLine(text: string, maxCharacters: number): string {
	return shorten(plainText(text) || NAMELESS, maxCharacters);
}

function plainText(text: string): string {
	return text
		.normalize('NFC')
		.replace(/\s+/gu, ' ')
		.replace(INVISIBLE, '')
		.replace(STACKED_MARKS, '$1')
		.trim();
}

/** Cuts between characters as people count them, so that no emoji or accent is torn apart. */
function shorten(text: string, maxCharacters: number): string {
	if (text.length <= maxCharacters) return text;
	let shortened = '';
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		if (shortened.length + segment.length > maxCharacters - ELLIPSIS.length) break;
		shortened += segment;
	}
	return shortened.trimEnd() + ELLIPSIS;
}
