import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../../src/dataset/photo-store.ts';
import { seededRandom } from '../../../src/dataset/random.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { numbers, temporaryFolder } from '../crawling.ts';
import { serve } from '../local-server.ts';
import { drawPicture } from '../pictures.ts';

/** Times that the crawl is killed; `HANTEI_CRASHES=50` for a thorough look. */
const CRASHES = Number(process.env.HANTEI_CRASHES ?? 4);
const WANTED = 100;
const LAST = 200;
const PER_PAGE = 40;
const IN_FLIGHT = 8;

/** Photos by number: every 7th is gone, every 11th a copy of the one before, every 13th too small; some have one author. */
async function photo(number: number): Promise<Buffer | undefined> {
	if (number % 7 === 0) return undefined;
	if (number % 11 === 0) return drawPicture(number - 1);
	return number % 13 === 0 ? drawPicture(number, 100, 100) : drawPicture(number);
}

function gallery(onPhoto: () => void): RequestListener {
	return async (request, response) => {
		const url = new URL(request.url ?? '', `http://${request.headers.host}`);
		if (url.pathname === '/search') {
			const from = Number(url.searchParams.get('cursor') ?? 1);
			const to = Math.min(LAST, from + PER_PAGE - 1);
			const candidates = numbers(from, to).map((number) => ({
				sourceId: String(number),
				url: `${url.origin}/${number}.jpg`,
				pageUrl: `${url.origin}/page/${number}`,
				author: number % 5 === 0 ? 'prolific' : `author ${number}`,
				licence: number % 17 === 0 ? 'by-nd' : 'by',
			}));
			response.end(JSON.stringify({ candidates, next: to < LAST ? String(to + 1) : undefined }));
			return;
		}
		onPhoto();
		const bytes = await photo(Number(url.pathname.match(/\d+/)?.[0]));
		if (bytes) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes);
		else response.writeHead(404).end();
	};
}

function startCrawl(folder: string, origin: string): ChildProcess {
	const script = fileURLToPath(new URL('crawl-process.mjs', import.meta.url));
	return spawn(process.execPath, [script, folder, origin, String(WANTED)], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
}

/** All that the catalogue says of its photos, and the files that are there. */
async function stateOf(folder: string) {
	const database = openDatabase(join(folder, 'catalogue.sqlite'));
	const catalogue = await Catalogue.open(database);
	const store = new PhotoStore(join(folder, 'photos'));
	await store.sweep((sha256) => catalogue.needsFile(sha256), { ageMs: 0 });
	const photos = database.sqlite
		.prepare(
			`SELECT id, source_id, state, reason, sha256, perceptual_hash, bytes, tries, group_id, duplicate_of, author, url
			 FROM photo ORDER BY id`,
		)
		.raw()
		.all();
	const files: string[] = [];
	for await (const sha256 of store.list()) files.push(sha256);
	database.close();
	return { photos, files: files.sort() };
}

it(`ends the same however often it is killed: ${CRASHES} times`, { timeout: 600_000 }, async () => {
	let fetched = 0;
	let killAt = Number.POSITIVE_INFINITY;
	let kill = () => {};
	const origin = await serve(
		gallery(() => {
			if (++fetched === killAt) kill();
		}),
	);

	const calm = await temporaryFolder();
	await once(startCrawl(calm, origin), 'exit');
	const fetchedCalmly = fetched;
	const expected = await stateOf(calm);
	expect(expected.photos.filter((row) => (row as unknown[])[2] === 'accepted')).toHaveLength(WANTED);

	const rough = await temporaryFolder();
	const random = seededRandom(20_261_124);
	fetched = 0;
	let killed = 0;
	for (let crash = 0; crash < CRASHES; crash++) {
		const crawling = startCrawl(rough, origin);
		const exited = once(crawling, 'exit');
		kill = () => {
			// Not in step with the requests: any moment between two of them.
			void delay(random() * 30).then(() => crawling.kill('SIGKILL'));
		};
		killAt = fetched + 1 + Math.floor((random() * 2 * fetchedCalmly) / (CRASHES + 1));
		const [, signal] = await exited;
		if (signal === 'SIGKILL') killed++;
	}
	expect(killed).toBeGreaterThan(CRASHES / 2);
	killAt = Number.POSITIVE_INFINITY;
	const [code] = await once(startCrawl(rough, origin), 'exit');
	expect(code).toBe(0);

	const actual = await stateOf(rough);
	expect(actual.photos).toEqual(expected.photos);
	expect(actual.files).toEqual(expected.files);
	expect(fetched).toBeLessThanOrEqual(fetchedCalmly + CRASHES * IN_FLIGHT);
});
