import { CompiledQuery, sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import type { Database } from '../../../src/store/database.ts';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { postgresFolders, startPostgres, type TestPostgres } from '../../services/postgres.ts';
import { describeWith } from '../../services/programs.ts';
import { useEverything } from './everything.ts';
import { fillRows } from './large.ts';
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

/** Every row goes, and the tables stay: to make them anew takes ten times as long. */
async function clear({ rows }: Database): Promise<void> {
	const { rows: tables } = await sql<{
		name: string;
	}>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'catalogue_version'`.execute(
		rows,
	);
	if (tables.length === 0) return;
	await sql`TRUNCATE ${sql.join(tables.map(({ name }) => sql.table(name)))} RESTART IDENTITY`.execute(rows);
}

interface PlanNode {
	readonly 'Node Type': string;
	readonly 'Relation Name'?: string;
	readonly 'Index Cond'?: string;
	readonly Plans?: readonly PlanNode[];
}

/** Tables that grow with what people do. */
const LARGE = [
	'photo',
	'fingerprint',
	'tombstone',
	'decision',
	'decision_photo',
	'search_cursor',
	'run_count',
];

/** Whether a plan goes through all rows of one of them. */
function readsAll(node: PlanNode): boolean {
	const isScan = /Scan$/.test(node['Node Type']) && !node['Node Type'].startsWith('Bitmap');
	const isLarge = LARGE.includes(node['Relation Name'] ?? '');
	return (isScan && isLarge && node['Index Cond'] === undefined) || (node.Plans ?? []).some(readsAll);
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

		it('every statement reaches its rows through an index', async () => {
			const database = await emptyOne();
			const catalogue = await Catalogue.open(database);
			await fillRows(database.rows, { classifiers: 10, labels: 4, photos: 1_000 });
			const query = vi.spyOn(pg.Client.prototype, 'query');
			await useEverything(catalogue);
			const statements = new Map(
				query.mock.calls.map(([text, values]) => [String(text), values as unknown as unknown[]]),
			);
			query.mockRestore();
			expect(statements.size).toBeGreaterThan(70);
			const withoutIndex: string[] = [];
			await database.rows.connection().execute(async (rows) => {
				// Of a few rows it reads all, whatever indexes there are.
				await sql`SET enable_seqscan = off`.execute(rows);
				for (const [text, parameters] of statements) {
					if (!/^(select|insert|update|delete)/.test(text)) continue;
					const explain = CompiledQuery.raw(`EXPLAIN (FORMAT JSON) ${text}`, [...parameters]);
					const { rows: plans } = await rows.executeQuery<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explain);
					if (readsAll(plans[0]['QUERY PLAN'][0].Plan)) withoutIndex.push(text);
				}
			});
			expect(withoutIndex).toEqual([]);
		});

		useDatabases(emptyOne, 3);
		for (const [name, suite] of Object.entries(SUITES)) describe(name, async () => void (await suite()));
	},
	await postgresFolders(),
);
