import { beforeEach, describe, expect, it } from 'vitest';
import type { Label } from '../../../src/dataset/catalogue/catalogue.ts';
import { Bench, candidate, farHash, stored, turned } from './support.ts';

let bench: Bench;
let crow: Label;
let boar: Label;

beforeEach(async () => {
	bench = await Bench.start();
	crow = await bench.label('crow');
	boar = await bench.label('boar');
});

const { keep, remove, removeAuthor, relabel, undo } = {
	keep: (...ids: number[]) => bench.dataset.decisions.keep(ids, 'ann'),
	remove: (...ids: number[]) => bench.dataset.decisions.remove(ids, 'ann', 'a drawing'),
	removeAuthor: (author: string) => bench.dataset.decisions.removeAuthor('commons', author, 'ann'),
	relabel: (label: Label, ...ids: number[]) => bench.dataset.decisions.relabel(ids, label.id, 'ann'),
	undo: (id: number) => bench.dataset.decisions.undo(id, 'bob'),
};

describe('removing', () => {
	it('says who decided what, and when', async () => {
		const photo = await bench.photo(crow, '1');
		const decision = await remove(photo.id, photo.id, 999);
		expect(decision).toEqual({
			id: decision.id,
			kind: 'remove',
			by: 'ann',
			at: bench.clock.now(),
			detail: 'a drawing',
			photos: 1,
		});
		expect(await bench.dataset.decisions.list({ photoId: photo.id })).toEqual([decision]);
		expect((await bench.dataset.decisions.list()).map(({ kind }) => kind)).toEqual([
			'remove',
			'label-add',
			'label-add',
		]);
		expect(await bench.dataset.decisions.list({ before: decision.id, limit: 1 })).toMatchObject([
			{ detail: 'boar' },
		]);
	});

	it.each([
		['by its id', '1', stored('another', farHash('another'))],
		['by its file', '2', stored('1')],
		['by its looks', '2', stored('another', turned(farHash('1'), 6))],
	])('keeps a photo out for good, known %s, under every label', async (_how, id, outcome) => {
		const photo = await bench.photo(crow, '1');
		await remove(photo.id);
		for (const label of [crow, boar]) {
			await bench.discover(label, candidate(id));
			const found = await bench.dataset.candidates.reserve(bench.runId, label.id);
			if (!found) continue;
			const settlement = await bench.dataset.candidates.settle(bench.runId, found.id, outcome);
			expect(settlement).toEqual({ state: 'rejected', reason: 'removed' });
		}
		expect(await bench.dataset.photos.list()).toEqual([]);
	});

	it('does not fetch what was removed between its discovery and its turn', async () => {
		const photo = await bench.photo(crow, '1');
		await bench.discover(boar, candidate('1'));
		await remove(photo.id);
		expect(await bench.dataset.candidates.reserve(bench.runId, boar.id)).toBeUndefined();
	});

	it('leaves alone the same picture under another label', async () => {
		const here = await bench.photo(crow, '1', stored('same'));
		const there = await bench.photo(boar, '2', stored('same'));
		await remove(here.id);
		await keep(there.id);
		expect([await bench.state(here.id), await bench.state(there.id)]).toEqual(['removed', 'accepted']);
		// Not again under this label, and not a second time under the other.
		expect(await bench.take(crow, candidate('3'), stored('same'))).toEqual({
			state: 'rejected',
			reason: 'removed',
		});
		expect(await bench.take(boar, candidate('4'), stored('same'))).toEqual({
			state: 'rejected',
			reason: 'duplicate',
		});
	});

	it('needs the file until it is erased', async () => {
		const photo = await bench.photo(crow, '1');
		await remove(photo.id);
		expect(await bench.catalogue.needsFile(photo.file.sha256)).toBe(true);
		bench.clock.advance(1000);
		expect(await bench.dataset.photos.erase(bench.clock.now())).toBe(1);
		expect(await bench.catalogue.needsFile(photo.file.sha256)).toBe(false);
		expect(await bench.take(crow, candidate('2'), stored('1'))).toMatchObject({ reason: 'removed' });
	});
});

describe('an author who wants out', () => {
	it('is never fetched again, and the photos that are there go', async () => {
		const photos = [];
		for (let n = 0; n < 60; n++) {
			photos.push(await bench.photo(n % 2 ? crow : boar, String(n), stored(String(n)), { author: 'Jane' }));
		}
		const other = await bench.photo(crow, 'x', stored('x'), { author: 'Joe' });
		const namesake = await bench.photo(crow, 'y', stored('y'), { author: 'Jane', source: 'flickr' });
		await bench.discover(crow, candidate('waiting', { author: 'Jane' }));
		const decisions = await removeAuthor('Jane');
		expect(decisions.map(({ photos: count }) => count)).toEqual([50, 10]);
		expect(await Promise.all(photos.map(({ id }) => bench.state(id)))).toEqual(photos.map(() => 'removed'));
		expect([await bench.state(other.id), await bench.state(namesake.id)]).toEqual(['accepted', 'accepted']);
		expect(await bench.dataset.candidates.reserve(bench.runId, crow.id)).toBeUndefined();
		expect(await bench.discover(crow, candidate('new', { author: 'Jane' }))).toMatchObject({ removed: 1 });
	});

	it('can be one of whom nothing is there yet', async () => {
		await removeAuthor('Jane');
		expect(await bench.discover(crow, candidate('1', { author: 'Jane' }))).toMatchObject({ removed: 1 });
	});
});

describe('keeping', () => {
	it('takes a photo out of quarantine, for good', async () => {
		const photo = await bench.photo(crow, '1', { ...stored('1'), quarantine: 'nsfw' });
		await keep(photo.id);
		expect(await bench.dataset.photos.get(photo.id)).toMatchObject({ state: 'accepted', kept: true });
		expect((await bench.dataset.photos.get(photo.id))?.quarantine).toBeUndefined();
		expect(await bench.dataset.photos.quarantine([photo.id], 'doubtful')).toBe(0);
		expect((await keep(photo.id)).photos).toBe(0);
	});
});

describe('relabelling', () => {
	it('moves a photo, which is then known to both labels', async () => {
		const photo = await bench.photo(crow, '1');
		await relabel(boar, photo.id);
		expect(await bench.dataset.photos.get(photo.id)).toMatchObject({
			labelId: boar.id,
			state: 'accepted',
			kept: true,
		});
		expect(await bench.discover(crow, candidate('1'))).toMatchObject({ known: 1 });
		expect(await bench.discover(boar, candidate('1'))).toMatchObject({ known: 1 });
	});

	it('keeps the one that is there already', async () => {
		const here = await bench.photo(crow, '1');
		await bench.discover(boar, candidate('1'));
		await bench.dataset.candidates.reserve(bench.runId, boar.id);
		const [there] = await bench.dataset.photos.list({ labelId: boar.id, state: 'quarantined' });
		const decision = await relabel(boar, here.id);
		expect([await bench.state(here.id), await bench.state(there.id)]).toEqual(['removed', 'accepted']);
		await undo(decision.id);
		expect([await bench.state(here.id), await bench.state(there.id)]).toEqual(['quarantined', 'quarantined']);
	});

	it('makes one of two copies of one offer that are moved together', async () => {
		const monkey = await bench.label('monkey');
		const first = await bench.photo(crow, '1');
		await bench.discover(boar, candidate('1'));
		await bench.dataset.candidates.reserve(bench.runId, boar.id);
		const [second] = await bench.dataset.photos.list({ labelId: boar.id, state: 'quarantined' });
		const decision = await relabel(monkey, first.id, second.id);
		expect((await bench.dataset.photos.list()).map(({ id, labelId }) => [id, labelId])).toEqual([
			[first.id, monkey.id],
		]);
		await undo(decision.id);
		expect((await bench.dataset.photos.list({ state: 'quarantined' })).map(({ labelId }) => labelId)).toEqual(
			[crow.id, boar.id],
		);
	});

	it('takes the place of an offer that came to nothing', async () => {
		await bench.take(boar, candidate('1'), { kind: 'failed', retryAt: bench.clock.now() });
		const photo = await bench.photo(crow, '1');
		await relabel(boar, photo.id);
		expect((await bench.dataset.photos.list({ labelId: boar.id })).map(({ id }) => id)).toEqual([photo.id]);
		expect(await bench.dataset.candidates.waiting(boar.id)).toBe(0);
	});

	it('needs a label of the same classifier', async () => {
		const photo = await bench.photo(crow, '1');
		const guild = await Bench.start(bench.catalogue, '1234');
		await expect(relabel(await guild.label('boar'), photo.id)).rejects.toMatchObject({
			code: 'label-not-found',
		});
	});
});

describe('a server that may have one photo', () => {
	const refused = { code: 'photo-quota', details: { limit: 1, now: 1, wanted: 2 } };

	it('is given no other by keeping or moving one that was put aside, which stays as it was', async () => {
		await bench.photo(crow, '1');
		const aside = await bench.photo(crow, '2', { ...stored('2'), quarantine: 'nsfw' });
		const { decisions } = bench.dataset;
		const before = await decisions.list();
		await expect(decisions.keep([aside.id], 'ann', 1)).rejects.toMatchObject(refused);
		await expect(decisions.relabel([aside.id], boar.id, 'ann', 1)).rejects.toMatchObject(refused);
		expect(await bench.dataset.photos.get(aside.id)).toEqual(aside);
		expect(await decisions.list()).toEqual(before);
		expect(await decisions.keep([aside.id], 'ann', 2)).toMatchObject({ photos: 1 });
	});

	it('is given no other by undoing the removal of one, once another has its place', async () => {
		const photo = await bench.photo(crow, '1');
		const { id } = await remove(photo.id);
		const { id: other } = await bench.photo(crow, '2');
		await expect(bench.dataset.decisions.undo(id, 'bob', 1)).rejects.toMatchObject(refused);
		await remove(other);
		expect(await bench.dataset.decisions.undo(id, 'bob', 1)).toMatchObject({ photos: 1 });
	});

	it('may still move what it has, and has too many of', async () => {
		const { id } = await bench.photo(crow, '1');
		await bench.photo(crow, '2');
		expect(await bench.dataset.decisions.relabel([id], boar.id, 'ann', 1)).toMatchObject({ photos: 1 });
	});
});

describe('undoing', () => {
	it('brings a removed photo back, and lets the picture be fetched again', async () => {
		const photo = await bench.photo(crow, '1', { ...stored('1'), quarantine: 'nsfw' });
		const decision = await remove(photo.id);
		const undone = await undo(decision.id);
		expect(undone).toMatchObject({ kind: 'undo', by: 'bob', photos: 1 });
		expect(await bench.dataset.photos.get(photo.id)).toEqual(photo);
		expect((await bench.dataset.decisions.list())[1]).toMatchObject({ id: decision.id, undoneBy: undone.id });
		expect(await bench.photo(crow, '2', stored('2', turned(farHash('1'), 3)))).toMatchObject({
			state: 'accepted',
		});
	});

	it('brings back what keeping and relabelling changed', async () => {
		const photo = await bench.photo(crow, '1', { ...stored('1'), quarantine: 'nsfw' });
		const kept = await keep(photo.id);
		const moved = await relabel(boar, photo.id);
		await undo(moved.id);
		expect(await bench.dataset.photos.get(photo.id)).toMatchObject({
			labelId: crow.id,
			state: 'accepted',
			kept: true,
		});
		await undo(kept.id);
		expect(await bench.dataset.photos.get(photo.id)).toEqual(photo);
	});

	it.each([
		['twice', async (id: number) => void (await undo(id))],
		['under a later decision', async (_: number, photo: number) => void (await keep(photo))],
		['once its label is gone', async () => bench.dataset.labels.remove(crow.id, 'ann')],
	])('is not possible %s', async (_when, before) => {
		const photo = await bench.photo(crow, '1', { ...stored('1'), quarantine: 'nsfw' });
		const decision = await relabel(boar, photo.id).then(() =>
			bench.dataset.decisions.relabel([photo.id], crow.id, 'ann'),
		);
		await before(decision.id, photo.id);
		if (_when === 'under a later decision') await remove(photo.id);
		await expect(undo(decision.id)).rejects.toMatchObject({ code: 'decision-not-undoable' });
	});

	it('is not possible once the file is erased, nor of other kinds of decision, nor of another classifier', async () => {
		const photo = await bench.photo(crow, '1');
		const decision = await remove(photo.id);
		bench.clock.advance(1);
		await bench.dataset.photos.erase(bench.clock.now());
		await expect(undo(decision.id)).rejects.toMatchObject({ code: 'decision-not-undoable' });
		const imported = await bench.dataset.decisions.recordImport(3, 'photos.zip', 'ann');
		await expect(undo(imported.id)).rejects.toMatchObject({ code: 'decision-not-undoable' });
		await expect(undo(999)).rejects.toMatchObject({ code: 'decision-not-found' });
		const guild = await Bench.open(bench.catalogue, '1234');
		await expect(guild.dataset.decisions.undo(decision.id, 'x')).rejects.toMatchObject({
			code: 'decision-not-found',
		});
	});
});
