import { z } from 'zod';
import type { Candidate } from '../../dataset/candidate.ts';
import { type LicenceTerms, parseLicence } from '../licence.ts';
import type {
	ApiClient,
	CandidatePage,
	Query,
	SkipReason,
	Source,
	SourceOptions,
	SourceTrouble,
} from '../source.ts';
import { optionalSide, webUrl } from './fields.ts';
import { firstLink, htmlToText } from './html-text.ts';
import { readRecords } from './read-records.ts';
import { mentions, searchText } from './search-text.ts';

const COMMONS_URL = 'https://commons.wikimedia.org';

/** Thumbnails are moving from `upload` to `thumb`. */
const PHOTO_HOSTS = ['upload.wikimedia.org', 'thumb.wikimedia.org'];

/** The most thumbnails one request may have made: https://github.com/WordPress/openverse/issues/3075. */
const PER_PAGE = 50;
/** Where the search ends, whatever it has found. */
const LAST_OFFSET = 10_000;
/** One of the widths that Wikimedia keeps; any other is refused (https://www.mediawiki.org/wiki/Common_thumbnail_sizes). */
const THUMBNAIL_WIDTH = 500;
/** Shorter side of the original, in pixels, below which it is rarely a photo. */
const MIN_SIDE = 400;
/** What Commons has much of under any word, besides photos. */
const NOT_PHOTOS = ['painting', 'engraving', 'map', 'stamp', 'coat of arms'];

/** Troubles of their servers, besides those whose code begins with `internal_api_error_`. */
const TEMPORARY = new Set([
	'maxlag',
	'ratelimited',
	'readonly',
	'cirrussearch-too-busy-error',
	'cirrussearch-backend-error',
]);

const answerSchema = z.object({
	error: z.object({ code: z.string(), info: z.string().optional() }).optional(),
	continue: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
	query: z.object({ pages: z.array(z.unknown()) }).optional(),
});
type Answer = z.infer<typeof answerSchema>;

/** A broken field is worth no more than none. */
const metadataField = z.object({ value: z.coerce.string() }).optional().catch(undefined);
const metadataSchema = z.object({
	License: metadataField,
	LicenseShortName: metadataField,
	LicenseUrl: metadataField,
	Artist: metadataField,
	Attribution: metadataField,
	Restrictions: metadataField,
	ObjectName: metadataField,
});

type Metadata = Partial<z.infer<typeof metadataSchema>>;

const pageSchema = z.object({
	pageid: z.number().int().positive(),
	title: z.string(),
	imageinfo: z
		.array(
			z.object({
				thumburl: webUrl.optional(),
				descriptionurl: webUrl,
				mediatype: z.string(),
				mime: z.string(),
				width: optionalSide,
				height: optionalSide,
				user: z.string().optional(),
				// PHP writes an object without fields as a list.
				extmetadata: z.union([metadataSchema, z.array(z.never()).transform(() => ({}))]).optional(),
			}),
		)
		.nonempty()
		.optional(),
});

/** Wikimedia Commons: free photos of nearly anything, by full-text search. */
export function createCommons(options: SourceOptions): Source {
	return {
		name: 'commons',
		photoHosts: options.photoHosts ?? PHOTO_HOSTS,
		canAnswer: ({ text }) => text.trim() !== '',

		async search(query: Query, cursor, client: ApiClient, signal): Promise<CandidatePage> {
			const url = new URL('/w/api.php', options.baseUrl ?? COMMONS_URL);
			url.search = new URLSearchParams({
				action: 'query',
				format: 'json',
				formatversion: '2',
				generator: 'search',
				gsrnamespace: '6',
				gsrlimit: String(PER_PAGE),
				gsrsearch: `${searchText(query, NOT_PHOTOS)} filetype:bitmap filemime:image/jpeg filew:>${MIN_SIDE - 1} fileh:>${MIN_SIDE - 1}`,
				prop: 'imageinfo',
				iiprop: 'url|mime|size|mediatype|user|extmetadata',
				iiurlwidth: String(THUMBNAIL_WIDTH),
				iiextmetadatalanguage: 'en',
				iiextmetadatafilter: Object.keys(metadataSchema.shape).join('|'),
				// Gives way to people while the databases are behind.
				maxlag: '5',
			}).toString();
			for (const [name, value] of continuation(cursor)) url.searchParams.set(name, value);

			const answer = await client.getJson(url, answerSchema, { signal, troubleOf });
			const pages = (answer.query?.pages ?? []).toSorted((a, b) => rankOf(a) - rankOf(b));
			return {
				...readRecords('commons', pages, pageSchema, (page) => readPage(page, query)),
				next: nextOf(answer),
			};
		},
	};
}

function troubleOf({ error }: Answer): SourceTrouble | 'temporary' | undefined {
	if (!error) return undefined;
	if (TEMPORARY.has(error.code) || error.code.startsWith('internal_api_error_')) return 'temporary';
	return { kind: 'refused', status: 200, message: `${error.code}: ${error.info ?? ''}` };
}

/** All that the last answer gave to continue with is to be sent back, whatever it is. */
function continuation(cursor: string | undefined): [string, string][] {
	if (cursor === undefined) return [];
	return [...new URLSearchParams(cursor)].filter(([name]) => /^[a-z]+$/.test(name));
}

function nextOf(answer: Answer): string | undefined {
	if (!answer.continue || Number(answer.continue.gsroffset ?? 0) >= LAST_OFFSET) return undefined;
	return new URLSearchParams(
		Object.entries(answer.continue).map(([name, value]): [string, string] => [name, String(value)]),
	).toString();
}

/** Results come in the order of their page ids; their rank is a field. */
function rankOf(page: unknown): number {
	const parsed = z.object({ index: z.number() }).safeParse(page);
	return parsed.success ? parsed.data.index : Number.POSITIVE_INFINITY;
}

function readPage(page: z.infer<typeof pageSchema>, query: Query): (Candidate | SkipReason)[] {
	const info = page.imageinfo?.[0];
	// Too many for one answer: the rest comes with the continuation.
	if (!info) return [];
	const metadata: Metadata = info.extmetadata ?? {};
	const title = htmlToText(metadata.ObjectName?.value ?? '') || fileTitle(page.title);
	if (info.mediatype !== 'BITMAP' || !info.mime.startsWith('image/')) return ['not-a-photo'];
	if (metadata.Restrictions?.value.includes('personality')) return ['restricted'];
	if (mentions([title, page.title], query.exclude)) return ['excluded-word'];
	if (!info.thumburl) return ['no-fitting-size'];

	const artist = metadata.Artist?.value ?? '';
	return [
		{
			source: 'commons',
			sourceId: String(page.pageid),
			url: info.thumburl,
			pageUrl: info.descriptionurl,
			title,
			author: htmlToText(artist) || info.user,
			authorUrl: firstLink(artist),
			...licenceOf(metadata),
			attribution: htmlToText(metadata.Attribution?.value ?? '') || undefined,
			width: info.width,
			height: info.height,
		},
	];
}

/** The address is the plainest statement; files in the public domain often have none. */
function licenceOf(metadata: Metadata): LicenceTerms {
	for (const field of ['LicenseUrl', 'License', 'LicenseShortName'] as const) {
		const terms = parseLicence(metadata[field]?.value ?? '');
		if (terms.licence !== 'other') return terms;
	}
	return { licence: 'other' };
}

/** `File:Wild boar.jpg` is "Wild boar". */
function fileTitle(title: string): string {
	return title.replace(/^[^:]+:/, '').replace(/\.[a-z]{3,4}$/i, '');
}
