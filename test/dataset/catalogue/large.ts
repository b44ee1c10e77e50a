import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../../../src/store/differences.ts';

export interface LargeCatalogue {
	/** The first is `default`, others go by their numbers. */
	readonly classifiers: number;
	readonly labels: number;
	/** Of each classifier. */
	readonly photos: number;
}

/**
 * Enters rows by statements that make them inside the database: through the front door they would take an hour. Of the
 * photos 80 % are accepted, 5 % in quarantine for one of four reasons, 5 % removed, 8 % wait, 2 % failed. Indexes are
 * left out meanwhile, and made when all is there.
 * @param rows of an empty catalogue; on PostgreSQL, of one who runs the server
 */
export async function fillRows(rows: Kysely<unknown>, size: LargeCatalogue): Promise<void> {
	await rows.connection().execute(async (connection) => {
		if (!isPostgres(rows)) return fill(connection, size);
		// Neither triggers nor looks at what rows refer to.
		await sql`SET session_replication_role = replica`.execute(connection);
		await sql`SET maintenance_work_mem = '256MB'`.execute(connection);
		await fill(connection, size);
		await sql`RESET session_replication_role`.execute(connection);
	});
}

async function fill(rows: Kysely<unknown>, { classifiers, labels, photos }: LargeCatalogue): Promise<void> {
	const hex = (number: RawBuilder<unknown>, digits: number) =>
		isPostgres(rows)
			? sql`lpad(to_hex(${number}), ${sql.lit(digits)}, '0')`
			: sql`printf(${sql.lit(`%0${digits}x`)}, ${number})`;
	const numbers = (count: number) =>
		sql`WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < ${sql.lit(count - 1)})`;
	const scattered = (factor: number) => sql`((id * ${sql.lit(factor)}) % 4294967296 - 2147483648)`;
	const run = async (statement: RawBuilder<unknown>) => void (await statement.execute(rows));

	const helpers = await dropHelpers(rows);
	await run(sql`INSERT INTO classifier (id, name) ${numbers(classifiers)}
		SELECT n + 1, CASE n WHEN 0 THEN 'default' ELSE CAST(n AS text) END FROM series`);
	await run(sql`INSERT INTO label (id, classifier_id, name, aliases, search_terms, exclusions, created_at)
		${numbers(classifiers * labels)}
		SELECT n + 1, n / ${sql.lit(labels)} + 1, 'label ' || (n % ${sql.lit(labels)}), '[]', '[]', '[]', 0 FROM series`);
	await run(
		sql`INSERT INTO label_name (classifier_id, folded, label_id) SELECT classifier_id, name, id FROM label`,
	);
	await run(sql`INSERT INTO photo (id, classifier_id, label_id, state, reason, discovered_at, source, source_id, series,
			url, page_url, title, author, licence, retry_at, fetched_at, sha256, perceptual_hash, width, height, bytes,
			original_width, original_height, group_id, removed_at)
		${numbers(classifiers * photos)},
		kinds AS (SELECT n, n + 1 AS id, n / ${sql.lit(photos)} + 1 AS classifier, n / ${sql.lit(photos)} * ${sql.lit(labels)} + n % ${sql.lit(labels)} + 1 AS label,
			CASE WHEN n / 7 % 100 < 80 THEN 'accepted' WHEN n / 7 % 100 < 85 THEN 'quarantined' WHEN n / 7 % 100 < 90 THEN 'removed'
				WHEN n / 7 % 100 < 98 THEN 'candidate' ELSE 'failed' END AS state FROM series),
		photos AS (SELECT kinds.*, state IN ('accepted', 'quarantined', 'removed') AS filed FROM kinds)
		SELECT id, classifier, label, state,
			CASE WHEN state = 'quarantined' THEN CASE n % 4 WHEN 0 THEN 'nsfw' WHEN 1 THEN 'doubtful' WHEN 2 THEN 'other-label' ELSE 'taught' END END,
			0, CASE n % 3 WHEN 0 THEN 'commons' WHEN 1 THEN 'inaturalist' ELSE 'flickr' END, CAST(n AS text),
			CASE WHEN n % 3 = 0 THEN 'series ' || (n / 5) END,
			'https://photos.example/large/' || n || '.jpg', 'https://photos.example/page/' || n, 'Title ' || n,
			'Photographer ' || (n % 9000), CASE n % 3 WHEN 0 THEN 'cc0' WHEN 1 THEN 'by' ELSE 'by-sa' END,
			CASE WHEN state = 'failed' THEN 0 END, CASE WHEN filed THEN 0 END,
			CASE WHEN filed THEN ${hex(sql`id`, 16)} || ${hex(sql`0`, 48)} END, CASE WHEN filed THEN ${hex(sql`id`, 16)} END,
			CASE WHEN filed THEN 512 END, CASE WHEN filed THEN 384 END, CASE WHEN filed THEN 40000 END,
			CASE WHEN filed THEN 960 END, CASE WHEN filed THEN 720 END, CASE WHEN filed THEN id END,
			CASE WHEN state = 'removed' THEN 0 END
		FROM photos`);
	await run(sql`INSERT INTO fingerprint (classifier_id, photo_id, high, low)
		SELECT classifier_id, id, CASE id % 4 WHEN 0 THEN 0 ELSE ${scattered(HIGH)} END, ${scattered(LOW)} FROM photo
		WHERE state IN ('accepted', 'quarantined', 'removed') ORDER BY id`);
	await run(sql`INSERT INTO lesson_value (photo_id, classifier_id, value)
		SELECT id, classifier_id, (id % 997) / 1000.0 FROM photo WHERE state = 'accepted' AND id % 50 = 0`);
	await run(sql`INSERT INTO finding (classifier_id, photo_id, issue, score, found_at)
		SELECT classifier_id, id, 'label-noise', (id % 991) / 1000.0, 0 FROM photo WHERE state = 'accepted' AND id % 100 = 1`);
	await run(sql`INSERT INTO tally SELECT label_id, state, coalesce(reason, ''), source, licence, count(*),
		sum(coalesce(bytes, 0)), 0 FROM photo GROUP BY label_id, state, coalesce(reason, ''), source, licence`);
	for (const definition of helpers) await run(sql.raw(definition));
	if (!isPostgres(rows)) return;
	for (const table of ['classifier', 'label', 'photo'])
		await run(
			sql`SELECT setval(pg_get_serial_sequence(${table}, 'id'), (SELECT max(id) FROM ${sql.table(table)}))`,
		);
	await run(sql`VACUUM ANALYZE`);
}

/** The hash of a photo: they lie anywhere, but one in four has nothing in its upper rows (a sky). */
export function hashOf(id: number): bigint {
	const half = (factor: number) => BigInt.asUintN(32, BigInt(((id * factor) % 2 ** 32) - 2 ** 31));
	return (id % 4 === 0 ? 0n : half(HIGH) << 32n) | half(LOW);
}

const HIGH = 2_654_435_761;
const LOW = 2_246_822_519;

/** Whether a photo has a file, as all but one in ten do. */
export function isFiled(id: number): boolean {
	return Math.floor((id - 1) / 7) % 100 < 90;
}

/** Indexes that keep nothing unique, and triggers; how to make them again. */
async function dropHelpers(rows: Kysely<unknown>): Promise<string[]> {
	const { rows: found } = await (isPostgres(rows)
		? sql<Helper>`SELECT 'INDEX' AS kind, indexname AS name, indexdef AS definition FROM pg_indexes
			WHERE schemaname = current_schema() AND indexdef NOT LIKE 'CREATE UNIQUE%'`
		: sql<Helper>`SELECT type AS kind, name, sql AS definition FROM sqlite_master
			WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%'`
	).execute(rows);
	for (const { kind, name } of found) await sql`DROP ${sql.raw(kind)} ${sql.table(name)}`.execute(rows);
	return found.map(({ definition }) => definition);
}

type Helper = { readonly kind: string; readonly name: string; readonly definition: string };
