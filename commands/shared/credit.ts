import { escapeText } from '../../src/bot/kit.ts';
import { licenceName, webAddress } from '../../src/dataset/attribution.ts';
import type { Photo, Provenance } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** A longer address would crowd out the credits of the other photos. */
const MAX_ADDRESS = 300;

/**
 * A photo's title, author, licence and source in one line of Discord's markdown, with links to its page and licence.
 * All of it is written by strangers: nothing in it comes alive but those two links.
 */
export function creditMarkdown(
	{ provenance }: Pick<Photo, 'provenance'>,
	number: number,
	messages: Messages,
	nameCharacters = 60,
): string {
	const texts = messages.commands.dataset;
	const [first, ...others] = creditParts({ provenance }, messages, nameCharacters);
	if (provenance.source === 'member') return texts.taughtCredit(number, first);
	return [`**${number}** ${first}`, ...others].join(' · ');
}

/** The same in parts: title, author, licence, source; of what a member gave, their name. */
export function creditParts(
	{ provenance }: Pick<Photo, 'provenance'>,
	{ commands, crawl }: Messages,
	nameCharacters = 60,
): [string, ...string[]] {
	const texts = commands.dataset;
	const { title, author, pageUrl, licenceUrl, source } = provenance;
	const name = author ? escapeText(author, nameCharacters) : texts.unknownAuthor;
	if (source === 'member') return [name];
	return [
		link(title ? escapeText(title, nameCharacters) : texts.untitled, pageUrl),
		name,
		link(licenceName(provenance), licenceUrl),
		crawl.sources[source],
	];
}

/** A photo's title, or what else tells it from others, as plain text; of one that a member gave, not whose it is. */
export function nameOf({ title, source, sourceId }: Provenance): string {
	const id = source === 'member' ? sourceId.replace(/^.*\//, '') : sourceId;
	return title ?? `${source}:${id}`;
}

/** In angle brackets, so that Discord shows no preview. */
function link(text: string, address: string | undefined): string {
	const href = webAddress(address);
	if (href === undefined) return text;
	const target = href.replace(/[<>()\\\s]/g, percentEncoded);
	return target.length > MAX_ADDRESS ? text : `[${text}](<${target}>)`;
}

function percentEncoded(character: string): string {
	return `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
}
