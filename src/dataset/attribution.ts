import type { Candidate, Licence, SourceName } from './candidate.ts';
import { formatCsv } from './csv.ts';

/** A photo to be credited: its label, its file, and where it is from. */
export interface Credit
	extends Pick<
		Candidate,
		| 'source'
		| 'sourceId'
		| 'pageUrl'
		| 'title'
		| 'author'
		| 'authorUrl'
		| 'licence'
		| 'licenceVersion'
		| 'licenceUrl'
		| 'attribution'
	> {
	readonly label: string;
	readonly sha256: string;
}

const SOURCE_NAMES: Readonly<Record<SourceName, string>> = {
	inaturalist: 'iNaturalist',
	commons: 'Wikimedia Commons',
	openverse: 'Openverse',
	flickr: 'Flickr',
	folder: 'a folder of the host',
	member: 'a member of the server',
};

const LICENCE_NAMES: Readonly<Record<Licence, string>> = {
	cc0: 'CC0',
	pdm: 'Public Domain',
	by: 'CC BY',
	'by-sa': 'CC BY-SA',
	'by-nc': 'CC BY-NC',
	'by-nc-sa': 'CC BY-NC-SA',
	'by-nd': 'CC BY-ND',
	'by-nc-nd': 'CC BY-NC-ND',
	other: 'no licence stated',
	member: 'for training here only',
};

/** `CC BY-SA 4.0`. */
export function licenceName({ licence, licenceVersion }: Pick<Credit, 'licence' | 'licenceVersion'>): string {
	return [LICENCE_NAMES[licence], licenceVersion].filter(Boolean).join(' ');
}

/** Title, author, licence and source in one line of plain text, for wherever a photo is shown. */
export function creditLine(credit: Omit<Credit, 'label' | 'sha256'>): string {
	const title = credit.title ? `“${oneLine(credit.title)}” by ` : '';
	return `${title}${authorOf(credit)}, ${licenceName(credit)}, ${SOURCE_NAMES[credit.source]}`;
}

/**
 * By label, source and id: the same photos always in the same order. Without those that members taught: they agreed
 * to be named within their server, not in a list that is handed out.
 */
export function inOrder(credits: Iterable<Credit>): Credit[] {
	return [...credits]
		.filter(isPublic)
		.sort(
			(a, b) =>
				compare(a.label, b.label) ||
				compare(a.source, b.source) ||
				compare(a.sourceId, b.sourceId) ||
				compare(a.sha256, b.sha256),
		);
}

/** Who is to be thanked and under which terms, for people: ATTRIBUTION.md. */
export function attributionMarkdown(credits: Iterable<Credit>): string {
	const all = [...credits];
	const ordered = inOrder(all);
	const lines = ['# Attribution', '', ...introduction(ordered, all.length - ordered.length)];
	for (const label of new Set(ordered.map((credit) => credit.label))) {
		lines.push('', `## ${escapeMarkdown(label)}`, '');
		for (const credit of ordered) if (credit.label === label) lines.push(`- ${markdownCredit(credit)}`);
	}
	return `${lines.join('\n')}\n`;
}

function introduction(credits: readonly Credit[], taught: number): string[] {
	const lines = [
		`${credits.length} photos by others, each resized to at most 512 pixels and re-encoded. Thank you.`,
	];
	if (taught > 0)
		lines.push('', `And ${taught} by members of the server, who gave them for training there only.`);
	const shareAlike = credits.filter(({ licence }) => licence.endsWith('-sa')).length;
	if (shareAlike > 0) {
		lines.push(
			'',
			`${shareAlike} of them are ShareAlike: adaptations may be shared under the same licence only.`,
		);
	}
	const noncommercial = credits.filter(({ licence }) => licence.includes('-nc')).length;
	if (noncommercial > 0) lines.push('', `${noncommercial} of them must not be used commercially.`);
	if (credits.some(({ source }) => source === 'openverse')) {
		lines.push('', 'Made using Openverse, which does not endorse this.');
	}
	return lines;
}

function markdownCredit(credit: Credit): string {
	const title = link(credit.title ? oneLine(credit.title) : credit.sourceId, credit.pageUrl);
	const author = link(authorOf(credit), credit.authorUrl);
	const licence = link(licenceName(credit), credit.licenceUrl);
	const given = credit.attribution ? ` (${escapeMarkdown(oneLine(credit.attribution))})` : '';
	return `${title} by ${author}, ${licence}, via ${SOURCE_NAMES[credit.source]}${given} \`${credit.sha256.slice(0, 12)}\``;
}

const COLUMNS = [
	'label',
	'sha256',
	'source',
	'source_id',
	'title',
	'author',
	'author_url',
	'licence',
	'licence_url',
	'page_url',
	'attribution',
] as const;

/** The same for spreadsheets. */
export function attributionCsv(credits: Iterable<Credit>): string {
	return formatCsv([
		COLUMNS,
		...inOrder(credits).map((credit) => [
			credit.label,
			credit.sha256,
			credit.source,
			credit.sourceId,
			credit.title ?? '',
			credit.author ?? '',
			credit.authorUrl ?? '',
			licenceName(credit),
			credit.licenceUrl ?? '',
			credit.pageUrl,
			credit.attribution ?? '',
		]),
	]);
}

/** The same for programs. */
export function attributionJson(credits: Iterable<Credit>): string {
	const photos = inOrder(credits).map((credit) => ({
		label: credit.label,
		sha256: credit.sha256,
		source: credit.source,
		sourceId: credit.sourceId,
		title: credit.title,
		author: credit.author,
		authorUrl: credit.authorUrl,
		licence: credit.licence,
		licenceVersion: credit.licenceVersion,
		licenceUrl: credit.licenceUrl,
		pageUrl: credit.pageUrl,
		attribution: credit.attribution,
	}));
	return `${JSON.stringify({ format: 'hantei-attribution', version: 1, photos }, null, '\t')}\n`;
}

function isPublic({ source }: Credit): boolean {
	return source !== 'member';
}

function authorOf({ author }: Pick<Credit, 'author'>): string {
	return author ? oneLine(author) : 'unknown author';
}

function link(text: string, address: string | undefined): string {
	const label = escapeMarkdown(text);
	const href = webAddress(address);
	return href === undefined ? label : `[${label}](<${href.replace(/[<>\\]/g, encodeURIComponent)}>)`;
}

/** What may become a link: strangers wrote it, and not every address is of a page. */
export function webAddress(address: string | undefined): string | undefined {
	if (!address || !URL.canParse(address)) return undefined;
	const { protocol, href } = new URL(address);
	return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

/** Titles and names are written by strangers: nothing in them is Markdown, HTML or a mention. */
export function escapeMarkdown(text: string): string {
	return text.replace(/[\\`*_{}[\]()<>#+\-.!|~@&:/]/g, (character) =>
		'<>&@'.includes(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
	);
}

/** Without line breaks, control characters and what turns the direction of writing. */
export function oneLine(text: string): string {
	return text
		.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
		.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
		.trim();
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
