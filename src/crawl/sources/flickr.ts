import { z } from 'zod';
import type { Candidate } from '../../dataset/candidate.ts';
import { isAllowed } from '../licence.ts';
import type { ApiClient, CandidatePage, Query, SkipReason, Source, SourceOptions } from '../source.ts';
import { optionalSide, optionalText, positiveInteger, webUrl } from './fields.ts';
import { flickrTrouble } from './flickr-codes.ts';
import { flickrLicence, flickrLicenceIds } from './flickr-licences.ts';
import { decodeEntities } from './html-text.ts';
import { readRecords } from './read-records.ts';
import { mentions, searchText } from './search-text.ts';

const FLICKR_URL = 'https://api.flickr.com';

/** A photo that was removed redirects elsewhere, to a placeholder, and is refused with it. */
const PHOTO_HOSTS = ['live.staticflickr.com'];

/** The most that one request returns; it costs no more than one photo does. */
const PER_PAGE = 500;
/** Beyond about 4,000 results the same ones come again. */
const LAST_PAGE = 8;
/** Longer side in pixels, the best for us first: 640, 500, 800, 320. */
const SIZES = ['z', 'm', 'c', 'n'] as const;

const answerSchema = z.discriminatedUnion('stat', [
	z.object({
		stat: z.literal('ok'),
		photos: z.object({ pages: z.coerce.number().int().nonnegative(), photo: z.array(z.unknown()) }),
	}),
	z.object({ stat: z.literal('fail'), code: z.coerce.number().int(), message: z.string().catch('') }),
]);
type Answer = z.infer<typeof answerSchema>;

const photoSchema = z.object({
	id: z.string().regex(/^\d+$/),
	owner: z.string().min(1),
	title: optionalText,
	license: z.coerce.number().int(),
	ownername: optionalText,
	pathalias: optionalText,
	tags: optionalText,
	o_width: optionalSide,
	o_height: optionalSide,
	url_z: webUrl.optional(),
	url_m: webUrl.optional(),
	url_c: webUrl.optional(),
	url_n: webUrl.optional(),
});

export interface FlickrOptions extends SourceOptions {
	readonly key: string;
}

/** Flickr, by full-text search; needs a key of the host's own. */
export function createFlickr(options: FlickrOptions): Source {
	const licences = options.licences.filter((licence) => isAllowed(licence, options.licences));
	return {
		name: 'flickr',
		photoHosts: options.photoHosts ?? PHOTO_HOSTS,
		canAnswer: ({ text }) => text.trim() !== '' && licences.length > 0,

		async search(query: Query, cursor, client: ApiClient, signal): Promise<CandidatePage> {
			const page = positiveInteger(cursor) ?? 1;
			const url = new URL('/services/rest/', options.baseUrl ?? FLICKR_URL);
			url.search = new URLSearchParams({
				method: 'flickr.photos.search',
				api_key: options.key,
				text: searchText(query),
				license: flickrLicenceIds(licences).join(','),
				sort: 'relevance',
				safe_search: '1',
				content_type: '1',
				media: 'photos',
				per_page: String(PER_PAGE),
				page: String(page),
				extras: `license,owner_name,path_alias,o_dims,tags,${SIZES.map((size) => `url_${size}`).join()}`,
				format: 'json',
				nojsoncallback: '1',
			}).toString();

			const answer = await client.getJson(url, answerSchema, { signal, troubleOf });
			if (answer.stat === 'fail') return { candidates: [], skipped: {} };
			const more = page < Math.min(answer.photos.pages, LAST_PAGE);
			return {
				...readRecords('flickr', answer.photos.photo, photoSchema, (photo) => [readPhoto(photo, query)]),
				next: more ? String(page + 1) : undefined,
			};
		},
	};
}

function troubleOf(answer: Answer) {
	return answer.stat === 'fail' ? flickrTrouble(answer.code, answer.message) : undefined;
}

function readPhoto(photo: z.infer<typeof photoSchema>, query: Query): Candidate | SkipReason {
	const title = photo.title && decodeEntities(photo.title);
	if (mentions([title, photo.tags], query.exclude)) return 'excluded-word';
	const url = SIZES.map((size) => photo[`url_${size}`]).find((address) => address !== undefined);
	if (!url) return 'no-fitting-size';
	const account = encodeURIComponent(photo.pathalias ?? photo.owner).replace('%40', '@');
	const authorUrl = `https://www.flickr.com/photos/${account}`;
	return {
		source: 'flickr',
		sourceId: photo.id,
		url,
		// Their terms ask for a link to the page of the photo.
		pageUrl: `${authorUrl}/${photo.id}`,
		title,
		author: photo.ownername ? decodeEntities(photo.ownername) : photo.owner,
		authorUrl,
		...flickrLicence(photo.license),
		width: photo.o_width,
		height: photo.o_height,
	};
}
