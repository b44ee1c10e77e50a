import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { COPIED_TABLES } from '../../src/dataset/catalogue/copied-tables.ts';
import { copyDatabase, type DatabaseCopyOptions } from '../../src/host/copy-database.ts';
import { lockDataFolder } from '../../src/store/data-folder.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { sqliteFile } from '../../src/store/open-rows.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { openStore } from '../../src/store/store.ts';
import { choiceInFolder, openChoice } from '../../src/train/backbone/choice.ts';
import { Bench, candidate, stored } from '../dataset/catalogue/support.ts';
import { postgresFolders, startPostgres, type TestPostgres } from '../services/postgres.ts';
import { describeWith } from '../services/programs.ts';

const logger = { error: () => {}, warn: () => {} };
let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-copy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const copy = (to: string, options: DatabaseCopyOptions = {}, url?: string) =>
	copyDatabase(readSettings({ HANTEI_DATA: folder, HANTEI_DATABASE_URL: url }), to, options);

/** An installation with something in every table, and more than a page in some. */
async function fill(): Promise<void> {
	const database = openDatabase(sqliteFile(folder));
	const catalogue = await Catalogue.open(database);
	const bench = await Bench.start(catalogue);
	const crow = await bench.dataset.labels.add({ name: 'crow', aliases: ['カラス'] }, 'ann');
	await bench.discover(
		crow,
		...Array.from({ length: 700 }, (_, n) => candidate(`waiting ${n}`, { title: 'a\0b' })),
	);
	for (let n = 0; n < 12; n++) {
		const reservation = await bench.dataset.candidates.reserve(bench.runId, crow.id);
		await bench.dataset.candidates.settle(bench.runId, reservation?.id ?? 0, stored(`file ${n}`));
	}
	const ids = (await bench.dataset.photos.list()).map(({ id }) => id);
	const removal = await bench.dataset.decisions.remove(ids.slice(0, 3), 'ann');
	await bench.dataset.decisions.undo(removal.id, 'ann');
	await bench.dataset.decisions.remove(ids.slice(0, 1), 'ann', 'blurred');
	await bench.dataset.findings.replace(
		[{ photoId: ids[4], issue: 'outlier', score: 1 / 3, excluded: true }],
		[{ photoId: ids[4], value: 0.1 }],
	);
	await bench.dataset.audit.record({ action: 'crawl', by: 'ann', detail: { photos: 12 } });
	await catalogue.hosts.count('api.example', { requests: 3, bytes: 2 ** 40 });
	await catalogue.hosts.coolDown('api.example', new Date(Date.UTC(2100, 0)));
	const doomed = await bench.label('doomed');
	await bench.discover(doomed, candidate('the last of all'));
	await bench.dataset.labels.remove(doomed.id, 'ann');
	await openStore(database, logger).keyv('settings').set('a', { threshold: 0.5 });
	await database.close();
}

async function contents({ rows }: Database): Promise<Record<string, unknown[]>> {
	const found: Record<string, unknown[]> = {};
	for (const { name, key } of [...COPIED_TABLES, { name: 'keyv', key: ['key'] }]) {
		const order = sql.join(key.map((column) => sql.ref(column)));
		const { rows: all } = await sql<
			Record<string, unknown>
		>`SELECT * FROM ${sql.table(name)} ORDER BY ${order}`.execute(rows);
		found[name] = all.map((row) => ({ ...row, ...(name === 'photo' && { title: null }) }));
	}
	return found;
}

async function contentsOf(open: Database | Promise<Database>) {
	const database = await open;
	return contents(database).finally(() => database.close());
}

describeWith(
	'initdb',
	'a copy of the database',
	() => {
		let server: TestPostgres;
		let url: string;
		beforeAll(async () => {
			server = await startPostgres();
		});
		afterAll(() => server.stop());
		beforeEach(async () => {
			url = await server.createDatabase();
			await fill();
		});

		test('has every row, there and back', async () => {
			const original = await contentsOf(openDatabase(sqliteFile(folder)));
			for (const [table, rows] of Object.entries(original)) expect(rows.length, table).toBeGreaterThan(0);
			const steps: number[] = [];
			const rows = await copy(url, { onProgress: (done) => steps.push(done) });
			expect(rows).toBe(Object.values(original).flat().length);
			expect(steps.at(-1)).toBe(rows);
			expect(await contentsOf(openPostgres(url))).toEqual(original);

			const back = join(folder, 'back.sqlite');
			await copy(back, {}, url);
			expect(await contentsOf(openDatabase(back))).toEqual(original);
		});

		test('takes along which backbone is in use, which is a file beside a file', async () => {
			const choose = (inUse: string) => choiceInFolder(folder).change((now) => ({ ...now, inUse }));
			await choose('mine');
			await copy(url);
			await copy(url);
			const empty = { dataFolder: join(folder, 'another machine'), url };
			expect((await openChoice(empty, logger).read()).inUse).toBe('mine');
			await openChoice(empty, logger).change((now) => ({ ...now, inUse: 'other' }));
			await copy(join(folder, 'back', 'hantei.sqlite'), {}, url);
			expect((await choiceInFolder(join(folder, 'back')).read()).inUse).toBe('other');
		});

		test('goes on counting where the original was, so that no number is given again', async () => {
			await copy(url);
			const database = await openPostgres(url);
			const bench = await Bench.start(await Catalogue.open(database));
			const label = await bench.label('boar');
			await bench.discover(label, candidate('new'));
			const reservation = await bench.dataset.candidates.reserve(bench.runId, label.id);
			// 700 that wait, and one that went with its label.
			expect(reservation?.id).toBe(702);
			await database.close();
		});

		test('that was cut short goes on, and can be made again', async () => {
			const stop = new AbortController();
			const cancelled = copy(url, {
				signal: stop.signal,
				onProgress: (done) => done > 500 && stop.abort(new Error('cancelled')),
			});
			await expect(cancelled).rejects.toThrow('cancelled');
			await copy(url);
			await copy(url);
			expect(await contentsOf(openPostgres(url))).toEqual(await contentsOf(openDatabase(sqliteFile(folder))));
		});

		test.each([
			[
				'has rows of its own',
				"INSERT INTO host_usage VALUES ('other.example', '2026-11-24', 1, 1)",
				'host_usage',
			],
			['has changed since', "UPDATE photo SET licence = 'cc0' WHERE id = 650", 'photo'],
		])('is not made to a database that %s', async (_, statement, table) => {
			await copy(url);
			const target = await openPostgres(url);
			await sql.raw(statement).execute(target.rows);
			const before = await contents(target);
			await expect(copy(url)).rejects.toMatchObject({ code: 'database-has-others', details: { table } });
			expect(await contents(target)).toEqual(before);
			await target.close();
		});

		test('is not made while the bot runs', async () => {
			const unlock = await lockDataFolder(folder);
			// As if it were another process that holds it.
			const holder = { processId: process.ppid, host: hostname() };
			await writeFile(join(folder, 'hantei.json'), JSON.stringify(holder));
			await expect(copy(url)).rejects.toMatchObject({ code: 'data-in-use' });
			await unlock();
		});

		test('is refused by the name of its option where the server is not there', async () => {
			await expect(copy('postgres://127.0.0.1:1/x')).rejects.toMatchObject({
				code: 'postgres-unreachable',
				details: { setting: '--to' },
			});
		});
	},
	await postgresFolders(),
);
