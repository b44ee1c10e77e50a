import { UserError } from '../../errors.ts';
import { type ColumnTypes, columnTypes, execute, hasTable, lockSchema } from '../../store/differences.ts';
import { inTransaction } from '../../store/transaction.ts';
import { createCatalogue } from './migrations/0001-create-catalogue.ts';
import { learn } from './migrations/0002-learn.ts';
import { ownDatasets } from './migrations/0003-own-datasets.ts';
import { displayNames } from './migrations/0004-display-names.ts';
import { keepCounts } from './migrations/0005-keep-counts.ts';
import type { Rows } from './tables.ts';

/** The schema's history: entry n brings version n to version n + 1. Only ever add to the end. */
const MIGRATIONS: readonly ((types: ColumnTypes) => string)[] = [
	createCatalogue,
	learn,
	ownDatasets,
	displayNames,
	keepCounts,
];

/**
 * Brings the schema up to date, all or nothing, once what was there is saved. The version is a row of ours rather than SQLite's `user_version`:
 * other parts keep tables in the same file. Not by Kysely's migrator, which on SQLite (0.28) takes neither a transaction nor a lock: a process
 * that is killed would leave half a schema, and the command line beside the bot would migrate at the same time.
 * @param save keeps a copy of the database as it is
 * @throws {UserError} `database-newer`, `storage-full`
 */
export async function migrate(rows: Rows, save: () => Promise<void>): Promise<void> {
	const found = await versionOf(rows);
	if (found === MIGRATIONS.length) return;
	if (found > 0) await save();
	await inTransaction(rows, async (inside) => {
		await lockSchema(inside);
		// Another process may have done it meanwhile.
		const version = await versionOf(inside);
		await inside.schema
			.createTable('catalogue_version')
			.ifNotExists()
			.addColumn('version', 'integer', (column) => column.notNull())
			.execute();
		for (const migration of MIGRATIONS.slice(version)) await execute(inside, migration(columnTypes(inside)));
		await inside.deleteFrom('catalogue_version').execute();
		await inside.insertInto('catalogue_version').values({ version: MIGRATIONS.length }).execute();
	});
}

async function versionOf(rows: Rows): Promise<number> {
	if (!(await hasTable(rows, 'catalogue_version'))) return 0;
	const row = await rows.selectFrom('catalogue_version').select('version').executeTakeFirst();
	const version = row?.version ?? 0;
	if (version > MIGRATIONS.length)
		throw new UserError('database-newer', { schema: version, known: MIGRATIONS.length });
	return version;
}
