import { z } from 'zod';
import { UserError } from '../../errors.ts';
import type { DatabaseConnection } from './connection.ts';
import { createCatalogue } from './migrations/0001-create-catalogue.ts';
import { learn } from './migrations/0002-learn.ts';
import { ownDatasets } from './migrations/0003-own-datasets.ts';
import { displayNames } from './migrations/0004-display-names.ts';

/** The schema's history: entry n brings version n to version n + 1. Only ever add to the end. */
const MIGRATIONS: readonly string[] = [createCatalogue, learn, ownDatasets, displayNames];

/**
 * Brings the schema up to date, all or nothing, once what was there is saved. The version is a row of ours rather than SQLite's `user_version`:
 * other parts keep tables in the same file.
 * @param save copies the file as it is
 * @throws {UserError} `database-newer`, `storage-full`
 */
export function migrate(connection: DatabaseConnection, save: () => void): void {
	const found = versionOf(connection);
	if (found > 0 && found < MIGRATIONS.length) save();
	connection.transaction(() => {
		const version = versionOf(connection);
		if (version === MIGRATIONS.length) return;
		connection.execute('CREATE TABLE IF NOT EXISTS catalogue_version (version INTEGER NOT NULL) STRICT');
		for (const migration of MIGRATIONS.slice(version)) connection.execute(migration);
		connection.run('DELETE FROM catalogue_version');
		connection.run('INSERT INTO catalogue_version (version) VALUES (?)', MIGRATIONS.length);
	});
}

function versionOf(connection: DatabaseConnection): number {
	const table = "SELECT count(*) AS tables FROM sqlite_master WHERE name = 'catalogue_version'";
	if (connection.get(z.object({ tables: z.number() }), table)?.tables === 0) return 0;
	const row = connection.get(z.object({ version: z.number() }), 'SELECT version FROM catalogue_version');
	const version = row?.version ?? 0;
	if (version > MIGRATIONS.length)
		throw new UserError('database-newer', { schema: version, known: MIGRATIONS.length });
	return version;
}
