import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { Database } from '../../../src/store/database.ts';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { postgresFolders, startPostgres, type TestPostgres } from '../../services/postgres.ts';
import { describeWith } from '../../services/programs.ts';
import { useDatabases } from './support.ts';

const SUITES = {
	audit: () => import('./audit.test.ts'),
	candidates: () => import('./candidates.test.ts'),
	decisions: () => import('./decisions.test.ts'),
	findings: () => import('./findings.test.ts'),
	forget: () => import('./forget.test.ts'),
	fork: () => import('./fork.test.ts'),
	interleaved: () => import('./interleaved.test.ts'),
	labels: () => import('./labels.test.ts'),
	model: () => import('./model.test.ts'),
	state: () => import('./state.test.ts'),
	taught: () => import('./taught.test.ts'),
};

let server: TestPostgres;
const used: Database[] = [];
const free: Database[] = [];

/** To make a database takes a hundred times what clearing it does. */
async function emptyOne(): Promise<Database> {
	const database = free.pop() ?? (await openPostgres(await server.createDatabase()));
	used.push(database);
	return database;
}

/** As a database is before Hantei comes to it. */
async function clear(database: Database): Promise<void> {
	await sql`DROP SCHEMA public CASCADE`.execute(database.rows);
	await sql`CREATE SCHEMA public`.execute(database.rows);
}

/** The contract of the catalogue, as it is kept on SQLite, once more on a real PostgreSQL. */
describeWith(
	'initdb',
	'on PostgreSQL',
	() => {
		beforeAll(async () => {
			server = await startPostgres();
		});
		afterEach(async () => {
			for (const database of used.splice(0)) {
				await clear(database);
				free.push(database);
			}
		});
		afterAll(async () => {
			for (const database of free) await database.close();
			await server.stop();
		});

		useDatabases(emptyOne, 3);
		for (const [name, suite] of Object.entries(SUITES)) describe(name, async () => void (await suite()));
	},
	await postgresFolders(),
);
