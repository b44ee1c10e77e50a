import { z } from 'zod';
import type { Candidate, Licence } from '../../dataset/candidate.ts';
import { isAllowed, type LicenceTerms, parseLicence } from '../licence.ts';
import type { ApiClient, CandidatePage, Query, SkipReason, Source, SourceOptions } from '../source.ts';
import { optionalSide, optionalText, optionalUrl, positiveInteger, webUrl } from './fields.ts';
import { readRecords } from './read-records.ts';
import { mentions, searchText } from './search-text.ts';

const OPENVERSE_URL = 'https://api.openverse.org';

/** Only its own thumbnails (600 px wide): the originals lie on any host of the web. */
const PHOTO_HOSTS = ['api.openverse.org'];

/** The most that is answered without a key; more is a 401. */
const PER_PAGE = 20;
/** No search goes deeper than 240 works, by intention: https://github.com/WordPress/openverse/issues/4474. */
const LAST_PAGE = 12;

const answerSchema = z.object({
	page_count: z.number().int().nonnegative(),
	results: z.array(z.unknown()),
});

const imageSchema = z.object({
	id: z.uuid(),
	title: optionalText,
	foreign_landing_url: webUrl,
	thumbnail: webUrl.nullish(),
	creator: optionalText,
	creator_url: optionalUrl,
	license: z.string(),
	license_version: optionalText,
	license_url: optionalText,
	category: optionalText,
	tags: z
		.array(z.object({ name: z.string() }))
		.nullish()
		.catch(undefined),
	attribution: optionalText,
	mature: z.boolean().nullish(),
	unstable__sensitivity: z.array(z.unknown()).nullish(),
	width: optionalSide,
	height: optionalSide,
});
type Image = z.infer<typeof imageSchema>;

/** Openverse: an index of openly licensed pictures of many collections. Small for us, a top-up for what others lack. */
export function createOpenverse(options: SourceOptions): Source {
	const licences = options.licences.filter((licence) => isAllowed(licence, options.licences));
	return {
		name: 'openverse',
		photoHosts: options.photoHosts ?? PHOTO_HOSTS,
		canAnswer: ({ text }) => text.trim() !== '' && licences.length > 0,

		async search(query: Query, cursor, client: ApiClient, signal): Promise<CandidatePage> {
			const page = positiveInteger(cursor) ?? 1;
			const url = new URL('/v1/images/', options.baseUrl ?? OPENVERSE_URL);
			url.search = new URLSearchParams({
				q: searchText(query),
				license: licences.join(','),
				// Not `category=photograph`: most records state no category, and would be left out.
				mature: 'false',
				page_size: String(PER_PAGE),
				page: String(page),
			}).toString();

			const answer = await client.getJson(url, answerSchema, { signal });
			// Pages are short where dead links were left out, so that only the count tells the end.
			const more = page < Math.min(answer.page_count, LAST_PAGE);
			return {
				...readRecords('openverse', answer.results, imageSchema, (image) => [readImage(image, query)]),
				next: more ? String(page + 1) : undefined,
			};
		},
	};
}

function readImage(image: Image, query: Query): Candidate | SkipReason {
	if (image.mature || image.unstable__sensitivity?.length) return 'sensitive';
	if (image.category !== undefined && image.category !== 'photograph') return 'not-a-photo';
	if (mentions([image.title, ...(image.tags ?? []).map(({ name }) => name)], query.exclude))
		return 'excluded-word';
	if (!image.thumbnail) return 'no-fitting-size';
	return {
		source: 'openverse',
		sourceId: image.id,
		url: image.thumbnail,
		pageUrl: image.foreign_landing_url,
		title: image.title,
		author: image.creator,
		authorUrl: image.creator_url ?? undefined,
		...licenceOf(image),
		attribution: image.attribution,
		width: image.width,
		height: image.height,
	};
}

/** Openverse does not verify licences; where its code and its address disagree, neither is believed. */
function licenceOf(image: Image): LicenceTerms {
	const byCode = parseLicence(image.license, image.license_version);
	if (!image.license_url) return byCode;
	const byUrl: { readonly licence: Licence } = parseLicence(image.license_url);
	return byUrl.licence === byCode.licence ? { ...byCode, ...byUrl } : { licence: 'other' };
}
