import { z } from 'zod';
import type { Connection } from './connection.ts';
import { createCatalogue } from './migrations/0001-create-catalogue.ts';
import { learn } from './migrations/0002-learn.ts';
import { ownDatasets } from './migrations/0003-own-datasets.ts';

/** The schema's history: entry n brings version n to version n + 1. Only ever add to the end. */
const MIGRATIONS: readonly string[] = [createCatalogue, learn, ownDatasets];

/** A newer Hantei wrote the file: an older one would damage it. */
export class CatalogueTooNew extends Error {
	override readonly name = 'CatalogueTooNew';
	constructor(version: number) {
		super(
			`the catalogue has schema ${version}; this Hantei knows up to ${MIGRATIONS.length}. Update Hantei.`,
		);
	}
}

/**
 * Brings the schema up to date, all or nothing. The version is a row of ours rather than SQLite's `user_version`:
 * other parts keep tables in the same file.
 * @throws {CatalogueTooNew}
 */
export function migrate(connection: Connection): void {
	connection.transaction(() => {
		connection.execute('CREATE TABLE IF NOT EXISTS catalogue_version (version INTEGER NOT NULL) STRICT');
		const row = connection.get(z.object({ version: z.number() }), 'SELECT version FROM catalogue_version');
		const version = row?.version ?? 0;
		if (version > MIGRATIONS.length) throw new CatalogueTooNew(version);
		if (version === MIGRATIONS.length) return;
		for (const migration of MIGRATIONS.slice(version)) connection.execute(migration);
		connection.run('DELETE FROM catalogue_version');
		connection.run('INSERT INTO catalogue_version (version) VALUES (?)', MIGRATIONS.length);
	});
}
