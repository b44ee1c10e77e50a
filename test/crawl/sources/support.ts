import type { PhotoSource, PhotoSourceOptions } from 'photo-services';
import { startPhotoSource } from 'photo-services';
import { onTestFinished } from 'vitest';
import { createApiClient } from '../../../src/crawl/http/api-client.ts';
import {
	type ApiClient,
	type CandidatePage,
	type Query,
	type Source,
	type SourceTrouble,
	SourceUnavailable,
} from '../../../src/crawl/source.ts';
import { createSources } from '../../../src/crawl/sources/index.ts';
import type { Candidate } from '../../../src/dataset/candidate.ts';
import { openHttp, type TestHttp } from '../local-server.ts';

export const FLICKR_KEY = '0123456789abcdef0123456789abcdef';

export interface SourceUnderTest {
	readonly source: Source;
	readonly client: ApiClient;
	readonly http: TestHttp;
	readonly server: PhotoSource;
}

/** A source that asks a photo server on this machine, by real HTTP and the crawler's own client. */
export async function openSource(
	name: Source['name'],
	options: PhotoSourceOptions = {},
): Promise<SourceUnderTest> {
	const server = await startPhotoSource(options);
	onTestFinished(() => server.close());
	const http = openHttp([server.url]);
	const sources = createSources({
		flickrKey: FLICKR_KEY,
		endpoints: { ...server.endpoints, wikidata: server.url },
	});
	const source = sources.find((candidate) => candidate.name === name);
	if (!source) throw new Error(`no source is called ${name}`);
	return { source, http, server, client: createApiClient(http, name) };
}

export function query(text: string, more: Partial<Query> = {}): Query {
	return { text, exclude: [], ...more };
}

/** All pages, to the end. */
export async function pagesOf({ source, client }: Pick<SourceUnderTest, 'source' | 'client'>, wanted: Query) {
	const pages: CandidatePage[] = [];
	let cursor: string | undefined;
	do {
		const page = await source.search(wanted, cursor, client);
		pages.push(page);
		cursor = page.next;
	} while (cursor !== undefined && pages.length < 100);
	return pages;
}

export function candidatesOf(pages: readonly CandidatePage[]): Candidate[] {
	return pages.flatMap(({ candidates }) => candidates);
}

export function skippedOf(pages: readonly CandidatePage[]): Record<string, number> {
	const sums: Record<string, number> = {};
	for (const { skipped } of pages)
		for (const [reason, count] of Object.entries(skipped)) sums[reason] = (sums[reason] ?? 0) + count;
	return sums;
}

export async function troubleOf(answer: Promise<unknown>): Promise<SourceTrouble> {
	const error = await answer.then(
		() => undefined,
		(caught: unknown) => caught,
	);
	if (error instanceof SourceUnavailable) return error.reason;
	throw new Error('the source did not say that it is unavailable', { cause: error });
}

/** A client without manners, whose requests msw answers; troubles are thrown as the crawler's client does. */
export const plainClient: ApiClient = {
	async getJson(url, schema, options = {}) {
		const response = await fetch(url);
		const answer = schema.parse(await response.json());
		const trouble = options.troubleOf?.(answer);
		if (trouble) throw new SourceUnavailable('test', trouble === 'temporary' ? { kind: 'down' } : trouble);
		return answer;
	},
};
