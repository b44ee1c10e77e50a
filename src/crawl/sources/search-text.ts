import type { Query } from '../source.ts';

/** What a person typed, without anything that a search engine would take for an operator. */
function plainWords(text: string): string {
	return text
		.normalize('NFKC')
		.replace(/[^\p{L}\p{M}\p{N}'’.\s-]/gu, ' ')
		.replace(/(^|\s)[-'’.]+/g, '$1')
		.replace(/\s+/g, ' ')
		.trim();
}

/** Words that belong together are quoted: `"wild boar"` rather than anything wild. */
export function asPhrase(text: string): string {
	const words = plainWords(text);
	return words.includes(' ') ? `"${words}"` : words;
}

/** The search text that Commons, Openverse and Flickr all understand: `"wild boar" -hat -"boar war"`. */
export function searchText(query: Query, alsoExclude: readonly string[] = []): string {
	const wanted = query.text.toLowerCase();
	const unwanted = [...query.exclude, ...alsoExclude.filter((word) => !wanted.includes(word))];
	const exclusions = unwanted
		.map(asPhrase)
		.filter(Boolean)
		.map((phrase) => `-${phrase}`);
	return [asPhrase(query.text), ...exclusions].join(' ');
}

/** Whether a title or tag has one of the words, as a whole word where the script separates words at all. */
export function mentions(texts: readonly (string | undefined)[], words: readonly string[]): boolean {
	const haystack = ` ${plainWords(texts.join(' '))
		.toLowerCase()
		.replace(/[-'’.]/g, ' ')} `;
	return words.some((word) => {
		const needle = plainWords(word)
			.toLowerCase()
			.replace(/[-'’.]/g, ' ');
		if (!needle) return false;
		// Japanese, Chinese and Thai are written without spaces.
		const spaced = !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(needle);
		return haystack.includes(spaced ? ` ${needle} ` : needle);
	});
}
