import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { crawl } from '../../src/crawl/crawler.ts';
import { PhotoDownloader } from '../../src/crawl/download/download.ts';
import type { CrawlEvent } from '../../src/crawl/events.ts';
import { createApiClient } from '../../src/crawl/http/api-client.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import type { CrawlerServices, CrawlRequest } from '../../src/crawl/run.ts';
import type { CandidatePage, Supply } from '../../src/crawl/source.ts';
import type { Candidate, SourceName } from '../../src/dataset/candidate.ts';
import { Catalogue, type Label } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openHttp, serve } from './local-server.ts';
import { drawPicture } from './pictures.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

export async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'hantei-crawl-'));
	closing.push(() => rm(folder, { recursive: true, force: true }));
	return folder;
}

/** What a photo host answers for a photo, by the number in its address; a drawn picture, when undefined. */
export type PhotoAnswer = Buffer | { status: number; headers?: Record<string, string> } | undefined;

export interface Stage {
	readonly services: CrawlerServices;
	readonly label: Label;
	/** Addresses of photos that were asked for, in order. */
	readonly fetched: string[];
	/** Searches that were made: the cursor of each. */
	readonly searches: string[];
	readonly events: CrawlEvent[];
	candidate(number: number, changes?: Partial<Candidate>): Candidate;
	supply(
		name: SourceName,
		search: (cursor: string | undefined) => CandidatePage | Promise<CandidatePage>,
	): Supply;
	run(
		supplies: readonly Supply[],
		request?: Partial<CrawlRequest>,
		services?: Partial<CrawlerServices>,
	): ReturnType<typeof crawl>;
}

/** A real catalogue, photo store and photo host, until the end of the test. */
export async function openStage(
	answer: (number: number) => PhotoAnswer | Promise<PhotoAnswer> = () => undefined,
): Promise<Stage> {
	const fetched: string[] = [];
	const searches: string[] = [];
	const events: CrawlEvent[] = [];
	const origin = await serve(async (request, response) => {
		fetched.push(request.url ?? '');
		const number = Number(request.url?.match(/\d+/)?.[0]);
		const given = (await answer(number)) ?? (await drawPicture(number));
		if (Buffer.isBuffer(given)) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(given);
		else response.writeHead(given.status, given.headers).end();
	});
	const http = openHttp([origin]);
	const downloader = new PhotoDownloader(http, [origin]);
	const folder = await temporaryFolder();
	const database = openDatabase(join(folder, 'catalogue.sqlite'));
	closing.unshift(() => database.close());
	const catalogue = await Catalogue.open(database, { now: () => new Date(http.clock.now()) });
	const label = await catalogue.dataset('default').labels.add({ name: 'crow' }, 'cli');
	const services: CrawlerServices = {
		catalogue,
		photoStore: new PhotoStore(join(folder, 'photos')),
		supplies: [],
		rules: DEFAULT_RULES,
		concurrency: 4,
		clock: http.clock,
		logger: { debug() {}, info() {}, warn() {}, error() {} },
	};
	return {
		services,
		label,
		fetched,
		searches,
		events,
		candidate: (number, changes) => ({
			source: 'commons',
			sourceId: String(number),
			url: `${origin}/${number}.jpg`,
			pageUrl: `${origin}/page/${number}`,
			author: `author ${number}`,
			licence: 'by',
			licenceVersion: '4.0',
			...changes,
		}),
		supply: (name, search) => ({
			source: {
				name,
				photoHosts: [new URL(origin).host],
				canAnswer: () => true,
				search: async (_query, cursor) => {
					searches.push(cursor ?? '');
					return search(cursor);
				},
			},
			client: createApiClient(http, name),
			fetch: ({ url }, signal) => downloader.download(url, { hosts: [new URL(origin).host], signal }),
		}),
		run: (supplies, request, changes) =>
			crawl(
				{
					classifier: 'default',
					labels: [label],
					wanted: 10,
					by: 'cli',
					onEvent: (event) => events.push(event),
					...request,
				},
				{ ...services, ...changes, supplies },
			),
	};
}

/** The numbers from one to another. */
export function numbers(from: number, to: number): number[] {
	return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
