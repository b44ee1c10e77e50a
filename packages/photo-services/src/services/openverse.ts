import { deedOf } from '../library/provenance.ts';
import type { PhotoRecord } from '../photo-record.ts';
import { type Answer, json, numberOf, type ServiceContext } from './answer.ts';

/** Without a key. */
const MOST_PER_PAGE = 20;
/** No search goes deeper. */
const LAST_RESULT = 240;
const LICENCES = new Set([
	'by',
	'by-nc',
	'by-nc-nd',
	'by-nc-sa',
	'by-nd',
	'by-sa',
	'cc0',
	'pdm',
	'nc-sampling+',
	'sampling+',
]);

/** `GET /v1/images/` of https://api.openverse.org/v1/; it indexes what Commons and Flickr have. */
export async function answerAsOpenverse({ shelf, url, origin, retold }: ServiceContext): Promise<Answer> {
	const query = url.searchParams;
	const perPage = numberOf(url, 'page_size', MOST_PER_PAGE);
	const page = numberOf(url, 'page', 1);
	if (perPage > MOST_PER_PAGE)
		return json({ detail: 'page_size may not exceed 20 for anonymous requests.' }, 401, {
			'www-authenticate': 'Bearer realm="api"',
		});
	if (page < 1 || page * perPage > LAST_RESULT) return json({ detail: 'Invalid page.' }, 400);
	const licences = query.get('license')?.split(',').filter(Boolean);
	const strange = licences?.find((licence) => !LICENCES.has(licence));
	if (strange)
		return json(
			{ error: 'InputError', detail: `License '${strange}' does not exist.`, fields: ['license'] },
			400,
		);

	const indexed = shelf
		.search(query.get('q') ?? '', ['commons', 'flickr'])
		.filter(({ licence }) => licence && (licences?.includes(licence.code) ?? true))
		.slice(0, LAST_RESULT);
	// Links found dead are left out of a page, which makes it shorter.
	const shown = indexed
		.slice((page - 1) * perPage, page * perPage)
		.filter(({ trouble }) => trouble !== 'gone');
	return json({
		result_count: indexed.length,
		page_count: Math.ceil(indexed.length / perPage),
		page_size: perPage,
		page,
		results: await Promise.all(shown.map((record) => imageOf(retold(record), origin))),
	});
}

async function imageOf({ photo, home, id, title, author, licence, trouble }: PhotoRecord, origin: string) {
	const provider = home === 'commons' ? 'wikimedia' : 'flickr';
	const landing =
		home === 'commons'
			? `https://commons.wikimedia.org/w/index.php?curid=${id}`
			: `https://www.flickr.com/photos/${author.login}/${id}`;
	return {
		id: uuidOf(id),
		title,
		indexed_on: '2025-03-02T17:39:48.000000Z',
		foreign_landing_url: landing,
		url: `${origin}/wikipedia/commons/${id}/original.jpg`,
		creator: author.name,
		creator_url: `https://www.flickr.com/photos/${author.login}`,
		...(licence
			? { license: licence.code, license_version: licence.version, license_url: deedOf(licence) }
			: {}),
		provider,
		source: provider,
		category: trouble === 'drawing' ? 'illustration' : home === 'flickr' ? null : 'photograph',
		filesize: null,
		filetype: 'jpg',
		tags: [{ name: photo.label, accuracy: null, unstable__provider: provider }],
		attribution: licence
			? `"${title}" by ${author.name} is licensed under CC ${licence.code.toUpperCase()} ${licence.version}.`
			: null,
		fields_matched: ['title'],
		mature: trouble === 'sensitive',
		unstable__sensitivity: trouble === 'sensitive' ? ['user_reported_sensitive'] : [],
		...(await photo.size()),
		thumbnail: `${origin}/v1/images/${uuidOf(id)}/thumb/`,
		detail_url: `${origin}/v1/images/${uuidOf(id)}/`,
	};
}

/** A version 4 UUID that says which photo it is of. */
function uuidOf(id: number): string {
	return `4bc43a04-ef46-4000-8000-${id.toString().padStart(12, '0')}`;
}
