import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue, type Dataset, type Label } from '../../../src/dataset/catalogue/catalogue.ts';
import { DEFAULT_QUOTAS } from '../../../src/dataset/quotas.ts';
import { addValue } from '../../../src/store/change-value.ts';
import type { Database } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';
import { TrainingQuota } from '../../../src/train/training-quota.ts';
import { Bench, candidate, emptyDatabase, farHash, photoFile, stored } from './support.ts';

/** Two processes, as far as the database can tell, that do the same at once. */
let one: Bench;
let other: Bench;
let database: Database;
let crow: Label;
let boar: Label;
beforeEach(async () => {
	database = await emptyDatabase();
	one = await Bench.start(await Catalogue.open(database));
	other = await Bench.start(await Catalogue.open(database));
	crow = await one.label('crow');
	boar = await one.label('boar');
});

const both = <Result>(work: (bench: Bench) => Promise<Result>) =>
	Promise.allSettled([work(one), work(other)]);

const succeeded = (results: readonly PromiseSettledResult<unknown>[]) =>
	results.filter(({ status }) => status === 'fulfilled').length;

const refusals = (results: readonly PromiseSettledResult<unknown>[]) =>
	results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));

const add = ({ dataset, runId }: Bench, label: Label, id: string, hash?: bigint) =>
	dataset.photos.add(runId, label.id, candidate(id), photoFile(hash === undefined ? 'same' : id, hash));

describe('two at once', () => {
	it('who add a label of one name: the second is refused', async () => {
		const results = await both(({ dataset }) =>
			dataset.labels.add({ name: 'monkey', aliases: ['ape'] }, 'ann'),
		);
		expect(succeeded(results)).toBe(1);
		expect(refusals(results)).toEqual(['label-name-taken']);
		expect(await one.dataset.labels.list()).toHaveLength(3);
	});

	it('who give two labels one name: the second is refused', async () => {
		const results = await Promise.allSettled([
			one.dataset.labels.edit(crow.id, { aliases: ['bird'] }, 'ann'),
			other.dataset.labels.edit(boar.id, { aliases: ['bird'] }, 'ben'),
		]);
		expect(refusals(results)).toEqual(['label-name-taken']);
	});

	it('who change one label: both changes are there', async () => {
		await Promise.all([
			one.dataset.labels.edit(crow.id, { aliases: ['raven'] }, 'ann'),
			other.dataset.labels.edit(crow.id, { exclusions: ['bar'] }, 'ben'),
		]);
		expect(await one.dataset.labels.get(crow.id)).toMatchObject({ aliases: ['raven'], exclusions: ['bar'] });
	});

	it('who discover the same offers: each is entered once', async () => {
		const offers = Array.from({ length: 30 }, (_, n) => candidate(String(n)));
		const counts = await Promise.all([one.discover(crow, ...offers), other.discover(crow, ...offers)]);
		expect(counts.map(({ added }) => added).reduce((sum, added) => sum + added)).toBe(30);
		expect(await one.dataset.candidates.waiting(crow.id)).toBe(30);
	});

	it('who reserve: nothing is reserved twice', async () => {
		await one.discover(crow, ...Array.from({ length: 12 }, (_, n) => candidate(String(n))));
		const reserved = await Promise.all(
			Array.from({ length: 12 }, (_, n) => {
				const { dataset, runId } = n % 2 === 0 ? one : other;
				return dataset.candidates.reserve(runId, crow.id);
			}),
		);
		expect(new Set(reserved.map((reservation) => reservation?.id)).size).toBe(12);
	});

	it('who settle one reservation: the second has lost it', async () => {
		await one.discover(crow, candidate('1'));
		const reservation = await one.dataset.candidates.reserve(one.runId, crow.id);
		const results = await both(({ dataset }) =>
			dataset.candidates.settle(one.runId, reservation?.id ?? 0, stored('1')),
		);
		expect(succeeded(results)).toBe(1);
		expect(await one.dataset.runs.counts(one.runId)).toContainEqual(
			expect.objectContaining({ outcome: 'accepted', count: 1 }),
		);
	});

	it('who bring one file under one label: the second is a copy', async () => {
		const results = await Promise.all([add(one, crow, '1'), add(other, crow, '2')]);
		expect(results.map(({ state }) => state).sort()).toEqual(['accepted', 'rejected']);
	});

	it('who bring one picture under two labels: both are set aside', async () => {
		await Promise.all([add(one, crow, '1', farHash('x')), add(other, boar, '2', farHash('x'))]);
		expect(await one.dataset.photos.list()).toEqual([]);
		expect(await one.dataset.photos.list({ state: 'quarantined' })).toHaveLength(2);
	});

	it('who bring one picture twice under one label: both are of one group', async () => {
		await Promise.all([add(one, crow, '1', farHash('x')), add(other, crow, '2', farHash('x'))]);
		const [first, second] = await one.dataset.photos.list();
		expect([first.group, second.group]).toEqual([first.id, first.id]);
		expect(second.duplicateOf).toBe(first.id);
	});

	it('who remove a photo: it is removed once, and undone once', async () => {
		const { id } = await one.photo(crow, '1');
		const removals = await Promise.all(
			[one, other].map(({ dataset }) => dataset.decisions.remove([id], 'ann')),
		);
		expect(removals.map(({ photos }) => photos).sort()).toEqual([0, 1]);
		const removal = removals.find(({ photos }) => photos === 1)?.id ?? 0;
		const results = await both(({ dataset }) => dataset.decisions.undo(removal, 'ann'));
		expect(refusals(results)).toEqual(['decision-not-undoable']);
		expect(await one.state(id)).toBe('accepted');
	});

	it('of whom one removes a label and one moves photos to it: none is lost under it', async () => {
		const { id } = await one.photo(crow, '1');
		const [, moved] = await Promise.allSettled([
			one.dataset.labels.remove(boar.id, 'ann'),
			other.dataset.decisions.relabel([id], boar.id, 'ben'),
		]);
		const photo = await one.dataset.photos.get(id);
		if (moved.status === 'rejected') expect(photo?.labelId).toBe(crow.id);
		else expect(photo).toBeUndefined();
	});

	it('of whom one ends a run and one reserves for it: nothing stays reserved', async () => {
		await one.discover(crow, ...Array.from({ length: 6 }, (_, n) => candidate(String(n))));
		await Promise.allSettled([
			...Array.from({ length: 3 }, () => one.dataset.candidates.reserve(one.runId, crow.id)),
			other.dataset.runs.finish(one.runId, 'cancelled'),
			...Array.from({ length: 3 }, () => other.dataset.candidates.reserve(one.runId, crow.id)),
		]);
		expect(await one.dataset.candidates.waiting(crow.id)).toBe(6);
	});

	it('who make a dataset a classifier’s own: it is copied once', async () => {
		await one.photo(crow, '1');
		const guild = '400000000000000001';
		await both(({ catalogue }) => catalogue.own(guild, 'ann'));
		const own = one.catalogue.dataset(guild);
		expect((await own.labels.list()).map(({ name }) => name)).toEqual(['boar', 'crow']);
		expect(await own.photos.list()).toHaveLength(1);
		expect(await own.audit.list({ action: 'fork' })).toHaveLength(1);
	});

	it('who note what they ask a host: all of it counts', async () => {
		await Promise.all(
			[one, other, one, other].map(({ catalogue }) => catalogue.hosts.count('x', { requests: 1, bytes: 10 })),
		);
		expect((await one.catalogue.hosts.usage('x')).day).toEqual({ requests: 4, bytes: 40 });
	});

	it('who ask a host that may be asked three times a day: the fourth may not', async () => {
		const asked = await Promise.all(
			[one, other, one, other].map(({ catalogue }) =>
				catalogue.hosts.count('x', { requests: 1, bytes: 0 }, { day: { requests: 3 } }),
			),
		);
		expect(asked.filter((spent) => spent === 'day')).toHaveLength(1);
		expect((await one.catalogue.hosts.usage('x')).day.requests).toBe(3);
	});

	it('who ask for the last bytes of an hour: the second may not, and nothing of it counts', async () => {
		await one.catalogue.hosts.count('x', { requests: 1, bytes: 10 });
		const spent = await Promise.all(
			[one, other].map(({ catalogue }) =>
				catalogue.hosts.count('x', { requests: 1, bytes: 20 }, { hour: { bytes: 40 } }),
			),
		);
		expect(spent.toSorted()).toEqual(['hour', undefined]);
		const counted = { requests: 2, bytes: 30 };
		expect(await one.catalogue.hosts.usage('x')).toEqual({ hour: counted, day: counted });
	});

	it('who teach for one member who may teach one more: the second is refused', async () => {
		const allowance = { memberId: '42', since: new Date(0), limit: 1 };
		const results = await both(({ dataset, runId }) => {
			const offer = candidate(`42/${runId}`, { source: 'member' });
			return dataset.photos.add(runId, crow.id, offer, photoFile(`of ${runId}`), { allowance });
		});
		expect(refusals(results)).toEqual(['teaching-limit']);
	});

	it('who add the last label that there may be: the second is refused', async () => {
		const results = await both(({ dataset, runId }) =>
			dataset.labels.add({ name: `label ${runId}` }, 'ann', 3),
		);
		expect(refusals(results)).toEqual(['label-quota']);
		expect(await one.dataset.labels.list()).toHaveLength(3);
	});

	it('who bring the last photo that there may be: the second is refused', async () => {
		await one.photo(boar, '1');
		const results = await both(({ dataset, runId }) =>
			dataset.photos.add(runId, crow.id, candidate(`of ${runId}`), photoFile(`of ${runId}`), { most: 2 }),
		);
		expect(refusals(results)).toEqual(['photo-quota']);
		expect(await one.dataset.photos.list()).toHaveLength(2);
	});

	it('who keep two photos where there is room for one: the second is refused', async () => {
		const aside = { quarantine: 'nsfw' } as const;
		const photos = new Map([
			[one, await one.photo(boar, '1', { ...stored('1'), ...aside })],
			[other, await one.photo(boar, '2', { ...stored('2'), ...aside })],
		]);
		const results = await both((bench) =>
			bench.dataset.decisions.keep([photos.get(bench)?.id ?? 0], 'ann', 1),
		);
		expect(refusals(results)).toEqual(['photo-quota']);
		expect(await one.dataset.photos.list()).toHaveLength(1);
	});

	it('of whom one reserves the last photo that there may be: the other gets none, and none is taught', async () => {
		await one.photo(boar, '1');
		await one.discover(crow, candidate('2'), candidate('3'));
		const reserve = ({ dataset, runId }: Bench) => dataset.candidates.reserve(runId, crow.id, { most: 2 });
		const reserved = await Promise.all([reserve(one), reserve(other)]);
		expect(reserved.filter((reservation) => reservation)).toHaveLength(1);
		const teaching = other.dataset.photos.add(
			other.runId,
			crow.id,
			candidate('42/4', { source: 'member' }),
			photoFile('4'),
			{ quarantine: 'taught', most: 2 },
		);
		await expect(teaching).rejects.toMatchObject({ code: 'photo-quota' });
		const [reservation] = reserved.filter((found) => found !== undefined);
		await one.dataset.candidates.release(reserved[0] ? one.runId : other.runId, reservation.id);
		expect(await reserve(one)).toBeDefined();
	});

	it('who begin the last training of a day: the second is refused', async () => {
		const quotas = { ...DEFAULT_QUOTAS, trainingsPerDay: 1 };
		const results = await Promise.allSettled(
			[one, other].map(() => {
				const keyv = openStore(database, { error: () => {} }).keyv<unknown>('trainings-begun');
				return new TrainingQuota(keyv, quotas).spend('400000000000000001', async () => 'begun');
			}),
		);
		expect(succeeded(results)).toBe(1);
		expect(refusals(results)).toEqual(['training-quota']);
	});

	it('who write down for the first time what they do once: one hears that it is the first', async () => {
		const added = await Promise.all(
			[1, 2].map((value) => addValue(openStore(database, { error: () => {} }).keyv('once'), 'a', value)),
		);
		expect(added.sort()).toEqual([false, true]);
	});

	it('who wait for others, each in a classifier of its own, all come to their end', async () => {
		const datasets = Array.from({ length: 6 }, (_, n): Dataset => one.catalogue.dataset(`guild ${n}`));
		await Promise.all(datasets.map((dataset) => dataset.labels.add({ name: 'crow' }, 'ann')));
		for (const dataset of datasets) expect(await dataset.labels.list()).toHaveLength(1);
	});
});

describe('one who searches while another enters', () => {
	it('finds each picture once', async () => {
		for (let n = 0; n < 5; n++) await one.photo(crow, String(n));
		const hash = farHash('3');
		const found = await Promise.all(Array.from({ length: 8 }, () => other.dataset.photos.near(hash)));
		for (const matches of found) expect(matches).toHaveLength(1);
	});
});
