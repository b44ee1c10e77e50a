import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { createCatalogue } from '../../src/dataset/catalogue/migrations/0001-create-catalogue.ts';
import { learn } from '../../src/dataset/catalogue/migrations/0002-learn.ts';
import { ownDatasets } from '../../src/dataset/catalogue/migrations/0003-own-datasets.ts';
import { displayNames } from '../../src/dataset/catalogue/migrations/0004-display-names.ts';
import { makeDataFolder, openDataFolder, requireFolder } from '../../src/store/data-folder.ts';
import { openDatabase } from '../../src/store/database.ts';
import { columnTypes, execute } from '../../src/store/differences.ts';
import { openStore } from '../../src/store/store.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

let folder: string;
let file: string;
beforeEach(async () => {
	folder = await temporaryFolder();
	file = join(folder, 'hantei.sqlite');
});

const coded = (code: string, details: object = {}) =>
	expect.objectContaining({ code, details: expect.objectContaining(details) });

/** Of so many pages that cutting some off matters. */
async function fillDatabase(): Promise<void> {
	const database = openDatabase(file);
	const dataset = (await Catalogue.open(database)).dataset('default');
	for (let n = 0; n < 100; n++) await dataset.labels.add({ name: `label ${n}` }, 'host');
	await database.close();
}

describe('a database that cannot be used is refused:', () => {
	it('one that is something else', () => {
		writeFileSync(file, 'no database at all '.repeat(1000));
		expect(() => openDatabase(file)).toThrow(coded('database-damaged', { backup: null }));
	});

	it.each([10_000, 24_576])('one of which only %i bytes are left', async (bytes) => {
		await fillDatabase();
		truncateSync(file, bytes);
		expect(() => openDatabase(file)).toThrow(coded('database-damaged', { backup: null }));
	});

	it('one with a copy beside it, and the copy is named', async () => {
		await fillDatabase();
		copyFileSync(file, `${file}.backup`);
		truncateSync(file, 10_000);
		expect(() => openDatabase(file)).toThrow(coded('database-damaged', { backup: `${file}.backup` }));
		truncateSync(file, 0);
		expect(() => openDatabase(file)).toThrow(coded('database-damaged', { backup: `${file}.backup` }));
	});

	it('a folder in its place', () => {
		mkdirSync(file);
		expect(() => openDatabase(file)).toThrow(coded('not-a-file', { path: file }));
	});
});

describe('before the schema is changed', () => {
	it.each([1, 2, 3, 4])('of version %i, a copy is saved, in place of the one before', async (version) => {
		writeFileSync(`${file}.backup`, 'an older one');
		await makeVersion(version);
		expect(readFileSync(`${file}.backup`, 'utf8')).toBe('an older one');
		const database = openDatabase(file);
		const { labels, photos } = (await Catalogue.open(database)).dataset('default');
		const [crow] = await labels.list();
		expect(await photos.count(crow.id)).toBe(1);
		await database.close();
		const copy = openDatabase(`${file}.backup`);
		expect(copy.sqlite.prepare('SELECT version FROM catalogue_version').all([])).toMatchObject([{ version }]);
		await copy.close();
	});

	it('no copy is saved of what was empty', async () => {
		const database = openDatabase(file);
		await Catalogue.open(database);
		await database.close();
		expect(existsSync(`${file}.backup`)).toBe(false);
	});
});

/** A file as an older Hantei left it, with one photo. */
async function makeVersion(version: number): Promise<void> {
	const { rows, sqlite, close } = openDatabase(file);
	const types = columnTypes(rows);
	for (const migration of [createCatalogue, learn, ownDatasets, displayNames].slice(0, version))
		await execute(rows, migration(types));
	sqlite.exec(`CREATE TABLE catalogue_version (version INTEGER NOT NULL);
		INSERT INTO catalogue_version VALUES (${version});
		INSERT INTO classifier (id, name) VALUES (1, 'default');
		INSERT INTO label (id, classifier_id, name, aliases, search_terms, exclusions, created_at)
			VALUES (1, 1, 'crow', '[]', '[]', '[]', 0);
		INSERT INTO photo (classifier_id, label_id, state, discovered_at, source, source_id, url, page_url, licence, fetched_at,
			sha256, perceptual_hash, width, height, bytes, original_width, original_height, group_id)
			VALUES (1, 1, 'accepted', 0, 'commons', '1', 'x', 'x', 'by', 0, 'ab', '0000000000000001', 1, 1, 1, 1, 1, 1);`);
	await close();
}

describe('a database that was closed', () => {
	it('is whole in its one file', async () => {
		const database = openDatabase(file);
		const store = openStore(database, { error: () => {} });
		await store.keyv('settings').set('a', 'b'.repeat(5_000));
		await database.close();
		expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
		expect(readFileSync(file, 'latin1')).toContain('b'.repeat(1_000));
	});
});

describe('a folder for data is refused', () => {
	it('where there is a file', () => {
		writeFileSync(file, '');
		expect(() => openDataFolder(file)).toThrow(coded('not-a-folder', { setting: 'HANTEI_DATA' }));
		expect(() => requireFolder('HANTEI_MODELS', file)).toThrow(coded('not-a-folder'));
		expect(() => makeDataFolder(join(file, 'below'))).toThrow(coded('folder-unusable'));
	});

	it.runIf(process.platform === 'linux')('where the system denies one, and not tried for ever', () => {
		expect(() => makeDataFolder('/proc/nope/data')).toThrow(coded('folder-unusable'));
	});
});
