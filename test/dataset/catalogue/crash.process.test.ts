import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import { seededRandom } from '../../../src/dataset/random.ts';
import { openDatabase } from '../../../src/store/database.ts';

const SCRIPT = fileURLToPath(new URL('catalogue-process.mjs', import.meta.url));

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-crash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the process until it has written so many bytes, then kills it; all that it wrote. */
async function work(file: string, killAfter = Number.POSITIVE_INFINITY): Promise<string> {
	const child = spawn(process.execPath, [SCRIPT, file], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let written = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		written += text;
		if (written.length >= killAfter) child.kill('SIGKILL');
	});
	await once(child, 'close');
	return written;
}

/** All that is known of photos; times aside. */
function stateOf(file: string) {
	const database = openDatabase(file);
	const rows = (sql: string) => database.sqlite.prepare(sql).raw().all([]);
	const state = {
		photos: rows(
			'SELECT label.name, source_id, state, reason, sha256, tries FROM photo JOIN label ON label.id = label_id ORDER BY 1, 2',
		),
		tombstones: rows('SELECT source_id, sha256 FROM tombstone ORDER BY 1'),
		fingerprints: rows('SELECT high, low FROM fingerprint ORDER BY 1, 2'),
		decisions: rows('SELECT kind, photos, count(*) FROM decision GROUP BY kind, photos ORDER BY 1, 2'),
		cursors: rows('SELECT query, next FROM search_cursor ORDER BY 1'),
	};
	expect(rows('PRAGMA integrity_check')).toEqual([['ok']]);
	expect(rows('PRAGMA foreign_key_check')).toEqual([]);
	database.close();
	return state;
}

it('ends the same when it is killed at any moment, and loses no more than what was in flight', async () => {
	const calm = join(folder, 'calm.sqlite');
	const written = await work(calm);
	expect(written).toMatch(/done$/);
	const expected = stateOf(calm);

	const rough = join(folder, 'rough.sqlite');
	const random = seededRandom(11);
	const kills = 8;
	for (let kill = 0; kill < kills; kill++) {
		await work(rough, 1 + Math.floor((random() * 2 * written.length) / kills));
		const database = openDatabase(rough);
		const reserved = database.sqlite
			.prepare("SELECT count(*) AS n FROM photo WHERE state = 'downloading'")
			.all([]);
		expect((reserved as { n: number }[])[0].n).toBeLessThanOrEqual(1);
		await (await Catalogue.open(database)).recover();
		expect(
			database.sqlite.prepare("SELECT count(*) AS n FROM photo WHERE state = 'downloading'").all([]),
		).toMatchObject([{ n: 0 }]);
		expect(
			database.sqlite.prepare("SELECT count(*) AS n FROM run WHERE state = 'running'").all([]),
		).toMatchObject([{ n: 0 }]);
		database.close();
	}
	expect(await work(rough)).toMatch(/done$/);
	expect(stateOf(rough)).toEqual(expected);
});
