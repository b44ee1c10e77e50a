import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { altered, answerInstead, retell, send } from './befall.ts';
import { FaultInjector, type ServiceName } from './faults.ts';
import { drawnLibrary } from './library/drawn.ts';
import { folderLibrary } from './library/folder.ts';
import { PhotoFiles } from './photo-files.ts';
import { inventRecords } from './photo-record.ts';
import type { LoggedRequest, PhotoSource, PhotoSourceOptions } from './photo-source.ts';
import { createRandom } from './random.ts';
import { RateLimits } from './rate-limits.ts';
import type { Answer } from './services/answer.ts';
import { answerAsCommons } from './services/commons.ts';
import { answerAsFlickr } from './services/flickr.ts';
import { answerAsINaturalist } from './services/inaturalist.ts';
import { answerAsOpenverse } from './services/openverse.ts';
import { answerPhoto } from './services/photos.ts';
import { throttled } from './services/throttled.ts';
import { Shelf } from './shelf.ts';

const PHOTOS_PER_LABEL = 200;
const REQUESTS_KEPT = 10_000;

/** Starts a stand-in for the photo services on this machine; `close()` ends it. */
export async function startPhotoSource(options: PhotoSourceOptions = {}): Promise<PhotoSource> {
	const { folder, host = '127.0.0.1', troubles = true, now = Date.now } = options;
	const library = folder
		? await folderLibrary(folder)
		: drawnLibrary({ photosPerLabel: options.photosPerLabel ?? PHOTOS_PER_LABEL, flawed: troubles });
	const shelf = new Shelf(
		inventRecords(library, {
			licences: options.licences,
			troubles,
			hostileNames: options.hostileNames ?? false,
		}),
	);
	const files = new PhotoFiles();
	const faults = new FaultInjector(createRandom(1), options.faults ?? []);
	const limits = options.rateLimits === 'documented' ? new RateLimits(now) : undefined;
	const requests: LoggedRequest[] = [];
	let origin = '';

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', origin);
		const service = serviceAt(url.pathname);
		const drawn = faults.draw(service, url.pathname);
		const wait = limits?.count(service) ?? 0;
		const answer =
			wait > 0
				? throttled(service, wait)
				: (drawn
						.map((fault) => answerInstead(fault, service, origin))
						.find((instead) => instead !== undefined) ??
					altered(await answerTo(service, url, retell(drawn)), drawn));

		if (requests.length === REQUESTS_KEPT) requests.shift();
		requests.push({
			service,
			method: request.method ?? 'GET',
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			userAgent: request.headers['user-agent'],
			status: drawn.some(({ kind }) => kind === 'drop') ? 0 : answer.status,
			faults: drawn.map(({ kind }) => kind),
		});
		await send(response, answer, drawn);
	}

	async function answerTo(
		service: ServiceName,
		url: URL,
		retold: ReturnType<typeof retell>,
	): Promise<Answer> {
		const context = { shelf, url, origin, retold };
		switch (service) {
			case 'inaturalist':
				return answerAsINaturalist(context);
			case 'commons':
				return answerAsCommons(context);
			case 'openverse':
				return answerAsOpenverse(context);
			case 'flickr':
				return answerAsFlickr(context);
			case 'photos':
				if (url.pathname === '/photo_unavailable.png') return placeholder();
				return answerPhoto({ shelf, files, origin, pathname: url.pathname });
		}
	}

	const server = createServer((request, response) => {
		handle(request, response).catch((error: unknown) => {
			if (response.headersSent) response.destroy();
			else response.writeHead(500).end(String(error));
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	origin = `http://${host}:${port}`;

	return {
		url: origin,
		endpoints: {
			inaturalist: origin,
			commons: origin,
			openverse: origin,
			flickr: origin,
			photoHosts: [new URL(origin).host],
		},
		labels: shelf.labels,
		photos: folder ? 'folder' : 'drawn',
		requests,
		faults,
		close: () =>
			new Promise((resolve, reject) => {
				server.close((error) => (error ? reject(error) : resolve()));
				server.closeAllConnections();
			}),
	};
}

function serviceAt(pathname: string): ServiceName {
	if (pathname === '/w/api.php') return 'commons';
	if (pathname.startsWith('/services/rest')) return 'flickr';
	if (pathname === '/v1/images/') return 'openverse';
	if (/^\/v1\/(observations|taxa)/.test(pathname)) return 'inaturalist';
	return 'photos';
}

/** "This photo is no longer available", more or less. */
async function placeholder(): Promise<Answer> {
	const picture = sharp({ create: { width: 500, height: 374, channels: 3, background: '#f3f3f3' } });
	return { status: 200, headers: { 'content-type': 'image/png' }, body: await picture.png().toBuffer() };
}
