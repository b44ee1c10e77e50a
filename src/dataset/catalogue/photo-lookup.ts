import { SOURCES, type SourceName } from '../candidate.ts';
import { type Photo, toPhotos } from './photo.ts';
import type { Scope } from './scope.ts';

const MAX_FOUND = 100;

export async function photoById(scope: Scope, id: number): Promise<Photo | undefined> {
	return (await photosById(scope, [id]))[0];
}

/** Those of them that are there, in this order. */
export async function photosById(scope: Scope, ids: readonly number[]): Promise<Photo[]> {
	if (ids.length === 0) return [];
	const found = await scope.rows
		.selectFrom('photo')
		.selectAll()
		.where('id', 'in', ids)
		.where(scope.owns('photo'))
		.execute();
	const photos = new Map(toPhotos(found).map((photo) => [photo.id, photo]));
	return ids.flatMap((id) => photos.get(id) ?? []);
}

/** By what a person would paste: `#` and its id, `source:id`, an address, a page, or 8 or more digits of a SHA-256. */
export async function findPhotos(scope: Scope, reference: string): Promise<Photo[]> {
	const { rows, id } = scope;
	const all = rows.selectFrom('photo').selectAll();
	const ofClassifier = all.where('classifier_id', '=', id);
	const offer = sourceAndId(reference);
	const queries = [
		...(/^#\d{1,15}$/.test(reference) ? [ofClassifier.where('id', '=', Number(reference.slice(1)))] : []),
		...(offer
			? [ofClassifier.where('source', '=', offer.source).where('source_id', '=', offer.sourceId)]
			: []),
		...(/^[0-9a-f]{8,64}$/.test(reference)
			? [
					all
						.where('sha256', '>=', reference)
						.where('sha256', '<', `${reference}g`)
						.where(scope.owns('photo')),
				]
			: []),
		ofClassifier.where('page_url', '=', reference),
		ofClassifier.where('url', '=', reference),
	];
	const found: Photo[] = [];
	for (const query of queries) found.push(...toPhotos(await query.limit(MAX_FOUND).execute()));
	return [...new Map(found.map((photo) => [photo.id, photo])).values()];
}

/** `flickr:5369`, as reports name photos. */
function sourceAndId(reference: string): { source: SourceName; sourceId: string } | undefined {
	const colon = reference.indexOf(':');
	const source = SOURCES.find((name) => name === reference.slice(0, colon));
	return source && { source, sourceId: reference.slice(colon + 1) };
}
