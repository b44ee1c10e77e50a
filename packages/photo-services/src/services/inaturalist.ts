import type { LicenceCode } from '../library/provenance.ts';
import type { TaxonRecord } from '../library/things.ts';
import type { PhotoRecord } from '../photo-record.ts';
import { type Answer, json, numberOf, type ServiceContext } from './answer.ts';

/** Pages end here; `id_below` goes on. */
const LAST_RESULT = 10_000;
const ALIVE_OR_DEAD = 17;
const DEAD = 19;

/** `GET /v1/observations`, `GET /v1/taxa/autocomplete` and `GET /v1/taxa/{id}` of https://api.inaturalist.org/v1/docs. */
export async function answerAsINaturalist(context: ServiceContext): Promise<Answer> {
	const { pathname } = context.url;
	if (pathname === '/v1/observations') return observations(context);
	const [, id] = /^\/v1\/taxa\/(\d+)$/.exec(pathname) ?? [];
	if (id !== undefined) return taxonById(Number(id), context);
	if (pathname === '/v1/taxa/autocomplete' || pathname === '/v1/taxa') return taxa(context);
	return json({ error: 'Not Found', status: 404 }, 404);
}

async function observations({ shelf, url, origin, retold }: ServiceContext): Promise<Answer> {
	const query = url.searchParams;
	const perPage = numberOf(url, 'per_page', 30, 200);
	const page = Math.max(1, numberOf(url, 'page', 1));
	if (page * perPage > LAST_RESULT)
		return json(
			{ error: 'Result window is too large, page * per_page must be at most 10000', status: 403 },
			403,
		);

	const licences = query.get('photo_license')?.split(',').filter(Boolean);
	const found = [...bySeries(shelf.ofTaxon(numberOf(url, 'taxon_id', 0)).map(retold))]
		// "At least one photo has one of these licences."
		.filter(([, photos]) => !licences || photos.some((photo) => licences.includes(licenceCode(photo) ?? '')))
		.filter(
			([id]) => id < numberOf(url, 'id_below', Number.MAX_SAFE_INTEGER) && id > numberOf(url, 'id_above', 0),
		)
		.sort(([a], [b]) => (query.get('order') === 'asc' ? a - b : b - a));
	const shown = found.slice((page - 1) * perPage, page * perPage);
	return json({
		total_results: found.length,
		page,
		per_page: perPage,
		results: await Promise.all(shown.map(([id, photos]) => observation(id, photos, origin))),
	});
}

function bySeries(records: readonly PhotoRecord[]): Map<number, PhotoRecord[]> {
	const groups = new Map<number, PhotoRecord[]>();
	for (const record of records) groups.set(record.series, [...(groups.get(record.series) ?? []), record]);
	return groups;
}

async function observation(id: number, photos: readonly PhotoRecord[], origin: string) {
	const [{ author, photo }] = photos;
	return {
		id,
		quality_grade: 'research',
		captive: false,
		uri: `https://www.inaturalist.org/observations/${id}`,
		// Of the record, not of the photos.
		license_code: 'cc-by-nc',
		annotations: photos.some(({ trouble }) => trouble === 'dead')
			? [{ controlled_attribute_id: ALIVE_OR_DEAD, controlled_value_id: DEAD, vote_score: 1 }]
			: [],
		taxon: { name: photo.label, rank: 'species', preferred_common_name: photo.label },
		user: { id: author.id, login: author.login, name: author.name },
		photos: await Promise.all(photos.map((record) => photoOf(record, origin))),
	};
}

async function photoOf(record: PhotoRecord, origin: string) {
	const { id, author, photo, trouble } = record;
	const code = licenceCode(record);
	return {
		id,
		license_code: code,
		attribution: code
			? `(c) ${author.name}, some rights reserved (${code.toUpperCase()})`
			: `(c) ${author.name}, all rights reserved`,
		flags: trouble === 'flagged' ? [{ flag: 'copyright infringement', resolved: false }] : [],
		original_dimensions: await photo.size(),
		url: `${origin}/photos/${id}/square.${photo.contentType === 'image/jpeg' ? 'jpg' : 'png'}?1536150664`,
	};
}

/** There is no public-domain mark; a photo without a code is all rights reserved. */
function licenceCode({ licence }: PhotoRecord): string | null {
	const codes: Partial<Record<LicenceCode, string>> = { cc0: 'cc0', pdm: 'cc0' };
	if (!licence || licence.code === 'all-rights-reserved') return null;
	return codes[licence.code] ?? `cc-${licence.code}`;
}

function taxonById(id: number, context: ServiceContext): Answer {
	const taxon = context.shelf.taxon(id);
	if (!taxon) return json({ error: 'Unknown taxon', status: 422 }, 422);
	return json({ total_results: 1, page: 1, per_page: 1, results: [describeTaxon(taxon, context)] });
}

function taxa(context: ServiceContext): Answer {
	const { shelf, url } = context;
	const found = shelf.taxa(url.searchParams.get('q') ?? '');
	const perPage = numberOf(url, 'per_page', 30, 30);
	return json({
		total_results: found.length,
		page: 1,
		per_page: perPage,
		results: found
			.slice(0, perPage)
			.map(({ taxon, matched }) => ({ ...describeTaxon(taxon, context), matched_term: matched })),
	});
}

function describeTaxon(taxon: TaxonRecord, { shelf, url, origin }: ServiceContext) {
	const isJapanese = url.searchParams.get('locale')?.startsWith('ja');
	const photos = shelf.ofTaxon(taxon.id);
	return {
		id: taxon.id,
		name: taxon.name,
		rank: taxon.rank,
		rank_level: taxon.rankLevel,
		preferred_common_name: isJapanese ? taxon.japanese : taxon.english,
		iconic_taxon_name: taxon.group,
		observations_count: photos.length,
		is_active: true,
		default_photo: photos[0] && {
			id: photos[0].id,
			square_url: `${origin}/photos/${photos[0].id}/square.jpg`,
		},
	};
}
