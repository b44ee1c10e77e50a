import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../src/errors.ts';
import { describeError } from '../../src/i18n/messages.ts';
import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { openStore } from '../../src/store/store.ts';
import { administer, postgresFolders, startPostgres, type TestPostgres } from '../services/postgres.ts';
import { describeWith } from '../services/programs.ts';

const open: Database[] = [];
afterEach(async () => {
	for (const database of open.splice(0)) await database.close();
});

async function connect(url: string): Promise<Database> {
	const database = await openPostgres(url);
	open.push(database);
	return database;
}

/** What a person is told, in each language. */
async function refusalOf(url: string, work = connect): Promise<{ code: string; told: string[] }> {
	const error = await work(url).catch((thrown: unknown) => thrown);
	if (!(error instanceof UserError)) throw new Error(`not refused: ${String(error)}`);
	return { code: error.code, told: (['en', 'ja'] as const).map((locale) => describeError(error, locale)) };
}

describeWith(
	'initdb',
	'a PostgreSQL server',
	() => {
		let server: TestPostgres;
		let url: string;
		beforeAll(async () => {
			server = await startPostgres();
			url = await server.createDatabase();
		});
		afterAll(() => server.stop());

		test('keeps settings and schedules, too', async () => {
			const logger = { error: () => {} };
			const [one, other] = [openStore(await connect(url), logger), openStore(await connect(url), logger)];
			await Promise.all([one.keyv('a').set('x', 1), other.keyv('b').set('x', 2), one.keyv('a').set('y', 3)]);
			expect(await other.keyv('a').get('x')).toBe(1);
			const found = new Map<unknown, unknown>();
			for await (const [key, value] of one.keyv('a').iterator?.({}) ?? []) found.set(key, value);
			expect([...found.entries()]).toEqual([
				['x', 1],
				['y', 3],
			]);
			await one.keyv('a').clear();
			expect(await other.keyv('a').get('x')).toBeUndefined();
			expect(await other.keyv('b').get('x')).toBe(2);
			expect(await one.keyv('b').delete('x')).toBe(true);
		});

		test('is made ready once, however many processes come to it', async () => {
			const empty = await server.createDatabase();
			const catalogues = await Promise.all(
				Array.from({ length: 4 }, async () => Catalogue.open(await connect(empty))),
			);
			await catalogues[0].dataset('default').labels.add({ name: 'crow' }, 'cli');
			for (const catalogue of catalogues)
				expect(await catalogue.dataset('default').labels.list()).toHaveLength(1);
		});

		test('that cannot be reached is named with its setting, without a password', async () => {
			const { code, told } = await refusalOf('postgres://me:secret@127.0.0.1:1/hantei');
			expect(code).toBe('postgres-unreachable');
			for (const text of told) {
				expect(text).toContain('HANTEI_DATABASE_URL');
				expect(text).toContain('127.0.0.1:1/hantei');
				expect(text).not.toContain('secret');
			}
		});

		test.each([
			['a name that it does not know', 'nobody', 'postgres', /role "nobody" does not exist/],
			['a database that it does not have', 'hantei', 'elsewhere', /database "elsewhere" does not exist/],
		])('refuses %s', async (_, name, database, reason) => {
			const { code, told } = await refusalOf(
				server.url.replace('hantei@', `${name}@`).replace('/postgres', `/${database}`),
			);
			expect(code).toBe('postgres-refused');
			for (const text of told) expect(text).toMatch(reason);
		});

		test('is no use without the right to make tables', async () => {
			await administer(server.url, 'CREATE ROLE reader LOGIN');
			const { code, told } = await refusalOf(url.replace('hantei@', 'reader@'));
			expect(code).toBe('postgres-refused');
			for (const text of told) expect(text).toContain('permission denied');
		});

		test('is no use with another encoding', async () => {
			const latin = await server.createDatabase("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
			const { code, told } = await refusalOf(latin);
			expect(code).toBe('postgres-refused');
			for (const text of told) expect(text).toContain('LATIN1');
		});

		test('with the database of a newer Hantei is refused', async () => {
			const newer = await server.createDatabase();
			await Catalogue.open(await connect(newer));
			await administer(newer, 'UPDATE catalogue_version SET version = 999');
			const opened = async (at: string) => {
				const database = await connect(at);
				await Catalogue.open(database);
				return database;
			};
			expect((await refusalOf(newer, opened)).code).toBe('database-newer');
		});

		test('that was restarted is used again', async () => {
			const { labels } = (await Catalogue.open(await connect(url))).dataset('default');
			await labels.add({ name: 'boar' }, 'cli');
			await server.kill();
			await expect(labels.list()).rejects.toThrow();
			await server.start();
			await labels.add({ name: 'monkey' }, 'cli');
			expect((await labels.list()).map(({ name }) => name)).toEqual(['boar', 'monkey']);
		});

		test('that goes in the middle of a transaction takes it alone with it', async () => {
			const { rows } = await connect(url);
			const began = rows.transaction().execute(async (inside) => {
				await sql`SELECT 1`.execute(inside);
				await server.kill();
				await delay(200);
				await sql`SELECT 1`.execute(inside);
			});
			await expect(began).rejects.toThrow();
			await server.start();
			await sql`SELECT 1`.execute(rows);
		});

		test('takes texts with characters that it has none for', async () => {
			const { labels, audit } = (await Catalogue.open(await connect(url))).dataset('nul');
			await labels.add({ name: 'crow' }, 'a\0b');
			await audit.record({ action: 'label-add', by: 'a\0b', detail: { label: 'x\0y' } });
			expect(await audit.list()).toMatchObject([{ by: 'ab', detail: { label: 'x\0y' } }]);
		});
	},
	await postgresFolders(),
);
