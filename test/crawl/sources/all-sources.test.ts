import { describe, expect, it } from 'vitest';
import { isAllowed } from '../../../src/crawl/licence.ts';
import { createSources } from '../../../src/crawl/sources/index.ts';
import type { SourceName } from '../../../src/dataset/candidate.ts';
import { candidatesOf, FLICKR_KEY, openSource, pagesOf, query, skippedOf, troubleOf } from './support.ts';

const CROW_TAXON = 900_101;
const crows = query('crow', { taxonId: CROW_TAXON });

/** Enough that each has several pages, its share of the photos being what it is. */
const PHOTOS: Readonly<Partial<Record<SourceName, number>>> = {
	inaturalist: 900,
	commons: 500,
	openverse: 300,
	flickr: 6_000,
};
const NAMES = ['inaturalist', 'commons', 'openverse', 'flickr'] as const;

it('come in the order of their worth, Flickr only with a key', () => {
	expect(createSources().map(({ name }) => name)).toEqual(['inaturalist', 'commons', 'openverse']);
	expect(createSources({ flickrKey: FLICKR_KEY }).map(({ name }) => name)).toEqual([...NAMES]);
});

describe.each(NAMES)('%s', (name) => {
	it('gives every photo once, over several pages, each with its provenance', async () => {
		const opened = await openSource(name, { photosPerLabel: PHOTOS[name], troubles: false });
		const pages = await pagesOf(opened, crows);
		const candidates = candidatesOf(pages);

		expect(pages.length).toBeGreaterThan(1);
		expect(candidates.length).toBeGreaterThan(100);
		expect(new Set(candidates.map(({ sourceId }) => sourceId)).size).toBe(candidates.length);
		for (const candidate of candidates) {
			expect(candidate.source).toBe(name);
			expect(opened.source.photoHosts).toContain(new URL(candidate.url).host);
			expect(candidate.pageUrl).toMatch(/^https:\/\//);
			expect(candidate.author).toBeTruthy();
			expect(candidate.width).toBeGreaterThan(0);
		}
		const allowed = candidates.filter(({ licence }) => isAllowed(licence));
		expect(allowed.length).toBeGreaterThan(candidates.length * 0.6);
		expect(skippedOf(pages)['malformed']).toBeUndefined();
	});

	it('goes on from a cursor as if it had never stopped', async () => {
		const opened = await openSource(name, { photosPerLabel: PHOTOS[name] });
		const [first, second] = await pagesOf(opened, crows);
		const again = await opened.source.search(crows, first.next, opened.client);
		expect(again).toEqual(second);
	});

	it('starts anew from a cursor that it does not understand', async () => {
		const opened = await openSource(name, { photosPerLabel: 20 });
		const first = await opened.source.search(crows, undefined, opened.client);
		const odd = await opened.source.search(crows, '%%%', opened.client);
		expect(odd.candidates).toEqual(first.candidates);
	});

	it('finds nothing where there is nothing', async () => {
		const opened = await openSource(name);
		const page = await opened.source.search(query('zeppelin', { taxonId: 1 }), undefined, opened.client);
		expect(page).toEqual({ candidates: [], skipped: {}, next: undefined });
	});

	it('offers photos that are there, of about the size that is kept', async () => {
		const opened = await openSource(name, { photosPerLabel: 30, troubles: false });
		const { candidates } = await opened.source.search(crows, undefined, opened.client);
		const response = await fetch(candidates[0].url);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('image/jpeg');
		expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(2_000);
	});

	it.each([
		['in seconds', () => 90],
		['as a date', () => new Date('2026-11-24T12:01:30Z')],
	])('waits when it is throttled, told how long %s, and goes on', async (_form, when) => {
		const opened = await openSource(name, {
			photosPerLabel: 20,
			faults: [{ kind: 'throttle', service: name, retryAfter: when(), times: 1 }],
		});
		const page = await opened.source.search(crows, undefined, opened.client);
		expect(page.candidates.length).toBeGreaterThan(0);
		expect(opened.server.requests).toHaveLength(2);
		expect(opened.http.clock.now()).toBe(Date.parse('2026-11-24T12:01:30Z'));
	});

	it('says until when it is throttled, where no run waits that long', async () => {
		const opened = await openSource(name, { faults: [{ kind: 'throttle', retryAfter: 86_400 }] });
		expect(await troubleOf(opened.source.search(crows, undefined, opened.client))).toEqual({
			kind: 'throttled',
			until: '2026-11-25T12:00:00.000Z',
		});
	});

	it('calls an answer cut short unexpected', async () => {
		const opened = await openSource(name, { faults: [{ kind: 'malformed-json' }] });
		expect(await troubleOf(opened.source.search(crows, undefined, opened.client))).toEqual({
			kind: 'unexpected',
			detail: 'not JSON',
		});
	});

	it('calls an answer of another shape unexpected', async () => {
		const opened = await openSource(name, {
			faults: [{ kind: 'body', body: '{"items":[]}', contentType: 'application/json' }],
		});
		// For MediaWiki an answer without anything means that nothing was found.
		if (name === 'commons') return;
		expect(await troubleOf(opened.source.search(crows, undefined, opened.client))).toMatchObject({
			kind: 'unexpected',
		});
	});

	it('survives records of another shape, and counts them', async () => {
		const opened = await openSource(name, {
			photosPerLabel: 100,
			troubles: false,
			faults: [{ kind: 'strange-records', every: 5 }],
		});
		const page = await opened.source.search(crows, undefined, opened.client);
		expect(page.skipped.malformed).toBeGreaterThan(1);
		expect(page.candidates.length).toBeGreaterThan(page.skipped.malformed ?? 0);
	});

	it('gives up when no record is of the documented shape', async () => {
		const opened = await openSource(name, { faults: [{ kind: 'strange-records', every: 1 }] });
		expect(await troubleOf(opened.source.search(crows, undefined, opened.client))).toMatchObject({
			kind: 'unexpected',
			detail: expect.stringContaining('no record is of the documented shape'),
		});
	});

	it.each([
		['by-nd', 'by-nd'],
		['by-nc-nd', 'by-nc-nd'],
		['all-rights-reserved', 'other'],
	] as const)('tells that a photo is %s, whatever was asked for', async (stated, licence) => {
		// Openverse has nothing that is not openly licensed.
		if (name === 'openverse' && stated === 'all-rights-reserved') return;
		const opened = await openSource(name, {
			photosPerLabel: 60,
			troubles: false,
			faults: [{ kind: 'licence', licence: stated }],
		});
		const search = () => opened.source.search(crows, undefined, opened.client);
		// iNaturalist leaves out observations without any photo under a licence that was asked for.
		const { candidates } = await search();
		expect(candidates.every((candidate) => candidate.licence === licence)).toBe(true);
		expect(candidates.some((candidate) => isAllowed(candidate.licence))).toBe(false);
	});

	it('takes no licence for no permission', async () => {
		const opened = await openSource(name, {
			photosPerLabel: 60,
			faults: [{ kind: 'licence', licence: undefined }],
		});
		const page = await opened.source.search(crows, undefined, opened.client).catch(() => undefined);
		const allowed = page?.candidates.filter(({ licence }) => isAllowed(licence)) ?? [];
		expect(allowed).toEqual([]);
	});

	it('says that a service is down after trying again', async () => {
		const opened = await openSource(name, { faults: [{ kind: 'status', status: 503 }] });
		expect(await troubleOf(opened.source.search(crows, undefined, opened.client))).toEqual({
			kind: 'down',
			status: 503,
		});
		expect(opened.server.requests).toHaveLength(4);
	});

	it('says that a service refuses, and does not insist', async () => {
		const opened = await openSource(name, { faults: [{ kind: 'status', status: 403, body: 'Blocked' }] });
		expect(await troubleOf(opened.source.search(crows, undefined, opened.client))).toEqual({
			kind: 'refused',
			status: 403,
			message: 'Blocked',
		});
		expect(opened.server.requests).toHaveLength(1);
	});
});
