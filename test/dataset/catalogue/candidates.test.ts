import { beforeEach, describe, expect, it } from 'vitest';
import type { Label } from '../../../src/dataset/catalogue/catalogue.ts';
import { MAX_TRIES, ReservationLost, RunEnded } from '../../../src/dataset/catalogue/catalogue.ts';
import { Bench, candidate, farHash, photoFile, stored, turned } from './support.ts';

let bench: Bench;
let crow: Label;
let boar: Label;

beforeEach(async () => {
	bench = await Bench.start();
	crow = await bench.label('crow');
	boar = await bench.label('boar');
});

const reserve = (label = crow) => bench.dataset.candidates.reserve(bench.runId, label.id);

describe('discovering', () => {
	it('enters each offer once, whatever page it comes on', async () => {
		expect(await bench.discover(crow, candidate('1'), candidate('2'))).toEqual({
			added: 2,
			rejected: 0,
			known: 0,
			removed: 0,
		});
		expect(await bench.discover(crow, candidate('2'), candidate('3'))).toMatchObject({ added: 1, known: 1 });
		expect(await bench.dataset.candidates.waiting(crow.id)).toBe(3);
	});

	it('counts an offer twice on one page once', async () => {
		expect(await bench.discover(crow, candidate('1'), candidate('1'))).toMatchObject({ added: 1, known: 1 });
	});

	it('moves the cursor with the results', async () => {
		const position = { source: 'commons', query: 'crow' } as const;
		expect(await bench.dataset.cursors.get(crow.id, position)).toBeUndefined();
		const page = { ...position, discoveries: [{ candidate: candidate('1') }] };
		await bench.dataset.candidates.discover(bench.runId, crow.id, { ...page, next: 'page 2' });
		expect(await bench.dataset.cursors.get(crow.id, position)).toMatchObject({ next: 'page 2' });
		await bench.dataset.candidates.discover(bench.runId, crow.id, {
			...page,
			discoveries: [],
			next: undefined,
		});
		expect(await bench.dataset.cursors.get(crow.id, position)).toEqual({
			exhaustedAt: bench.clock.now(),
			movedAt: bench.clock.now(),
		});
		await bench.dataset.cursors.reset(crow.id);
		expect(await bench.dataset.cursors.get(crow.id, position)).toBeUndefined();
	});

	it('enters more results than fit into one transaction', async () => {
		const many = Array.from({ length: 500 }, (_, n) => candidate(String(n)));
		expect(await bench.discover(crow, ...many)).toMatchObject({ added: 500 });
		expect(await bench.discover(crow, ...many)).toMatchObject({ known: 500 });
	});

	it('does not fetch what was refused', async () => {
		await bench.dataset.candidates.discover(bench.runId, crow.id, {
			source: 'flickr',
			query: 'crow',
			discoveries: [
				{ candidate: candidate('nc', { source: 'flickr', licence: 'by-nc' }), rejection: 'licence' },
				{ candidate: candidate('arr', { source: 'flickr', licence: 'other' }), rejection: 'licence' },
			],
			next: undefined,
		});
		expect(await reserve()).toBeUndefined();
	});

	it('learns new addresses of what still waits', async () => {
		await bench.discover(crow, candidate('1'));
		await bench.discover(crow, candidate('1', { url: 'https://thumb.wikimedia.org/1.jpg' }));
		expect((await reserve())?.candidate.url).toBe('https://thumb.wikimedia.org/1.jpg');
	});

	it('needs a label that is there and a run that is under way', async () => {
		await bench.dataset.labels.remove(crow.id, 'cli');
		await expect(bench.discover(crow, candidate('1'))).rejects.toMatchObject({ code: 'label-not-found' });
		await bench.dataset.runs.finish(bench.runId, 'finished');
		await expect(bench.discover(boar, candidate('1'))).rejects.toThrow(RunEnded);
	});
});

describe('reserving', () => {
	it('goes in order of discovery, and hands nothing out twice', async () => {
		await bench.discover(crow, candidate('b'), candidate('a'), candidate('c'));
		const ids = [await reserve(), await reserve(), await reserve(), await reserve()];
		expect(ids.map((found) => found?.candidate.sourceId)).toEqual(['b', 'a', 'c', undefined]);
	});

	it('gives back the candidate as the source offered it', async () => {
		const full = candidate('1', {
			series: 'obs 7',
			authorUrl: 'https://x.example',
			attribution: 'By X',
			width: 9,
			height: 8,
		});
		await bench.discover(crow, full);
		expect((await reserve())?.candidate).toEqual(full);
		await bench.discover(boar, { source: 'folder', sourceId: 'x', url: '', pageUrl: '', licence: 'cc0' });
		expect((await reserve(boar))?.candidate).toEqual({
			source: 'folder',
			sourceId: 'x',
			url: '',
			pageUrl: '',
			licence: 'cc0',
		});
	});

	it('passes over sources that cannot be used', async () => {
		await bench.discover(crow, candidate('1', { source: 'flickr' }), candidate('2', { source: 'openverse' }));
		const sources = ['commons', 'openverse'] as const;
		expect(await bench.dataset.candidates.waiting(crow.id, { sources })).toBe(1);
		const found = await bench.dataset.candidates.reserve(bench.runId, crow.id, { sources });
		expect(found?.candidate.sourceId).toBe('2');
	});

	it('comes back to what was given back, first', async () => {
		await bench.discover(crow, candidate('1'), candidate('2'));
		const first = await reserve();
		await bench.dataset.candidates.release(bench.runId, first?.id ?? 0);
		expect((await reserve())?.id).toBe(first?.id);
	});

	it('leaves to another label what that one is downloading', async () => {
		await bench.discover(crow, candidate('1'));
		await bench.discover(boar, candidate('1'), candidate('2'));
		const held = await reserve(crow);
		expect((await reserve(boar))?.candidate.sourceId).toBe('2');
		expect(await reserve(boar)).toBeUndefined();
		await bench.dataset.candidates.settle(bench.runId, held?.id ?? 0, { kind: 'rejected', reason: 'flat' });
		expect(await reserve(boar)).toBeUndefined();
		expect(
			(await bench.dataset.stats()).labels.find(({ label }) => label.id === boar.id)?.rejections.get('flat'),
		).toBe(1);
	});

	it('takes a picture that another label has from there, and puts both into quarantine', async () => {
		const photo = await bench.photo(crow, '1');
		await bench.discover(boar, candidate('1'));
		expect(await reserve(boar)).toBeUndefined();
		expect(await bench.state(photo.id)).toBe('quarantined');
		const [twin] = await bench.dataset.photos.list({ labelId: boar.id, state: 'quarantined' });
		expect(twin).toMatchObject({ quarantine: 'other-label', group: photo.group, file: photo.file });
	});

	it('settles any number of those without ending early', async () => {
		for (let n = 0; n < 30; n++) {
			await bench.take(crow, candidate(String(n)), { kind: 'rejected', reason: 'too-small' });
		}
		await bench.discover(
			boar,
			...Array.from({ length: 30 }, (_, n) => candidate(String(n))),
			candidate('new'),
		);
		expect((await reserve(boar))?.candidate.sourceId).toBe('new');
	});
});

describe('settling', () => {
	it('makes a photo with its provenance', async () => {
		const found = candidate('1');
		const settlement = await bench.take(crow, found, { ...stored('1'), nsfwScore: 0.25 });
		expect(settlement).toMatchObject({ state: 'accepted' });
		const [photo] = await bench.dataset.photos.list();
		expect(photo).toEqual({
			id: photo.id,
			labelId: crow.id,
			state: 'accepted',
			file: photoFile('1'),
			provenance: { ...found, fetchedAt: bench.clock.now() },
			group: photo.id,
			nsfwScore: 0.25,
			kept: false,
		});
	});

	it('tries what failed again when its time has come, and gives up in the end', async () => {
		await bench.discover(crow, candidate('1'));
		for (let tries = 1; tries < MAX_TRIES; tries++) {
			const found = await reserve();
			expect(found?.tries).toBe(tries - 1);
			const retryAt = new Date(bench.clock.now().getTime() + 60_000);
			const outcome = { kind: 'failed', retryAt } as const;
			expect(await bench.dataset.candidates.settle(bench.runId, found?.id ?? 0, outcome)).toEqual({
				state: 'failed',
				tries,
			});
			expect(await bench.dataset.candidates.nextRetry(crow.id)).toEqual(retryAt);
			expect(await reserve()).toBeUndefined();
			expect(await bench.dataset.candidates.waiting(crow.id)).toBe(0);
			bench.clock.advance(60_000);
			expect(await bench.dataset.candidates.waiting(crow.id)).toBe(1);
		}
		const last = await reserve();
		const outcome = { kind: 'failed', retryAt: bench.clock.now() } as const;
		expect(await bench.dataset.candidates.settle(bench.runId, last?.id ?? 0, outcome)).toEqual({
			state: 'rejected',
			reason: 'gave-up',
		});
		expect(await reserve()).toBeUndefined();
	});

	it('refuses what is not reserved by the run', async () => {
		await bench.discover(crow, candidate('1'));
		const found = await reserve();
		const other = await bench.dataset.runs.start('cli');
		const settle = (runId: number) => bench.dataset.candidates.settle(runId, found?.id ?? 0, stored('1'));
		await expect(settle(other.id)).rejects.toThrow(ReservationLost);
		await settle(bench.runId);
		await expect(settle(bench.runId)).rejects.toThrow(ReservationLost);
	});

	it('counts what came of the run, with reasons and bytes', async () => {
		await bench.photo(crow, '1');
		await bench.take(crow, candidate('2'), { kind: 'rejected', reason: 'flat', downloaded: 7 });
		await bench.take(crow, candidate('3'), { kind: 'rejected', reason: 'flat', downloaded: 8 });
		await bench.take(crow, candidate('4', { source: 'openverse' }), { ...stored('4'), quarantine: 'nsfw' });
		await bench.discover(crow, candidate('1'));
		const count = { labelId: crow.id, source: 'commons', bytes: 0 };
		expect(await bench.dataset.runs.counts(bench.runId)).toEqual([
			{ ...count, outcome: 'accepted', count: 1, bytes: 100_000 },
			{ ...count, outcome: 'found', count: 4 },
			{ ...count, outcome: 'known', count: 1 },
			{ ...count, outcome: 'rejected', reason: 'flat', count: 2, bytes: 15 },
			{ ...count, source: 'openverse', outcome: 'quarantined', reason: 'nsfw', count: 1, bytes: 100_000 },
		]);
	});
});

describe('copies of a picture', () => {
	it('rejects the same file under the same label', async () => {
		await bench.photo(crow, '1', stored('same'));
		expect(await bench.take(crow, candidate('2'), stored('same'))).toEqual({
			state: 'rejected',
			reason: 'duplicate',
		});
	});

	it('joins near pictures of a label in a group', async () => {
		const hash = farHash('x');
		const first = await bench.photo(crow, '1', stored('1', hash));
		const second = await bench.photo(crow, '2', stored('2', turned(hash, 6)));
		const third = await bench.photo(crow, '3', stored('3', turned(hash, 7)));
		expect(second).toMatchObject({ state: 'accepted', group: first.group, duplicateOf: first.id });
		// Seven bits from the first, one from the second.
		expect(third).toMatchObject({ group: first.group, duplicateOf: second.id });
	});

	it('makes one group of two that a third connects', async () => {
		const hash = farHash('x');
		const ends = [
			await bench.photo(crow, '1', stored('1', hash)),
			await bench.photo(crow, '2', stored('2', turned(hash, 7))),
		];
		expect(ends[0].group).not.toBe(ends[1].group);
		const middle = await bench.photo(crow, '3', stored('3', turned(hash, 4)));
		const groups = [...ends, middle].map(async ({ id }) => (await bench.dataset.photos.get(id))?.group);
		expect(await Promise.all(groups)).toEqual([ends[0].id, ends[0].id, ends[0].id]);
	});

	it('groups photos of one series, whatever they look like', async () => {
		const first = await bench.photo(crow, '1', stored('1'), { series: 'observation 7' });
		const second = await bench.photo(boar, '2', stored('2'), { series: 'observation 7' });
		const other = await bench.photo(crow, '3', stored('3'), { series: 'observation 8' });
		expect(second).toMatchObject({ state: 'accepted', group: first.group });
		expect(second.duplicateOf).toBeUndefined();
		expect(other.group).not.toBe(first.group);
	});

	it('keeps pictures without contrast apart, unless they are one file', async () => {
		const first = await bench.photo(crow, '1', stored('1', 0n));
		const second = await bench.photo(crow, '2', stored('2', 1n));
		expect(second.group).not.toBe(first.group);
		expect(await bench.take(crow, candidate('3'), stored('1', 0n))).toMatchObject({ reason: 'duplicate' });
	});

	it('puts the same picture under two labels into quarantine, both', async () => {
		const hash = farHash('x');
		const first = await bench.photo(crow, '1', stored('1', hash));
		const second = await bench.photo(boar, '2', stored('2', turned(hash, 5)));
		expect(second).toMatchObject({ state: 'quarantined', quarantine: 'other-label', group: first.group });
		expect(await bench.dataset.photos.get(first.id)).toMatchObject({
			state: 'quarantined',
			quarantine: 'other-label',
		});
	});

	it('puts one file under two labels into quarantine, both', async () => {
		const first = await bench.photo(crow, '1', stored('same', 0n));
		const second = await bench.photo(boar, '2', stored('same', 0n));
		expect([await bench.state(first.id), await bench.state(second.id)]).toEqual([
			'quarantined',
			'quarantined',
		]);
	});

	it('leaves what a person kept where it is', async () => {
		const first = await bench.photo(crow, '1', stored('same'));
		await bench.dataset.decisions.keep([first.id], 'cli');
		const second = await bench.photo(boar, '2', stored('same'));
		expect([await bench.state(first.id), await bench.state(second.id)]).toEqual(['accepted', 'quarantined']);
	});
});

describe('classifiers', () => {
	it('know nothing of each other', async () => {
		const guild = await Bench.start(bench.catalogue, '1234');
		const crowThere = await guild.label('crow');
		const here = await bench.photo(crow, '1');
		const there = await guild.photo(crowThere, '1');
		expect(there).toMatchObject({ state: 'accepted', group: there.id });
		expect(await guild.dataset.photos.get(here.id)).toBeUndefined();
		expect(await guild.dataset.photos.list({ labelId: crow.id })).toEqual([]);
		expect(await guild.dataset.photos.count(crow.id)).toBe(0);
		expect((await guild.dataset.photos.near(here.file.perceptualHash)).map(({ photo }) => photo.id)).toEqual([
			there.id,
		]);
		expect((await guild.dataset.decisions.remove([here.id], 'x')).photos).toBe(0);
		expect(await bench.state(here.id)).toBe('accepted');
		await guild.dataset.decisions.remove([there.id], 'x');
		expect(await bench.state(here.id)).toBe('accepted');
		await expect(bench.discover(crowThere, candidate('9'))).rejects.toMatchObject({
			code: 'label-not-found',
		});
		expect(await bench.catalogue.classifiers()).toEqual(['1234', 'default']);
	});
});
