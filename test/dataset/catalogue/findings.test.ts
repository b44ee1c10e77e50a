import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue, type Label, type NewFinding } from '../../../src/dataset/catalogue/catalogue.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { Bench, candidate, stored } from './support.ts';

let bench: Bench;
let crow: Label;
let boar: Label;

beforeEach(async () => {
	bench = await Bench.start();
	crow = await bench.label('crow');
	boar = await bench.label('boar');
});

const doubt = (photoId: number, score: number, more: Partial<NewFinding> = {}): NewFinding => ({
	photoId,
	issue: 'label-noise',
	score,
	excluded: false,
	...more,
});

const queue = async (limit = 10) =>
	(await bench.dataset.findings.reviewQueue(limit)).map(({ photo }) => photo.id);

describe('findings', () => {
	it('come worst first, one issue or all', async () => {
		const [a, b] = [await bench.photo(crow, '1'), await bench.photo(crow, '2')];
		await bench.dataset.findings.replace(
			[
				doubt(a.id, 0.7),
				doubt(b.id, 0.9, { suggestedLabelId: boar.id, excluded: true }),
				doubt(a.id, 0.8, { issue: 'blurred' }),
			],
			[],
		);
		const { findings } = bench.dataset;
		const foundAt = bench.clock.now();
		expect(await findings.list()).toEqual([
			{ photoId: b.id, issue: 'label-noise', score: 0.9, suggestedLabelId: boar.id, excluded: true, foundAt },
			{ photoId: a.id, issue: 'blurred', score: 0.8, excluded: false, foundAt },
			{ photoId: a.id, issue: 'label-noise', score: 0.7, excluded: false, foundAt },
		]);
		expect((await findings.list({ issue: 'label-noise', limit: 1 })).map(({ photoId }) => photoId)).toEqual([
			b.id,
		]);
		expect((await findings.of(a.id)).map(({ issue }) => issue)).toEqual(['blurred', 'label-noise']);
		expect(await findings.counts()).toEqual([
			{ issue: 'label-noise', count: 2, excluded: 1 },
			{ issue: 'blurred', count: 1, excluded: 0 },
		]);
	});

	it('of one training replace those of the last', async () => {
		const [a, b] = [await bench.photo(crow, '1'), await bench.photo(crow, '2')];
		await bench.dataset.findings.replace([doubt(a.id, 0.9)], [{ photoId: a.id, value: 0.9 }]);
		await bench.dataset.findings.replace([doubt(b.id, 0.9)], [{ photoId: b.id, value: 0.9 }]);
		expect((await bench.dataset.findings.list()).map(({ photoId }) => photoId)).toEqual([b.id]);
		expect(await queue()).toEqual([b.id]);
	});

	it('are done with once a person answered, and again open when that is undone', async () => {
		const photos = [await bench.photo(crow, '1'), await bench.photo(crow, '2'), await bench.photo(crow, '3')];
		await bench.dataset.findings.replace(
			photos.map(({ id }) => doubt(id, 0.9)),
			photos.map(({ id }) => ({ photoId: id, value: 0.9 })),
		);
		const { decisions } = bench.dataset;
		await decisions.keep([photos[0].id], 'ann');
		await decisions.relabel([photos[1].id], boar.id, 'ann');
		const removal = await decisions.remove([photos[2].id], 'ann');
		expect([
			await bench.dataset.findings.list(),
			await bench.dataset.findings.counts(),
			await queue(),
		]).toEqual([[], [], []]);
		await decisions.undo(removal.id, 'ann');
		expect(await queue()).toEqual([photos[2].id]);
	});

	it('pass over photos that are gone, or of another classifier', async () => {
		const other = await Bench.start(bench.catalogue, '42');
		const foreign = await other.photo(await other.label('crow'), '1');
		await bench.dataset.findings.replace(
			[doubt(foreign.id, 0.9), doubt(999, 0.9)],
			[
				{ photoId: foreign.id, value: 1 },
				{ photoId: 999, value: 1 },
			],
		);
		expect(await bench.dataset.findings.list()).toEqual([]);
		expect(await other.dataset.findings.list()).toEqual([]);
		expect(await other.dataset.findings.reviewQueue(5)).toEqual([]);
	});

	it('outlive a restart', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'hantei-findings-'));
		const file = join(folder, 'hantei.sqlite');
		const database = openDatabase(file);
		const before = await Bench.start(await Catalogue.open(database));
		const photo = await before.photo(await before.label('crow'), '1');
		await before.dataset.findings.replace([doubt(photo.id, 0.9)], [{ photoId: photo.id, value: 0.6 }]);
		database.close();
		const again = openDatabase(file);
		const [item] = await (await Catalogue.open(again)).dataset('default').findings.reviewQueue(5);
		expect(item).toMatchObject({ photo: { id: photo.id }, value: 0.6, findings: [{ score: 0.9 }] });
		again.close();
		await rm(folder, { recursive: true });
	});
});

describe('the review queue', () => {
	it('puts first what teaches most, a conflict before lesser doubts, the bold last', async () => {
		const [low, high] = [await bench.photo(crow, '1'), await bench.photo(crow, '2')];
		const [bold, conflict] = [await bench.photo(crow, '3'), await bench.photo(crow, '4')];
		const twin = await bench.take(boar, candidate('5'), stored('4'));
		await bench.dataset.photos.quarantine([bold.id], 'nsfw');
		await bench.dataset.findings.replace(
			[],
			[
				{ photoId: low.id, value: 0.5 },
				{ photoId: high.id, value: 0.95 },
			],
		);
		expect(twin.state).toBe('quarantined');
		expect(await queue()).toEqual([high.id, conflict.id, low.id, bold.id]);
		expect(await queue(2)).toEqual([high.id, conflict.id]);
	});

	it('shows one photo of a group', async () => {
		const series = { series: 'one walk' };
		const a = await bench.photo(crow, '1', stored('1'), series);
		const b = await bench.photo(crow, '2', stored('2'), series);
		await bench.dataset.findings.replace(
			[],
			[
				{ photoId: a.id, value: 0.5 },
				{ photoId: b.id, value: 0.6 },
			],
		);
		expect(await queue()).toEqual([b.id]);
	});

	it('is empty where nothing is in doubt', async () => {
		await bench.photo(crow, '1');
		expect(await queue()).toEqual([]);
	});
});
