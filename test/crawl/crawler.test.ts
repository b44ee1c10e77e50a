import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { SourceUnavailable } from '../../src/crawl/source.ts';
import { numbers, openStage, type Stage } from './crawling.ts';
import { drawPicture } from './pictures.ts';

/** Pages of ten photos, numbered on. */
function pages(stage: Stage, last: number) {
	return stage.supply('commons', (cursor) => {
		const from = Number(cursor ?? 1);
		const to = Math.min(from + 9, last);
		return {
			candidates: numbers(from, to).map((number) => stage.candidate(number)),
			skipped: {},
			next: to < last ? String(to + 1) : undefined,
		};
	});
}

const onePage = (stage: Stage, candidates: ReturnType<Stage['candidate']>[]) =>
	stage.supply('commons', () => ({ candidates, skipped: {} }));

function photosOf({ services, label }: Stage) {
	return services.catalogue.dataset('default').photos.list({ labelId: label.id });
}

const idsOf = async (stage: Stage) =>
	(await photosOf(stage)).map(({ provenance }) => Number(provenance.sourceId));

describe('a crawl', () => {
	it('brings a label up to what is wanted, page by page, and fetches no more', async () => {
		const stage = await openStage();
		const { state, labels } = await stage.run([pages(stage, 100)], { wanted: 25 });
		expect(state).toBe('finished');
		expect(labels[0]).toMatchObject({ name: 'crow', wanted: 25, accepted: 25, state: 'complete' });
		expect(await idsOf(stage)).toEqual(numbers(1, 25));
		expect(stage.fetched).toHaveLength(25);
		expect(stage.searches).toEqual(['', '11', '21']);
	});

	it('brings no more than the classifier may have, and searches no further then', async () => {
		const stage = await openStage();
		const { labels } = await stage.run([pages(stage, 100)], { wanted: 25, most: 12 });
		expect(labels[0]).toMatchObject({ accepted: 12, state: 'short' });
		expect(stage.fetched).toHaveLength(12);
		expect(stage.searches).toEqual(['', '11']);
	});

	it('keeps a normalised file of each photo, with its provenance', async () => {
		const stage = await openStage(async () =>
			sharp(await drawPicture(1, 900, 600))
				.withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
				.withMetadata({ orientation: 6 })
				.toBuffer(),
		);
		await stage.run([onePage(stage, [stage.candidate(1, { title: 'カラス', series: 'walk' })])]);
		const [photo] = await photosOf(stage);
		const { services } = stage;
		const bytes = await services.photoStore.read(photo.file.sha256);
		const metadata = await sharp(bytes).metadata();
		expect(metadata).toMatchObject({ format: 'jpeg', width: 341, height: 512 });
		expect(metadata.exif).toBeUndefined();
		expect(metadata.orientation).toBeUndefined();
		expect(photo.file).toMatchObject({ width: 341, height: 512, originalWidth: 600, originalHeight: 900 });
		expect(photo.provenance).toMatchObject({
			title: 'カラス',
			author: 'author 1',
			licence: 'by',
			series: 'walk',
		});
	});

	it('continues where the last one stopped, and fetches nothing twice', async () => {
		const stage = await openStage();
		await stage.run([pages(stage, 100)], { wanted: 13 });
		await stage.run([pages(stage, 100)], { wanted: 13 });
		expect(stage.fetched).toHaveLength(13);
		await stage.run([pages(stage, 100)], { wanted: 25 });
		expect(new Set(stage.fetched).size).toBe(25);
		expect(stage.fetched).toHaveLength(25);
		expect(stage.searches).toEqual(['', '11', '21']);
	});

	it('says when no source has more, and asks again a week later', async () => {
		const stage = await openStage();
		const supply = pages(stage, 12);
		const { labels } = await stage.run([supply], { wanted: 25 });
		expect(labels[0]).toMatchObject({ accepted: 12, state: 'short' });
		await stage.run([supply], { wanted: 25 });
		expect(stage.searches).toEqual(['', '11']);
		(stage.services.clock as unknown as { advance(ms: number): void }).advance(8 * 24 * 3_600_000);
		await stage.run([supply], { wanted: 25 });
		expect(stage.searches).toEqual(['', '11', '', '11']);
		expect(stage.fetched).toHaveLength(12);
	});

	it('goes on to the next source when one has no more', async () => {
		const stage = await openStage();
		const second = stage.supply('flickr', () => ({
			candidates: numbers(51, 60).map((number) => stage.candidate(number, { source: 'flickr' })),
			skipped: { sensitive: 2 },
		}));
		const { labels } = await stage.run([pages(stage, 4), second], { wanted: 8 });
		expect(await idsOf(stage)).toEqual([1, 2, 3, 4, 51, 52, 53, 54]);
		expect(labels[0].sources.commons).toMatchObject({ found: 4, accepted: 4 });
		expect(labels[0].sources.flickr).toMatchObject({ found: 10, accepted: 4, rejected: { sensitive: 2 } });
	});

	it('leaves a search that brings hardly anything new', async () => {
		const stage = await openStage();
		let page = 0;
		const same = stage.supply('commons', () => ({
			candidates: [stage.candidate(1)],
			skipped: {},
			next: String(++page),
		}));
		await stage.run([same]);
		expect(page).toBe(4);
	});

	it.each([
		['with nothing on its page', undefined],
		['with nothing on page after page', 'more'],
	])('leaves a search %s, even one worth beginning anew at any time', async (_, next) => {
		const stage = await openStage();
		const empty = stage.supply('commons', () => ({ candidates: [], skipped: { restricted: 5 }, next }));
		const { labels } = await stage.run([{ ...empty, searchAgainMs: 0 }]);
		expect(labels[0].state).toBe('short');
		expect(stage.searches.length).toBeLessThanOrEqual(3);
	});

	it('takes the same photos whichever download is faster', async () => {
		const order = async (slow: (number: number) => boolean) => {
			const stage = await openStage(async (number) => {
				if (slow(number)) for (let turn = 0; turn < 40; turn++) await new Promise(setImmediate);
				// Every third is a copy of the one before.
				return drawPicture(number % 3 === 0 ? number - 1 : number);
			});
			await stage.run([pages(stage, 30)], { wanted: 9 });
			return idsOf(stage);
		};
		const even = await order((number) => number % 2 === 0);
		expect(even).toEqual([1, 2, 4, 5, 7, 8, 10, 11, 13]);
		expect(await order((number) => number % 2 === 1)).toEqual(even);
	});
});

describe('several labels', () => {
	it('share no photo: what comes under both goes to quarantine, and its place is filled', async () => {
		const stage = await openStage();
		const { labels, photos } = stage.services.catalogue.dataset('default');
		const boar = await labels.add({ name: 'boar' }, 'cli');
		let search = 0;
		const supply = stage.supply('commons', () => ({
			candidates: (search++ === 0 ? numbers(1, 5) : [3, ...numbers(6, 9)]).map((number) =>
				stage.candidate(number),
			),
			skipped: {},
		}));
		const result = await stage.run([supply], { labels: [stage.label, boar], wanted: 3 });
		expect(result.labels).toMatchObject([
			{ name: 'crow', accepted: 3, state: 'complete' },
			{ name: 'boar', accepted: 3, state: 'complete' },
		]);
		expect(await idsOf(stage)).toEqual([1, 2, 4]);
		expect(await photos.list({ state: 'quarantined', quarantine: 'other-label' })).toHaveLength(2);
		expect(new Set(stage.fetched).size).toBe(stage.fetched.length);
	});
});

describe('what is not taken', () => {
	const REASONS: [string, Partial<ReturnType<Stage['candidate']>>, Parameters<typeof openStage>[0]][] = [
		['licence', { licence: 'by-nd' }, undefined],
		['too-small', { width: 100, height: 400 }, undefined],
		['too-small', {}, () => drawPicture(1, 127, 200)],
		['aspect', {}, () => drawPicture(1, 700, 200)],
		[
			'flat',
			{},
			() =>
				sharp({
					create: {
						width: 300,
						height: 300,
						channels: 3,
						background: '#8899aa',
						noise: { type: 'gaussian', mean: 120, sigma: 3 },
					},
				})
					.jpeg()
					.toBuffer(),
		],
		[
			'placeholder',
			{},
			() =>
				sharp({ create: { width: 400, height: 300, channels: 3, background: '#eeeeee' } })
					.composite([{ input: { create: { width: 60, height: 40, channels: 3, background: '#333333' } } }])
					.jpeg()
					.toBuffer(),
		],
		['gone', {}, () => ({ status: 404 })],
		[
			'opt-out',
			{},
			() => ({ status: 200, headers: { 'x-robots-tag': 'noai', 'content-type': 'image/jpeg' } }),
		],
		['unreadable', {}, () => Buffer.from('<!doctype html><title>no photo</title>')],
		['unreadable', {}, async () => (await drawPicture(1)).subarray(0, 2_000)],
		[
			'too-large',
			{},
			() =>
				sharp({ create: { width: 14_000, height: 14_000, channels: 3, background: '#123456' } })
					.png({ compressionLevel: 9 })
					.toBuffer(),
		],
		['host', { url: 'https://example.org/1.jpg' }, undefined],
	];

	it.each(REASONS)('is counted as %s', async (reason, changes, answer) => {
		const stage = await openStage(answer);
		const { labels } = await stage.run([onePage(stage, [stage.candidate(1, changes)])]);
		expect(labels[0].sources.commons?.rejected).toEqual({ [reason]: 1 });
		expect(labels[0].accepted).toBe(0);
		const left: string[] = [];
		for await (const sha256 of stage.services.photoStore.list()) left.push(sha256);
		expect(left).toEqual([]);
	});

	it('includes more of one author than a label takes, whatever is in flight', async () => {
		const stage = await openStage((number) => (number === 2 ? { status: 404 } : undefined));
		const candidates = numbers(1, 6).map((number) => stage.candidate(number, { author: 'prolific' }));
		const rules = { ...DEFAULT_RULES, perAuthor: 3 };
		const { labels } = await stage.run([onePage(stage, candidates)], {}, { rules });
		expect(await idsOf(stage)).toEqual([1, 3, 4]);
		expect(labels[0].sources.commons?.rejected).toEqual({ gone: 1, 'author-cap': 2 });
	});

	it('includes what a person removed, for ever', async () => {
		const stage = await openStage();
		const { decisions } = stage.services.catalogue.dataset('default');
		await stage.run([pages(stage, 10)], { wanted: 3 });
		await decisions.remove([(await photosOf(stage))[1].id], 'cli');
		await stage.run([pages(stage, 10)], { wanted: 3 });
		expect(await idsOf(stage)).toEqual([1, 3, 4]);
	});

	it('puts what is probably not safe for work aside', async () => {
		const stage = await openStage();
		let asked = 0;
		await stage.run(
			[pages(stage, 10)],
			{ wanted: 4 },
			{ nsfwScore: async () => (++asked === 2 ? 0.9 : 0.1) },
		);
		expect(await photosOf(stage)).toHaveLength(4);
		const aside = await stage.services.catalogue.dataset('default').photos.list({ state: 'quarantined' });
		expect(aside).toMatchObject([{ quarantine: 'nsfw', nsfwScore: 0.9 }]);
	});
});

describe('trouble', () => {
	it('with a source leaves it out, says so once, and goes on with the next', async () => {
		const stage = await openStage();
		const down = stage.supply('inaturalist', () => {
			throw new SourceUnavailable('inaturalist', { kind: 'key', code: 100 });
		});
		const boar = await stage.services.catalogue.dataset('default').labels.add({ name: 'boar' }, 'cli');
		await stage.run([down, pages(stage, 3)], { labels: [stage.label, boar], wanted: 2 });
		expect(stage.events.filter(({ kind }) => kind === 'source-unavailable')).toEqual([
			{ kind: 'source-unavailable', source: 'inaturalist', trouble: { kind: 'key', code: 100 } },
		]);
		expect(stage.fetched).toHaveLength(3);
	});

	it('with a photo keeps it for later', async () => {
		let broken = true;
		const stage = await openStage((number) => (number === 2 && broken ? { status: 503 } : undefined));
		const { labels } = await stage.run([pages(stage, 3)], { wanted: 3 });
		expect(labels[0]).toMatchObject({ accepted: 2, sources: { commons: { failed: 1 } } });
		broken = false;
		(stage.services.clock as unknown as { advance(ms: number): void }).advance(3_600_001);
		await stage.run([pages(stage, 3)], { wanted: 3 });
		expect(await idsOf(stage)).toEqual([1, 2, 3]);
	});

	it('with photo after photo means that their source is down', async () => {
		const stage = await openStage(() => ({ status: 500 }));
		await stage.run([pages(stage, 50)]);
		expect(stage.events.filter(({ kind }) => kind === 'source-unavailable')).toMatchObject([
			{ source: 'commons', trouble: { kind: 'down' } },
		]);
		expect(new Set(stage.fetched).size).toBeLessThan(10);
	});

	it('with a host that wants to be left alone gives its photos back untouched', async () => {
		const stage = await openStage((number) =>
			number === 3 ? { status: 429, headers: { 'retry-after': '86400' } } : undefined,
		);
		await stage.run([pages(stage, 10)]);
		expect(stage.events.filter(({ kind }) => kind === 'source-unavailable')).toMatchObject([
			{ source: 'commons', trouble: { kind: 'throttled', until: '2026-11-25T12:00:00.000Z' } },
		]);
		const { candidates } = stage.services.catalogue.dataset('default');
		expect((await photosOf(stage)).length + (await candidates.waiting(stage.label.id))).toBe(10);
	});

	it('with a label that is removed meanwhile does not end the others', async () => {
		const stage = await openStage();
		const { labels, photos } = stage.services.catalogue.dataset('default');
		const boar = await labels.add({ name: 'boar' }, 'cli');
		let removing: Promise<void> | undefined;
		const result = await stage.run([pages(stage, 10)], {
			labels: [stage.label, boar],
			wanted: 3,
			onEvent: ({ kind }) => {
				if (kind === 'photo') removing ??= labels.remove(stage.label.id, 'cli');
			},
		});
		await removing;
		expect(result.labels.map(({ accepted }) => accepted)).toEqual([0, 3]);
		expect(await photos.count(boar.id)).toBe(3);
	});

	it('of our own ends the run as failed, and loses nothing', async () => {
		const stage = await openStage();
		const nsfwScore = async () => {
			throw new Error('out of memory');
		};
		await expect(stage.run([pages(stage, 10)], {}, { nsfwScore })).rejects.toThrow('out of memory');
		expect(await stage.services.catalogue.dataset('default').runs.list()).toMatchObject([
			{ state: 'failed' },
		]);
		await stage.run([pages(stage, 10)]);
		expect(await photosOf(stage)).toHaveLength(10);
	});
});

describe('cancelling', () => {
	it.each([1, 2, 5])('after photo %d keeps what is there, and the next run goes on', async (after) => {
		const stage = await openStage();
		const stop = new AbortController();
		let photos = 0;
		const result = await stage.run([pages(stage, 20)], {
			signal: stop.signal,
			onEvent: (event) => {
				if (event.kind === 'photo' && ++photos === after) stop.abort();
			},
		});
		expect(result.state).toBe('cancelled');
		expect(await photosOf(stage)).toHaveLength(after);
		await stage.run([pages(stage, 20)]);
		expect(await idsOf(stage)).toEqual(numbers(1, 10));
	});

	it('during a download ends it', async () => {
		const stop = new AbortController();
		const stage = await openStage(() => {
			stop.abort();
			return new Promise(() => {});
		});
		const result = await stage.run([pages(stage, 20)], { signal: stop.signal });
		expect(result.state).toBe('cancelled');
	});

	it('during a search ends it', async () => {
		const stage = await openStage();
		const stop = new AbortController();
		const supply = pages(stage, 20);
		const { search } = supply.source;
		const slow = {
			...supply,
			source: {
				...supply.source,
				search: (...given: Parameters<typeof search>) => {
					stop.abort();
					given[3]?.throwIfAborted();
					return search(...given);
				},
			},
		};
		expect((await stage.run([slow], { signal: stop.signal })).state).toBe('cancelled');
		expect(stage.fetched).toEqual([]);
	});
});
