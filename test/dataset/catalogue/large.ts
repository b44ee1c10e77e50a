import { seededRandom } from '../../../src/dataset/random.ts';
import type { SqliteFile } from '../../../src/store/database.ts';

/** Perceptual hashes as a large data set has them: one in four has nothing in its upper rows (a sky). */
function hashes(count: number, seed: number): bigint[] {
	const random = seededRandom(seed);
	const word = () => BigInt(Math.floor(random() * 2 ** 32));
	return Array.from({ length: count }, () => {
		const low = word();
		return random() < 0.25 ? low : (word() << 32n) | low;
	});
}

/**
 * A catalogue of that many photos, of which 80 % are accepted, 5 % in quarantine and 5 % removed, and 10 % wait, under
 * four labels of the classifier `default`; written straight into its tables, because the front door would take a
 * minute. Photo n + 1 has hash n.
 */
export function fillLarge(database: SqliteFile, count: number, seed = 7): readonly bigint[] {
	const all = hashes(count, seed);
	database.sqlite.exec('BEGIN');
	database.sqlite.prepare("INSERT OR IGNORE INTO classifier (id, name) VALUES (1, 'default')").run([]);
	for (const [n, name] of ['crow', 'boar', 'monkey', 'none'].entries()) {
		database.sqlite
			.prepare(
				"INSERT INTO label (id, classifier_id, name, aliases, search_terms, exclusions, created_at) VALUES (?, 1, ?, '[]', '[]', '[]', 0)",
			)
			.run([n + 1, name]);
		database.sqlite.prepare('INSERT INTO label_name VALUES (1, ?, ?)').run([name, n + 1]);
	}
	const photo = database.sqlite.prepare(
		`INSERT INTO photo (id, classifier_id, label_id, state, reason, discovered_at, source, source_id, series, url, page_url,
			title, author, licence, fetched_at, sha256, perceptual_hash, width, height, bytes, original_width, original_height,
			group_id, removed_at)
		 VALUES (?1, 1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?13, ?14, 512, 384, 40000, 960, 720, ?1, ?15)`,
	);
	const waiting = database.sqlite.prepare(
		`INSERT INTO photo (id, classifier_id, label_id, state, discovered_at, source, source_id, url, page_url, author, licence)
		 VALUES (?1, 1, ?2, 'candidate', 0, ?3, ?4, ?5, ?6, ?7, 'by')`,
	);
	const print = database.sqlite.prepare(
		'INSERT INTO fingerprint (classifier_id, photo_id, high, low) VALUES (1, ?, ?, ?)',
	);
	for (const [n, hash] of all.entries()) {
		const id = n + 1;
		const label = 1 + (n % 3);
		const source = ['commons', 'inaturalist', 'flickr', 'openverse'][n % 4];
		const url = `https://photos.example/${source}/large/${n}.jpg`;
		const page = `https://photos.example/page/${n}`;
		const author = `Photographer ${n % 9000}`;
		if (n % 10 === 0) {
			waiting.run([id, label, source, String(n), url, page, author]);
			continue;
		}
		const state = n % 20 === 1 ? 'quarantined' : n % 20 === 2 ? 'removed' : 'accepted';
		const hex = hash.toString(16).padStart(16, '0');
		const reason = state === 'quarantined' ? 'nsfw' : null;
		const series = n % 3 === 0 ? `series ${n % 20_000}` : null;
		const licence = ['cc0', 'by', 'by-sa'][n % 3];
		photo.run([
			id,
			label,
			state,
			reason,
			source,
			String(n),
			series,
			url,
			page,
			`Title ${n}`,
			author,
			licence,
			`${hex}${String(n).padStart(48, '0')}`,
			hex,
			state === 'removed' ? 0 : null,
		]);
		print.run([id, Number(BigInt.asIntN(32, hash >> 32n)), Number(BigInt.asIntN(32, hash))]);
	}
	database.sqlite.exec('COMMIT');
	return all;
}
