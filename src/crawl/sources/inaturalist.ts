import { z } from 'zod';
import type { Candidate, Licence } from '../../dataset/candidate.ts';
import { parseLicence } from '../licence.ts';
import type { ApiClient, CandidatePage, Query, SkipReason, Source, SourceOptions } from '../source.ts';
import { optionalSide, optionalText, positiveInteger, webUrl } from './fields.ts';
import { readRecords } from './read-records.ts';

export const INATURALIST_URL = 'https://api.inaturalist.org';

/** Photos under an open licence are in the bucket; one that changes its licence moves, and its address is gone. */
export const INATURALIST_PHOTO_HOSTS = ['inaturalist-open-data.s3.amazonaws.com', 'static.inaturalist.org'];

/** The most that one request returns. */
const PER_PAGE = 200;
/** Later photos of an observation are often of the habitat or a detail. */
const PHOTOS_PER_OBSERVATION = 2;

/** Its ids of licences; for photos there is no public-domain mark. */
const LICENCE_CODES: Readonly<Partial<Record<Licence, string>>> = {
	cc0: 'cc0',
	by: 'cc-by',
	'by-sa': 'cc-by-sa',
	'by-nc': 'cc-by-nc',
	'by-nc-sa': 'cc-by-nc-sa',
};

/** Controlled terms, https://api.inaturalist.org/v1/controlled_terms. */
const EVIDENCE_OF_PRESENCE = 22;
/** Feather, scat, track, bone, moult, egg, hair, construction. */
const EVIDENCE_WITHOUT_THE_ANIMAL = new Set([23, 25, 26, 27, 28, 30, 31, 35]);
const ALIVE_OR_DEAD = 17;
const DEAD = 19;

const answerSchema = z.object({
	total_results: z.number().int().nonnegative(),
	results: z.array(z.unknown()),
});

const observationSchema = z.object({
	id: z.number().int().positive(),
	annotations: z
		.array(z.object({ controlled_attribute_id: z.number(), controlled_value_id: z.number() }))
		.nullish(),
	taxon: z.object({ name: optionalText, preferred_common_name: optionalText }).nullish(),
	user: z.object({ login: z.string().min(1), name: optionalText }),
	photos: z.array(z.unknown()),
});
type Observation = z.infer<typeof observationSchema>;

const photoSchema = z.object({
	id: z.number().int().positive(),
	url: webUrl.refine((url) => url.includes('/square.')),
	license_code: optionalText,
	attribution: optionalText,
	flags: z.array(z.unknown()).nullish(),
	original_dimensions: z.object({ width: optionalSide, height: optionalSide }).nullish(),
});

/** Photos of observations whose species the community confirmed; answers for labels that are a taxon. */
export function createINaturalist(options: SourceOptions): Source {
	const codes = options.licences.flatMap((licence) => LICENCE_CODES[licence] ?? []);
	return {
		name: 'inaturalist',
		photoHosts: options.photoHosts ?? INATURALIST_PHOTO_HOSTS,
		canAnswer: ({ taxonId }) => taxonId !== undefined && codes.length > 0,

		async search(query: Query, cursor, client: ApiClient, signal): Promise<CandidatePage> {
			const url = new URL('/v1/observations', options.baseUrl ?? INATURALIST_URL);
			url.search = new URLSearchParams({
				taxon_id: String(query.taxonId),
				quality_grade: 'research',
				photos: 'true',
				// "At least one photo has one of these": each photo is looked at again below.
				photo_license: codes.join(','),
				per_page: String(PER_PAGE),
				order_by: 'id',
				order: 'desc',
			}).toString();
			// Pages end at 10,000 results; going down the ids does not.
			const below = positiveInteger(cursor);
			if (below) url.searchParams.set('id_below', String(below));

			const answer = await client.getJson(url, answerSchema, { signal });
			const page = readRecords('inaturalist', answer.results, observationSchema, readObservation);
			const more = answer.total_results > answer.results.length;
			return { ...page, next: more ? lowestId(answer.results)?.toString() : undefined };
		},
	};
}

function readObservation(observation: Observation): (Candidate | SkipReason)[] {
	if (showsNoLivingAnimal(observation)) return ['evidence-only'];
	const first = observation.photos.slice(0, PHOTOS_PER_OBSERVATION);
	const rest = observation.photos.slice(PHOTOS_PER_OBSERVATION);
	return [...first.map((photo) => readPhoto(observation, photo)), ...rest.map(() => 'series-full' as const)];
}

function showsNoLivingAnimal({ annotations }: Observation): boolean {
	return (annotations ?? []).some(
		({ controlled_attribute_id: attribute, controlled_value_id: value }) =>
			(attribute === EVIDENCE_OF_PRESENCE && EVIDENCE_WITHOUT_THE_ANIMAL.has(value)) ||
			(attribute === ALIVE_OR_DEAD && value === DEAD),
	);
}

function readPhoto({ id, taxon, user }: Observation, record: unknown): Candidate | SkipReason {
	const parsed = photoSchema.safeParse(record);
	if (!parsed.success) return 'malformed';
	const photo = parsed.data;
	if (photo.flags?.length) return 'flagged';
	return {
		source: 'inaturalist',
		sourceId: String(photo.id),
		series: String(id),
		// About 500 px; the extension (jpg, jpeg, png) is the file's own and stays.
		url: photo.url.replace('/square.', '/medium.'),
		pageUrl: `https://www.inaturalist.org/photos/${photo.id}`,
		title: taxon?.preferred_common_name ?? taxon?.name,
		author: user.name ?? user.login,
		authorUrl: `https://www.inaturalist.org/people/${encodeURIComponent(user.login)}`,
		...licenceOf(photo.license_code),
		attribution: photo.attribution,
		width: photo.original_dimensions?.width,
		height: photo.original_dimensions?.height,
	};
}

/** No code means all rights reserved, and `pd` "no known copyright restrictions", which promises nothing. */
function licenceOf(code: string | undefined) {
	return code === undefined || code === 'pd' ? ({ licence: 'other' } as const) : parseLicence(code);
}

function lowestId(records: readonly unknown[]): number | undefined {
	const ids = records.flatMap((record) => {
		const parsed = z.object({ id: z.number().int().positive() }).safeParse(record);
		return parsed.success ? [parsed.data.id] : [];
	});
	return ids.length > 0 ? Math.min(...ids) : undefined;
}
