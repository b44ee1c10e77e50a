import type { Bounds, PhotoFiles } from '../photo-files.ts';
import type { PhotoRecord } from '../photo-record.ts';
import type { Shelf } from '../shelf.ts';
import { type Answer, text } from './answer.ts';
import { FLICKR_SIZES, secretOf } from './flickr.ts';

/** Longer side in pixels. */
const INATURALIST_SIZES: Readonly<Record<string, number>> = {
	square: 75,
	small: 240,
	medium: 500,
	large: 1024,
	original: 2048,
};
/** Widths that Wikimedia keeps. */
const WIKIMEDIA_WIDTHS = new Set([20, 40, 60, 120, 250, 330, 500, 960, 1280, 1920, 3840]);
const OPENVERSE_WIDTH = 600;

interface PhotoAddress {
	readonly id: number;
	readonly bounds?: Bounds;
}

export interface PhotoContext {
	readonly shelf: Shelf;
	readonly files: PhotoFiles;
	readonly origin: string;
	readonly pathname: string;
}

/** Where a photo that is no longer there leads: a picture of its own, on another host. */
export function placeholderUrl(origin: string): string {
	const { port } = new URL(origin);
	return `http://localhost:${port}/photo_unavailable.png`;
}

/** The files behind the addresses that the services give out. */
export async function answerPhoto({ shelf, files, origin, pathname }: PhotoContext): Promise<Answer> {
	const address = readAddress(pathname);
	if (address === 'bad-width') return text('Use thumbnail steps listed on https://w.wiki/GHai', 400);
	const record = address && shelf.get(address.id);
	if (!address || !record || record.trouble === 'gone') return text('Not Found', 404);
	if (record.trouble === 'placeholder')
		return { status: 302, headers: { location: placeholderUrl(origin) }, body: '' };
	const body = await files.read(record, address.bounds);
	return { status: 200, headers: headersOf(record, body.length), body };
}

function headersOf({ photo, trouble }: PhotoRecord, length: number): Record<string, string> {
	return {
		'content-type': photo.contentType,
		'content-length': String(length),
		'cache-control': 'public, max-age=31536000',
		...(trouble === 'opted-out' ? { 'x-robots-tag': 'noai, noimageai' } : {}),
	};
}

/** Reads an address of any of the services. */
function readAddress(pathname: string): PhotoAddress | 'bad-width' | undefined {
	const [, inaturalistId, size] = /^\/photos\/(\d+)\/([a-z]+)\.[a-z]+$/.exec(pathname) ?? [];
	if (inaturalistId && INATURALIST_SIZES[size])
		return { id: Number(inaturalistId), bounds: { side: INATURALIST_SIZES[size] } };

	const [, commonsId, width] =
		/^\/wikipedia\/commons\/(?:thumb\/)?(\d+)\/(?:(\d+)px-)?[^/]+$/.exec(pathname) ?? [];
	if (commonsId && width && !WIKIMEDIA_WIDTHS.has(Number(width))) return 'bad-width';
	if (commonsId) return { id: Number(commonsId), bounds: width ? { width: Number(width) } : undefined };

	const [, openverseId] = /^\/v1\/images\/4bc43a04-ef46-4000-8000-(\d{12})\/thumb\/$/.exec(pathname) ?? [];
	if (openverseId) return { id: Number(openverseId), bounds: { width: OPENVERSE_WIDTH } };

	const [, flickrId, secret, letter = 'm'] =
		/^\/\d+\/(\d+)_([0-9a-f]+)(?:_([a-z]))?\.jpg$/.exec(pathname) ?? [];
	if (flickrId && secret === secretOf(Number(flickrId)) && FLICKR_SIZES[letter])
		return { id: Number(flickrId), bounds: { side: FLICKR_SIZES[letter] } };
	return undefined;
}
