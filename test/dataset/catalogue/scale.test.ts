import { beforeAll, describe, expect, it } from 'vitest';
import { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import { hammingDistance } from '../../../src/image/perceptual-hash.ts';
import { openDatabase, type SqliteFile } from '../../../src/store/database.ts';
import { useEverything } from './everything.ts';
import { fillRows, hashOf, isFiled } from './large.ts';
import { farHash, turned } from './support.ts';

const PHOTOS = 100_000;

describe(`among ${PHOTOS} photos`, () => {
	let catalogue: Catalogue;
	let ids: readonly number[];

	beforeAll(async () => {
		const database = openDatabase(':memory:');
		catalogue = await Catalogue.open(database);
		// It knows all there are, when another process brings more than are read at once.
		expect(await catalogue.dataset('default').photos.near(farHash('none yet'))).toEqual([]);
		await fillRows(database.rows, { classifiers: 1, labels: 4, photos: PHOTOS });
		ids = Array.from({ length: PHOTOS }, (_, n) => n + 1).filter(isFiled);
	}, 300_000);

	it('the search for near pictures finds what comparing with each one finds', async () => {
		const { photos } = catalogue.dataset('default');
		for (let n = 0; n < 40; n++) {
			const query = turned(hashOf(ids[n * 2200 + 1]), n % 8);
			const expected = ids.flatMap((id) => {
				const distance = hammingDistance(hashOf(id), query);
				return distance <= 6 ? [{ id, distance }] : [];
			});
			const found = await photos.near(query);
			expect(found.map(({ photo, distance }) => ({ id: photo.id, distance }))).toEqual(
				expected.sort((a, b) => a.distance - b.distance || a.id - b.id),
			);
			expect(found.length > 0).toBe(n % 8 <= 6);
		}
	});

	it('pages cover every photo once', async () => {
		const { photos } = catalogue.dataset('default');
		let count = 0;
		let last = 0;
		for await (const { id } of photos.each({ labelId: 1 })) {
			expect(id).toBeGreaterThan(last);
			last = id;
			count++;
		}
		expect(count).toBe(await photos.count(1));
	});
});

describe('every statement', () => {
	it('reaches photos, fingerprints, tombstones and decisions through an index', async () => {
		const database = openDatabase(':memory:');
		const catalogue = await Catalogue.open(database);
		const statements = record(database);
		await useEverything(catalogue);
		expect(statements.size).toBeGreaterThan(70);

		const explain = (sql: string) =>
			database.sqlite
				.prepare(`EXPLAIN QUERY PLAN ${sql}`)
				.all([])
				.map((row) => (row as { detail: string }).detail);
		const slow = [...statements].filter((sql) =>
			explain(sql).some(
				(step) =>
					/^SCAN (photo|other|fingerprint|tombstone|decision\b|decision_photo|mine|later|search_cursor|run_count)/.test(
						step,
					) ||
					// All of a classifier's photos are no better than all photos.
					/^SEARCH photo .*\(classifier_id=\?\)$/.test(step) ||
					step.includes('TEMP B-TREE'),
			),
		);
		expect(slow).toEqual([]);
	});
});

/** The statements that are prepared from now on. */
function record(database: SqliteFile): Set<string> {
	const statements = new Set<string>();
	const prepare = database.sqlite.prepare.bind(database.sqlite);
	database.sqlite.prepare = ((sql: string) => {
		if (!sql.startsWith('EXPLAIN')) statements.add(sql);
		return prepare(sql);
	}) as SqliteFile['sqlite']['prepare'];
	return statements;
}
