import { type ErrorDetails, UserError } from '../../errors.ts';
import type { Locale } from '../../i18n/locale.ts';
import { describeError } from '../../i18n/messages.ts';
import { aliasOf } from '../../registry/aliases.ts';
import { parseVersionName } from '../../registry/version-name.ts';

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

/** Discord's limit of a message's content. */
export const MAX_CONTENT = 2_000;

/**
 * The most detailed text that fits into a message: tries the levels of detail in order and, if even the last one is
 * too long, leaves lines out and says so.
 * @param render the lines at a level of detail
 * @param more says how many lines were left out
 */
export function fitLines<Detail>(
	levels: readonly Detail[],
	render: (detail: Detail) => readonly string[],
	more: (lines: number) => string,
	max = MAX_CONTENT,
): string {
	let lines: readonly string[] = [];
	for (const detail of levels) {
		lines = render(detail);
		const content = lines.join('\n');
		if (content.length <= max) return content;
	}
	for (let kept = lines.length - 1; kept > 0; kept -= 1) {
		const content = [...lines.slice(0, kept), more(lines.length - kept)].join('\n');
		if (content.length <= max) return content;
	}
	return more(lines.length);
}

/** For what has no lines to leave out: a reason may name every label there is. */
export function shortened(text: string, most = MAX_CONTENT): string {
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Of one fact. */
const FACT_CHARACTERS = 200;

/** A refusal in its own words, as a message can hold it: labels and whatever else people named come escaped. */
export function refusalText(error: UserError, locale: Locale, most = MAX_CONTENT): string {
	const details = escaped(error.details) as ErrorDetails[typeof error.code];
	return shortened(describeError(new UserError(error.code, details), locale, 'chat'), most);
}

/** Commands that a text names (`\`/labels add\``) as mentions: to be clicked, and in the reader's language where Discord shows it so. */
export function linkCommands(text: string, mention: (command: string) => string): string {
	return text.replace(/`\/([a-z]+(?: [a-z]+)*)`/g, (_, command: string) => mention(command));
}

function escaped(fact: unknown): unknown {
	if (typeof fact === 'string') return fact === '' ? '' : escapeText(fact, FACT_CHARACTERS);
	if (Array.isArray(fact)) return fact.map(escaped);
	if (typeof fact !== 'object' || fact === null) return fact;
	return Object.fromEntries(Object.entries(fact).map(([name, value]) => [name, escaped(value)]));
}

/**
 * A version as people of a classifier know it: `v3` for their own, `default/v3` for one they follow.
 * @param name `classifier/version`
 */
export function versionText(name: string, classifier: string): string {
	const version = parseVersionName(name, classifier);
	return version ? aliasOf(version, classifier) : name;
}

/**
 * A model version as members read it: a server's own by its number alone. Nobody is ever shown another server's, so
 * that the server's id in its name would tell them nothing.
 */
export function shownModel(model: string): string {
	return model.replace(/^\d+\//, '');
}
