import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import { isGone, SILENCE_MS, THIS_PROCESS } from '../../../src/dataset/catalogue/process-identity.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { Bench, candidate, ManualClock, openCatalogue } from './support.ts';

describe('the schema in SQLite', () => {
	it('is made once and found again', async () => {
		const database = openDatabase(':memory:');
		const bench = await Bench.start(await Catalogue.open(database));
		await bench.label('crow');
		expect(await (await Catalogue.open(database)).dataset('default').labels.find('crow')).toBeDefined();
	});

	it('of a newer Hantei is refused and left alone', async () => {
		const database = openDatabase(':memory:');
		await Catalogue.open(database);
		database.sqlite.exec('UPDATE catalogue_version SET version = 999');
		await expect(Catalogue.open(database)).rejects.toMatchObject({ code: 'database-newer' });
		expect(database.sqlite.prepare('SELECT version FROM catalogue_version').all()).toMatchObject([
			{ version: 999 },
		]);
	});

	it('is made whole or not at all', async () => {
		const database = openDatabase(':memory:');
		database.sqlite.exec('CREATE TABLE search_cursor (in_the_way TEXT)');
		await expect(Catalogue.open(database)).rejects.toThrow();
		expect(
			database.sqlite
				.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name IN ('photo', 'catalogue_version')")
				.all(),
		).toMatchObject([{ n: 0 }]);
	});

	it('leaves the tables of other parts alone', async () => {
		const database = openDatabase(':memory:');
		database.sqlite.exec("CREATE TABLE keyv (key TEXT); INSERT INTO keyv VALUES ('x')");
		await Catalogue.open(database);
		expect(database.sqlite.prepare('SELECT key FROM keyv').all()).toMatchObject([{ key: 'x' }]);
	});
});

describe('writing to SQLite while another process writes', () => {
	it('waits for its turn', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'hantei-catalogue-'));
		try {
			const file = join(folder, 'hantei.sqlite');
			const bench = await Bench.start(await openCatalogue(new ManualClock(), openDatabase(file)));
			const other = openDatabase(file);
			other.sqlite.exec('BEGIN IMMEDIATE');
			const adding = bench.label('crow');
			expect(await bench.dataset.labels.list()).toEqual([]);
			other.sqlite.exec('COMMIT');
			expect((await adding).name).toBe('crow');
			// What another process enters is seen at once, hashes included.
			const elsewhere = await Bench.start(await Catalogue.open(other));
			const [crow] = await elsewhere.dataset.labels.list();
			const photo = await elsewhere.photo(crow, '1');
			expect(
				(await bench.dataset.photos.near(photo.file.perceptualHash)).map((match) => match.photo.id),
			).toEqual([photo.id]);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});
});

describe('hosts', () => {
	it('are left alone until their cool-down ends, which no one shortens', async () => {
		const clock = new ManualClock();
		const { hosts } = await openCatalogue(clock);
		const in10 = new Date(clock.now().getTime() + 10_000);
		await hosts.coolDown('api.example', in10);
		await hosts.coolDown('api.example', new Date(clock.now().getTime() + 5000));
		expect(await hosts.coolDownUntil('api.example')).toEqual(in10);
		expect(await hosts.coolDownUntil('other.example')).toBeUndefined();
		clock.advance(10_000);
		expect(await hosts.coolDownUntil('api.example')).toBeUndefined();
	});

	it('are counted by hour and day of UTC', async () => {
		const clock = new ManualClock();
		const { hosts } = await openCatalogue(clock);
		clock.at('2026-11-24T22:59:59Z');
		await hosts.count('api.example', { requests: 1, bytes: 100 });
		clock.at('2026-11-24T23:00:00Z');
		await hosts.count('api.example', { requests: 2, bytes: 10 });
		expect(await hosts.usage('api.example')).toEqual({
			hour: { requests: 2, bytes: 10 },
			day: { requests: 3, bytes: 110 },
		});
		clock.at('2026-11-25T00:00:00Z');
		expect((await hosts.usage('api.example')).day).toEqual({ requests: 0, bytes: 0 });
	});
});

describe('runs', () => {
	it('free what they hold when they end', async () => {
		const bench = await Bench.start();
		const crow = await bench.label('crow');
		await bench.discover(crow, candidate('1'));
		await bench.dataset.candidates.reserve(bench.runId, crow.id);
		await bench.dataset.runs.finish(bench.runId, 'cancelled');
		expect(await bench.dataset.runs.get(bench.runId)).toMatchObject({
			state: 'cancelled',
			finishedAt: bench.clock.now(),
		});
		await bench.begin();
		expect((await bench.dataset.candidates.reserve(bench.runId, crow.id))?.candidate.sourceId).toBe('1');
		expect((await bench.dataset.runs.list()).map(({ state }) => state)).toEqual(['running', 'cancelled']);
	});

	it('of this process live, however long they are silent', async () => {
		const bench = await Bench.start();
		bench.clock.advance(SILENCE_MS * 2);
		await bench.catalogue.recover();
		expect((await bench.dataset.runs.get(bench.runId))?.state).toBe('running');
	});

	const other = { host: THIS_PROCESS.host, processId: 4242, token: 'other' };
	it.each([
		['whose process is running', other, 0, true, false],
		['whose process is gone', other, 0, false, true],
		['that is silent for long', other, SILENCE_MS + 1, true, true],
		['of another machine', { ...other, host: 'elsewhere' }, 0, false, false],
		['whose number is ours now', { ...other, processId: THIS_PROCESS.processId }, 0, true, true],
	])('%s: gone or not', (_which, owner, silentMs, running, gone) => {
		expect(isGone(owner, silentMs, () => running)).toBe(gone);
	});
});

describe('stats', () => {
	it('count each label by state, reason, source and licence', async () => {
		const bench = await Bench.start();
		const crow = await bench.label('crow');
		const boar = await bench.label('boar');
		await bench.photo(crow, '1');
		await bench.photo(crow, '2', undefined, { source: 'flickr', licence: 'cc0' });
		await bench.photo(boar, '3');
		await bench.take(crow, candidate('4'), { kind: 'rejected', reason: 'flat' });
		await bench.discover(crow, candidate('5'));
		const { labels, total, imbalance } = await bench.dataset.stats();
		expect(labels.map(({ label, accepted }) => [label.name, accepted])).toEqual([
			['boar', 1],
			['crow', 2],
		]);
		expect(labels[1]).toMatchObject({
			waiting: 1,
			rejected: 1,
			rejections: new Map([['flat', 1]]),
			sources: new Map([
				['commons', 1],
				['flickr', 1],
			]),
			licences: new Map([
				['by-sa', 1],
				['cc0', 1],
			]),
			bytes: 80_000,
		});
		expect(total).toMatchObject({ accepted: 3, waiting: 1, bytes: 120_000 });
		expect(imbalance).toBe(2);
		expect(await bench.catalogue.dataset('1234').stats()).toMatchObject({ labels: [], imbalance: undefined });
	});
});

describe('finding photos', () => {
	it('goes by what a person would paste', async () => {
		const bench = await Bench.start();
		const crow = await bench.label('crow');
		const photo = await bench.photo(crow, '17');
		await bench.photo(crow, '18');
		const { sha256 } = photo.file;
		for (const reference of [
			`#${photo.id}`,
			'commons:17',
			photo.provenance.url,
			photo.provenance.pageUrl,
			sha256,
			sha256.slice(0, 8),
		]) {
			expect((await bench.dataset.photos.find(reference)).map(({ id }) => id)).toEqual([photo.id]);
		}
		for (const reference of ['', '#', '17', 'commons:', sha256.slice(0, 7), '%', "' OR 1"]) {
			expect(await bench.dataset.photos.find(reference)).toEqual([]);
		}
	});

	it('samples the same photos for the same seed', async () => {
		const bench = await Bench.start();
		const crow = await bench.label('crow');
		for (let n = 0; n < 30; n++) await bench.photo(crow, String(n));
		const sample = async (seed: number) =>
			(await bench.dataset.photos.sample(crow.id, 5, seed)).map(({ id }) => id);
		expect(await sample(1)).toHaveLength(5);
		expect(await sample(1)).toEqual(await sample(1));
		expect(await sample(1)).not.toEqual(await sample(2));
		expect(await bench.dataset.photos.sample(crow.id, 99, 1)).toHaveLength(30);
	});
});
