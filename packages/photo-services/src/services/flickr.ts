import type { LicenceCode } from '../library/provenance.ts';
import type { PhotoRecord } from '../photo-record.ts';
import { seedOf } from '../random.ts';
import { type Answer, json, numberOf, type ServiceContext } from './answer.ts';

/** Longer side in pixels of each size that has a letter. */
export const FLICKR_SIZES: Readonly<Record<string, number>> = { q: 150, n: 320, m: 500, z: 640, c: 800 };
/** As in file names: 500 pixels have no letter there. */
const SUFFIXES: Readonly<Record<string, string>> = { q: '_q', n: '_n', m: '', z: '_z', c: '_c' };

/** About what can be reached; further on is an excessive offset. */
const LAST_RESULT = 4_000;

/** flickr.photos.licenses.getInfo. */
const LICENCE_IDS: Readonly<Record<LicenceCode, readonly [old: number, current: number]>> = {
	'all-rights-reserved': [0, 0],
	'by-nc-sa': [1, 15],
	'by-nc': [2, 14],
	'by-nc-nd': [3, 16],
	by: [4, 11],
	'by-sa': [5, 12],
	'by-nd': [6, 13],
	cc0: [9, 9],
	pdm: [10, 10],
};

/** flickr.photos.search of https://www.flickr.com/services/api/; every failure has status 200. */
export async function answerAsFlickr(context: ServiceContext): Promise<Answer> {
	const { shelf, url, origin, retold } = context;
	const query = url.searchParams;
	// Any key will do, as long as there is one.
	if (!query.get('api_key')) return flickrFailure(100, 'Invalid API Key (Key not found)');
	if (query.get('method') !== 'flickr.photos.search')
		return flickrFailure(112, `Method "${query.get('method')}" not found`);
	if (query.get('format') !== 'json') return flickrFailure(111, `Format "${query.get('format')}" not found`);
	const text = query.get('text') ?? '';
	if (!text)
		return flickrFailure(
			3,
			'Parameterless searches have been disabled. Please use flickr.photos.getRecent instead.',
		);

	const perPage = numberOf(url, 'per_page', 100, 500) || 100;
	const page = Math.max(1, numberOf(url, 'page', 1));
	if ((page - 1) * perPage >= LAST_RESULT) return flickrFailure(20, 'Excessive photo offset in search');
	const licences = query.get('license')?.split(',').filter(Boolean);
	const found = shelf
		.search(text, ['flickr'])
		.filter((record) => !licences || licences.includes(licenceId(record) ?? ''));
	const extras = new Set(query.get('extras')?.split(','));
	const shown = found.slice((page - 1) * perPage, page * perPage).map(retold);
	return json({
		photos: {
			page,
			pages: Math.ceil(found.length / perPage),
			perpage: perPage,
			// Theirs is a string on some days.
			total: String(found.length),
			photo: await Promise.all(shown.map((record) => photoOf(record, extras, origin))),
		},
		stat: 'ok',
	});
}

export function flickrFailure(code: number, message: string): Answer {
	return json({ stat: 'fail', code, message });
}

async function photoOf(record: PhotoRecord, extras: ReadonlySet<string>, origin: string) {
	const { id, title, author, photo } = record;
	const { width, height } = await photo.size();
	const sizes = Object.entries(FLICKR_SIZES).flatMap(([letter, side]) => {
		const scale = Math.min(1, side / Math.max(width, height));
		if (!extras.has(`url_${letter}`)) return [];
		return [
			[`url_${letter}`, `${origin}/5123/${id}_${secretOf(id)}${SUFFIXES[letter]}.jpg`],
			[`width_${letter}`, Math.round(width * scale)],
			[`height_${letter}`, Math.round(height * scale)],
		];
	});
	return {
		id: String(id),
		owner: `${author.id}@N03`,
		secret: secretOf(id),
		server: '5123',
		farm: 6,
		// Titles come escaped.
		title: title.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
		ispublic: 1,
		isfriend: 0,
		isfamily: 0,
		license: licenceId(record),
		ownername: author.name,
		pathalias: author.id % 3 === 0 ? null : author.login,
		tags: photo.label,
		o_width: String(width),
		o_height: String(height),
		...Object.fromEntries(sizes),
	};
}

function licenceId({ licence }: PhotoRecord): string | undefined {
	if (!licence) return undefined;
	const [old, current] = LICENCE_IDS[licence.code];
	return String(licence.version === '4.0' ? current : old);
}

export function secretOf(id: number): string {
	return seedOf('secret', id).toString(16).padStart(10, '0');
}
