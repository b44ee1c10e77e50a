import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drawPicture } from '../crawl/pictures.ts';

/** A stand-in that speaks iNaturalist: one living thing by every name, and as many photos of it as are asked for. */
export interface PhotoService {
	readonly origin: string;
	/** Numbers of the photos fetched so far. */
	readonly fetched: number[];
	/** Before a photo is handed out. */
	beforePhoto: (number: number) => Promise<void> | void;
	close(): Promise<void>;
}

const PAGE = 20;

export async function startPhotoService(): Promise<PhotoService> {
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', service.origin);
		const json = (body: unknown) =>
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		const photo = async (number: number) => {
			service.fetched.push(number);
			await service.beforePhoto(number);
			response.writeHead(200, { 'content-type': 'image/jpeg' }).end(await drawPicture(number));
		};
		const [, number] = /^\/photos\/(\d+)\/medium\.jpg$/.exec(url.pathname) ?? [];
		if (number !== undefined) void photo(Number(number));
		else if (url.pathname === '/v1/taxa/autocomplete') json(taxa(url.searchParams.get('q') ?? ''));
		else if (url.pathname === '/v1/observations') json(observations(url, service.origin));
		else response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const service: PhotoService = {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		fetched: [],
		beforePhoto: () => {},
		async close() {
			server.closeAllConnections();
			if (server.listening) await new Promise((resolve) => server.close(resolve));
		},
	};
	return service;
}

function taxa(name: string) {
	if (name.startsWith('nothing')) return { results: [] };
	return {
		results: [
			{
				id: 8010,
				name: 'Corvus',
				rank: 'genus',
				rank_level: 20,
				matched_term: name,
				preferred_common_name: name,
				iconic_taxon_name: 'Aves',
				observations_count: 1_234_567,
			},
			{ id: 144_757, name: 'Corvus corone', rank: 'species', rank_level: 10, observations_count: 1_000 },
		],
	};
}

/** A thousand observations, one photo each, from the latest; the titles try to become markdown and mentions. */
function observations(url: URL, origin: string) {
	const before = url.searchParams.get('taxon_id') === '8010' ? 0 : 1_000;
	const from = Number(url.searchParams.get('id_below') ?? before + 1_001) - 1;
	const results = Array.from({ length: Math.min(PAGE, from - before) }, (_, index) => from - index).map(
		(id) => ({
			id,
			user: { login: `user${id}`, name: `**Author** @everyone ${id}` },
			taxon: { id: 8010, name: 'Corvus', preferred_common_name: `[crow](https://example.org) ${id}` },
			photos: [
				{
					id,
					license_code: id % 2 === 0 ? 'cc-by' : 'cc0',
					attribution: `(c) ${id}`,
					flags: [],
					original_dimensions: { width: 640, height: 480 },
					url: `${origin}/photos/${id}/square.jpg`,
				},
			],
		}),
	);
	return { total_results: from - before, results };
}
