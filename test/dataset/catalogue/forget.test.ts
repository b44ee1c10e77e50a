import { type RawBuilder, sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue, type Photo } from '../../../src/dataset/catalogue/catalogue.ts';
import type { Database } from '../../../src/store/database.ts';
import { Bench, candidate, emptyDatabase, ManualClock, stored } from './support.ts';

const PARK = '400000000000000001';
const ZOO = '400000000000000002';

let database: Database;
let catalogue: Catalogue;
beforeEach(async () => {
	database = await emptyDatabase();
	catalogue = await Catalogue.open(database, { now: new ManualClock().now });
});

/** A dataset with something in every table. */
async function inhabited(classifier: string): Promise<{ bench: Bench; photos: Photo[] }> {
	const bench = await Bench.start(catalogue, classifier);
	const crow = await bench.dataset.labels.add({ name: 'crow', aliases: ['raven'] }, 'ann');
	const boar = await bench.label('boar');
	const photos: Photo[] = [];
	// More than one batch of photos.
	for (let n = 0; n < 60; n++) photos.push(await bench.photo(crow, `${classifier}-${n}`));
	await bench.photo(boar, 'shared', stored('shared'));
	await bench.discover(boar, candidate('waiting'));
	const removal = await bench.dataset.decisions.remove([photos[0].id], 'ann');
	await bench.dataset.decisions.undo(removal.id, 'ann');
	await bench.dataset.decisions.remove([photos[1].id], 'ann');
	await bench.dataset.audit.record({ action: 'crawl', by: 'ann' });
	await bench.dataset.findings.replace(
		[{ photoId: photos[2].id, issue: 'outlier', score: 0.9, excluded: false }],
		[{ photoId: photos[2].id, value: 0.5 }],
	);
	return { bench, photos };
}

/** Rows of a table that belong to a classifier, or to none that is there. */
async function rows(table: string, classifier: string): Promise<number> {
	return count(
		sql`${sql.table(table)} WHERE classifier_id = (SELECT id FROM classifier WHERE name = ${classifier})`,
	);
}

async function count(what: RawBuilder<unknown>): Promise<number> {
	const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${what}`.execute(database.rows);
	return rows[0].count;
}

const TABLES = ['label', 'label_name', 'photo', 'fingerprint', 'tombstone', 'run', 'decision'] as const;
const LEARNT = ['audit', 'finding', 'lesson_value'] as const;

describe('forgetting a classifier', () => {
	it('deletes all that was kept about it', async () => {
		const { photos } = await inhabited(PARK);
		for (const table of [...TABLES, ...LEARNT]) expect(await rows(table, PARK), table).toBeGreaterThan(0);
		await catalogue.forget(PARK);
		for (const table of [...TABLES, ...LEARNT]) expect(await rows(table, PARK), table).toBe(0);
		for (const part of ['run_count', 'search_cursor', 'decision_photo']) {
			expect(await count(sql.table(part)), part).toBe(0);
		}
		expect(await Promise.all(photos.map(({ file }) => catalogue.needsFile(file.sha256)))).not.toContain(true);
		expect((await catalogue.followed(PARK)).classifier).toBe('default');
	});

	it('touches nothing of another', async () => {
		await inhabited(PARK);
		const { bench: zoo, photos } = await inhabited(ZOO);
		const before = await Promise.all([...TABLES, ...LEARNT].map((table) => rows(table, ZOO)));
		const stats = await zoo.dataset.stats();
		await catalogue.forget(PARK);
		expect(await Promise.all([...TABLES, ...LEARNT].map((table) => rows(table, ZOO)))).toEqual(before);
		expect(await zoo.dataset.stats()).toEqual(stats);
		expect(await catalogue.needsFile(photos[5].file.sha256)).toBe(true);
		expect(await zoo.dataset.photos.find('commons:shared')).toHaveLength(1);
	});

	it('can be done again, and to one that never was', async () => {
		await inhabited(PARK);
		await catalogue.forget(PARK);
		await catalogue.forget(PARK);
		await catalogue.forget('400000000000000009');
		expect(await catalogue.classifiers()).toEqual([PARK]);
	});

	it('leaves room for a new beginning', async () => {
		await inhabited(PARK);
		await catalogue.forget(PARK);
		const { bench } = await inhabited(PARK);
		expect((await bench.dataset.stats()).total.accepted).toBe(60);
	});
});
