import { deedOf } from '../library/provenance.ts';
import type { PhotoRecord } from '../photo-record.ts';
import { type Answer, json, numberOf, type ServiceContext } from './answer.ts';

const LAST_OFFSET = 10_000;

/** `action=query&generator=search&prop=imageinfo` of https://commons.wikimedia.org/w/api.php, `formatversion=2`. */
export async function answerAsCommons({ shelf, url, origin, retold }: ServiceContext): Promise<Answer> {
	const query = url.searchParams;
	if (query.get('action') !== 'query' || query.get('generator') !== 'search')
		return json(failure('badvalue', 'Unrecognized value for parameter "action".'), 200, {
			'mediawiki-api-error': 'badvalue',
		});
	const text = query.get('gsrsearch');
	if (!text)
		return json(failure('missingparam', 'The "gsrsearch" parameter must be set.'), 200, {
			'mediawiki-api-error': 'missingparam',
		});

	const limit = numberOf(url, 'gsrlimit', 10, 50);
	const offset = numberOf(url, 'gsroffset', 0, LAST_OFFSET);
	const found = shelf.search(text, ['commons']).map(retold);
	const shown = found.slice(offset, offset + limit);
	const width = numberOf(url, 'iiurlwidth', 500);
	const pages = await Promise.all(shown.map((record, n) => pageOf(record, offset + n + 1, width, origin)));
	const next = offset + limit;
	return json({
		batchcomplete: true,
		...(next < found.length ? { continue: { gsroffset: next, continue: 'gsroffset||' } } : {}),
		// In the order of their ids; `index` is their rank. None found: no `query` at all.
		...(pages.length > 0 ? { query: { pages: pages.toSorted((a, b) => a.pageid - b.pageid) } } : {}),
	});
}

function failure(code: string, info: string) {
	return { error: { code, info, docref: 'See https://commons.wikimedia.org/w/api.php for API usage.' } };
}

async function pageOf(record: PhotoRecord, index: number, thumbWidth: number, origin: string) {
	const { id, title, photo, author, trouble } = record;
	const { width, height } = await photo.size();
	const file = `${title.replaceAll(' ', '_')}_${id}.jpg`;
	const served = Math.min(width, thumbWidth);
	const user = encodeURIComponent(author.login);
	return {
		pageid: id,
		ns: 6,
		title: `File:${title} ${id}.jpg`,
		index,
		imageinfo: [
			{
				size: width * height,
				width,
				height,
				mime: photo.contentType,
				mediatype: trouble === 'drawing' ? 'DRAWING' : 'BITMAP',
				user: author.login,
				thumburl: `${origin}/wikipedia/commons/thumb/${id}/${thumbWidth}px-${encodeURIComponent(file)}`,
				thumbwidth: served,
				thumbheight: Math.round((height * served) / width),
				url: `${origin}/wikipedia/commons/${id}/${encodeURIComponent(file)}`,
				descriptionurl: `https://commons.wikimedia.org/wiki/File:${encodeURIComponent(file)}`,
				extmetadata: {
					ObjectName: { value: escapeHtml(title), source: 'mediawiki-metadata' },
					Artist: {
						value: `<a href="//commons.wikimedia.org/wiki/User:${user}" title="User:${user}">${escapeHtml(author.name)}</a>`,
						source: 'commons-desc-page',
					},
					Restrictions: { value: '', source: 'commons-desc-page' },
					...licenceFields(record),
				},
			},
		],
	};
}

function licenceFields({ licence }: PhotoRecord): Record<string, { value: string }> {
	if (!licence) return {};
	if (licence.code === 'all-rights-reserved') return { LicenseShortName: { value: 'All rights reserved' } };
	// Public domain has no address more often than not.
	if (licence.code === 'pdm')
		return { License: { value: 'pd' }, LicenseShortName: { value: 'Public domain' } };
	const id = licence.code === 'cc0' ? 'cc0' : `cc-${licence.code}-${licence.version}`;
	return {
		License: { value: id },
		LicenseShortName: {
			value: id
				.toUpperCase()
				.replace(/^CC-/, 'CC ')
				.replace(/-(\d\.\d)$/, ' $1'),
		},
		LicenseUrl: { value: deedOf(licence) },
		AttributionRequired: { value: licence.code === 'cc0' ? 'false' : 'true' },
	};
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
