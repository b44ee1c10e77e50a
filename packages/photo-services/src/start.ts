import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { altered, answerInstead, retell, send } from './befall.ts';
import { type Fault, FaultInjector, type Faults, type ServiceName } from './faults.ts';

import { folderLibrary } from './library/folder.ts';
import { drawnLibrary } from './library/library.ts';
import type { LicenceCode } from './library/provenance.ts';
import { PhotoFiles } from './photo-files.ts';
import { inventRecords } from './photo-record.ts';
import { createRandom } from './random.ts';
import type { Answer } from './services/answer.ts';
import { answerAsCommons } from './services/commons.ts';
import { answerAsFlickr } from './services/flickr.ts';
import { answerAsINaturalist } from './services/inaturalist.ts';
import { answerAsOpenverse } from './services/openverse.ts';
import { answerPhoto } from './services/photos.ts';
import { Shelf } from './shelf.ts';

const PHOTOS_PER_LABEL = 200;
const REQUESTS_KEPT = 10_000;

export interface PhotoSourceOptions {
	/** One folder of photos a label; without one, photos are drawn. */
	readonly folder?: string;
	/** Loopback by default. */
	readonly host?: string;
	/** 0, the default, takes a free one. */
	readonly port?: number;
	readonly faults?: readonly Fault[];
	/** Licences to hand out in turn, instead of a mixture of which one in eight may not be used. */
	readonly licences?: readonly LicenceCode[];
	/** Whether some photos are gone, flagged or opted out, and some drawn ones wrong, tiny or repeated; true by default. */
	readonly troubles?: boolean;
	/** Whether some titles and authors are markup, formulas and mentions; false by default. */
	readonly hostileNames?: boolean;
	/** Drawn photos of each label; 200 by default. */
	readonly photosPerLabel?: number;
}

/** A request that was answered, or met a fault. */
export interface LoggedRequest {
	readonly service: ServiceName;
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly userAgent: string | undefined;
	/** 0 where the connection was cut instead. */
	readonly status: number;
	/** What befell it. */
	readonly faults: readonly Fault['kind'][];
}

/** A server on this machine in the place of iNaturalist, Commons, Openverse and Flickr, their photos included. */
export type PhotoSource = Readonly<Awaited<ReturnType<typeof startPhotoSource>>>;

/** Starts a stand-in for the photo services on this machine; `close()` ends it. */
export async function startPhotoSource(options: PhotoSourceOptions = {}) {
	const { folder, host = '127.0.0.1', troubles = true } = options;
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
	const requests: LoggedRequest[] = [];
	let origin = '';

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', origin);
		const service = serviceAt(url.pathname);
		const drawn = faults.draw(service, url.pathname);
		const instead = drawn.map((fault) => answerInstead(fault, service, origin));
		const answer =
			instead.find((other) => other !== undefined) ??
			altered(await answerTo(service, url, retell(drawn)), drawn);

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
		/** Origin of all its services and photos: `http://127.0.0.1:8021`. */
		url: origin,
		/** The same, as the crawler takes it for each service. */
		endpoints: {
			inaturalist: origin,
			commons: origin,
			openverse: origin,
			flickr: origin,
			photoHosts: [new URL(origin).host],
		},
		/** Labels that it has photos of. */
		labels: shelf.labels,
		/** Of our own drawing, or of a folder. */
		photos: folder ? ('folder' as const) : ('drawn' as const),
		/** The latest 10,000. */
		requests: requests as readonly LoggedRequest[],
		faults: faults as Faults,
		close: () =>
			new Promise<void>((resolve, reject) => {
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
