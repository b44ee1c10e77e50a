import { copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { makeDataFolder, openDataFolder, requireFolder } from '../../src/store/data-folder.ts';
import { openDatabase } from '../../src/store/database.ts';
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
	it('a copy is saved, in place of the one before', async () => {
		writeFileSync(`${file}.backup`, 'an older one');
		const database = openDatabase(file);
		await Catalogue.open(database);
		expect(readFileSync(`${file}.backup`, 'utf8')).toBe('an older one');
		// As an older Hantei left it: without what the last steps bring.
		database.sqlite.exec(`UPDATE catalogue_version SET version = 2;
			ALTER TABLE classifier DROP COLUMN own_since;
			ALTER TABLE label DROP COLUMN display_names;`);
		await Catalogue.open(database);
		await database.close();
		const copy = openDatabase(`${file}.backup`);
		expect(copy.sqlite.prepare('SELECT version FROM catalogue_version').all([])).toMatchObject([
			{ version: 2 },
		]);
		await copy.close();
	});
});

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
