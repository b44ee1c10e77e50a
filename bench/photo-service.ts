import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drawPhoto } from './pictures.ts';

/** As large as thumbnails that sources hand out. */
const WIDTH = 500;
const HEIGHT = 375;

export interface PhotoService {
	readonly origin: string;
	close(): Promise<void>;
}

/** A server on this machine that answers as Wikimedia Commons does and serves drawn photos from memory. */
export async function startPhotoService(photos: number): Promise<PhotoService> {
	const pictures: Buffer[] = [];
	for (let seed = 1; seed <= photos; seed++) pictures.push(await drawPhoto(WIDTH, HEIGHT, seed));
	const server: Server = createServer((request, response) => {
		const url = new URL(request.url ?? '', `http://${request.headers.host}`);
		if (url.pathname === '/w/api.php') {
			const offset = Number(url.searchParams.get('gsroffset') ?? 0);
			const end = Math.min(offset + Number(url.searchParams.get('gsrlimit')), photos);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(searchAnswer(url.origin, offset, end, photos)));
			return;
		}
		response.setHeader('content-type', 'image/jpeg');
		response.end(pictures[Number(url.pathname.match(/\d+/)?.[0]) - 1]);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function searchAnswer(origin: string, offset: number, end: number, photos: number) {
	const pages = Array.from({ length: end - offset }, (_, index) => {
		const id = offset + index + 1;
		return {
			pageid: id,
			ns: 6,
			title: `File:Photo ${id}.jpg`,
			index: index + 1,
			imageinfo: [
				{
					mime: 'image/jpeg',
					mediatype: 'BITMAP',
					width: 4000,
					height: 3000,
					user: `author ${id}`,
					thumburl: `${origin}/photos/${id}.jpg`,
					descriptionurl: `${origin}/wiki/${id}`,
					extmetadata: { License: { value: 'cc-by-sa-4.0' }, Artist: { value: `author ${id}` } },
				},
			],
		};
	});
	return {
		...(end < photos && { continue: { gsroffset: end, continue: 'gsroffset||' } }),
		query: { pages },
	};
}
