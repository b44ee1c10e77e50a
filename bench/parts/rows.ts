import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { fillRows, type LargeCatalogue } from '../../test/dataset/catalogue/large.ts';
import { startPostgres } from '../../test/services/postgres.ts';
import { median, milliseconds, timeOf } from '../measure.ts';
import { atMost, type Row, type Section } from '../report.ts';

const ROUNDS = 15;

/** Photos of one contact sheet. */
const SHEET = 20;

/** A longer delay than the timer asked for means that something held the event loop. */
const LOOK_MS = 2;

/** What the chat's commands ask large catalogues, on both databases. */
export async function rows(): Promise<Section> {
	const folder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	const server = await startPostgres();
	const many = { classifiers: 1, labels: 4, photos: 200_000 };
	const spread = { classifiers: 1_000, labels: 4, photos: 2_000 };
	const results = [
		...(await measure('SQLite, 200,000', openDatabase(join(folder, 'hantei.sqlite')), many)),
		...(await measure('PostgreSQL, 200,000', await openPostgres(await server.createDatabase()), many)),
		...(await measure('PostgreSQL, 2,000,000', await openPostgres(await server.createDatabase()), spread)),
	];
	await server.stop();
	await rm(folder, { recursive: true, force: true });
	return {
		title: 'Rows: what commands ask large catalogues',
		method: `Rows of 200,000 photos of one classifier, and of 2,000,000 of 1,000 servers, made inside the database (SQLite's default settings, PostgreSQL's with fsync off). What each command asks, ${ROUNDS} times: p50, and over all of them the longest that the event loop was held. The first time hashes are read, which is left out.`,
		rows: results,
	};
}

async function measure(where: string, database: Database, size: LargeCatalogue): Promise<Row[]> {
	const catalogue = await Catalogue.open(database);
	await fillRows(database.rows, size);
	const dataset = catalogue.dataset(size.classifiers === 1 ? 'default' : '500');
	const { photos, findings, candidates, decisions, audit, runs } = dataset;
	const labels = await dataset.labels.list();
	const [{ id: label }] = labels;
	const run = await runs.start('cli');
	const some = await photos.list({ labelId: label, limit: 50 });
	let seed = 0;
	const commands: Readonly<Record<string, () => Promise<unknown>>> = {
		'dataset stats': () => dataset.stats(),
		'dataset sample, all labels': async () => {
			for (const { id } of labels) await photos.sample(id, SHEET, seed++);
		},
		'dataset review': () => findings.reviewQueue(SHEET),
		'dataset find': () => photos.find(some[0].file.sha256),
		'dataset remove, and undo': async () => {
			const { id } = await decisions.remove([some[seed++ % some.length].id], 'bench');
			await decisions.undo(id, 'bench');
		},
		'photos of a label, a page': () => photos.list({ labelId: label, after: some[9].id }),
		'label list': async () => {
			for (const { id } of await dataset.labels.list()) await photos.count(id);
		},
		audit: () => audit.list(),
		'crawl: what waits': () => candidates.waiting(label),
		'crawl: reserve, and release': async () => {
			const found = await candidates.reserve(run.id, label);
			if (found) await candidates.release(run.id, found.id);
		},
		'same picture': () => photos.near(some[seed++ % some.length].file.perceptualHash),
	};
	for (const command of Object.values(commands)) await command();

	const loop = watchLoop();
	const rows: Row[] = [];
	for (const [name, command] of Object.entries(commands)) {
		const durations: number[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			durations.push(await timeOf(command));
			await delay(LOOK_MS);
		}
		rows.push(atMost(`${where}: ${name}`, median(durations), 100, milliseconds));
	}
	rows.push(atMost(`${where}: longest hold of the event loop`, loop.end(), 50, milliseconds));
	await database.close();
	return rows;
}

function watchLoop(): { end(): number } {
	let longest = 0;
	let last = performance.now();
	const timer = setInterval(() => {
		const now = performance.now();
		longest = Math.max(longest, now - last - LOOK_MS);
		last = now;
	}, LOOK_MS);
	return {
		end() {
			clearInterval(timer);
			return longest;
		},
	};
}
