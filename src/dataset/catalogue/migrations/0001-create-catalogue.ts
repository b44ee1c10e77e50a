/**
 * Times are milliseconds since 1970 (UTC), lists are JSON, a perceptual hash is 16 hexadecimal digits.
 *
 * A photo is one row from the moment a source offers it: its state, its provenance and, once it was downloaded, its
 * file. So a change of state is a change of one row, and what was ever offered is never offered twice.
 */
export const createCatalogue = `
CREATE TABLE classifier (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE label (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	name TEXT NOT NULL,
	aliases TEXT NOT NULL,
	search_terms TEXT NOT NULL,
	exclusions TEXT NOT NULL,
	taxon_id INTEGER,
	taxon_name TEXT,
	created_at INTEGER NOT NULL,
	removed_at INTEGER,
	CHECK ((taxon_id IS NULL) = (taxon_name IS NULL))
) STRICT;
CREATE INDEX label_classifier ON label (classifier_id);

-- Names and aliases, folded: what makes them one namespace within a classifier.
CREATE TABLE label_name (
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	folded TEXT NOT NULL,
	label_id INTEGER NOT NULL REFERENCES label,
	PRIMARY KEY (classifier_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_name_label ON label_name (label_id);

CREATE TABLE run (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	started_by TEXT NOT NULL,
	started_at INTEGER NOT NULL,
	finished_at INTEGER,
	state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'cancelled', 'failed', 'lost')),
	host TEXT NOT NULL,
	process_id INTEGER NOT NULL,
	process_token TEXT NOT NULL,
	seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX run_classifier ON run (classifier_id);
CREATE INDEX run_running ON run (id) WHERE state = 'running';

CREATE TABLE run_count (
	run_id INTEGER NOT NULL REFERENCES run,
	label_id INTEGER NOT NULL REFERENCES label,
	source TEXT NOT NULL,
	outcome TEXT NOT NULL,
	reason TEXT NOT NULL,
	count INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	PRIMARY KEY (run_id, label_id, source, outcome, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE photo (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	label_id INTEGER NOT NULL REFERENCES label,
	state TEXT NOT NULL
		CHECK (state IN ('candidate', 'downloading', 'failed', 'rejected', 'accepted', 'quarantined', 'removed')),
	-- of a rejection or quarantine
	reason TEXT,
	-- a person looked at it and says its label is right
	kept INTEGER NOT NULL DEFAULT 0,
	discovered_at INTEGER NOT NULL,

	source TEXT NOT NULL,
	source_id TEXT NOT NULL,
	series TEXT,
	url TEXT NOT NULL,
	page_url TEXT NOT NULL,
	title TEXT,
	author TEXT,
	author_url TEXT,
	licence TEXT NOT NULL,
	licence_version TEXT,
	licence_url TEXT,
	attribution TEXT,
	offered_width INTEGER,
	offered_height INTEGER,

	-- of the reservation
	run_id INTEGER REFERENCES run,
	tries INTEGER NOT NULL DEFAULT 0,
	retry_at INTEGER,

	-- of the file
	fetched_at INTEGER,
	sha256 TEXT,
	perceptual_hash TEXT,
	width INTEGER,
	height INTEGER,
	bytes INTEGER,
	original_width INTEGER,
	original_height INTEGER,
	nsfw_score REAL,
	group_id INTEGER,
	duplicate_of INTEGER,
	removed_at INTEGER,
	erased_at INTEGER,

	CHECK ((state = 'downloading') = (run_id IS NOT NULL)),
	CHECK ((state = 'failed') = (retry_at IS NOT NULL)),
	CHECK ((state IN ('rejected', 'quarantined')) = (reason IS NOT NULL)),
	CHECK ((state = 'removed') = (removed_at IS NOT NULL)),
	CHECK (state NOT IN ('accepted', 'quarantined', 'removed') OR (
		fetched_at IS NOT NULL AND sha256 IS NOT NULL AND perceptual_hash IS NOT NULL AND width IS NOT NULL
		AND height IS NOT NULL AND bytes IS NOT NULL AND original_width IS NOT NULL AND original_height IS NOT NULL
		AND group_id IS NOT NULL))
) STRICT;
-- nothing is entered twice
CREATE UNIQUE INDEX photo_offer ON photo (label_id, source, source_id);
-- what other labels know of an offer
CREATE INDEX photo_source ON photo (classifier_id, source, source_id);
-- what is next
-- (SQLite sees that one state of an OR is enough, but not of an IN)
CREATE INDEX photo_waiting ON photo (label_id, state, source, retry_at) WHERE state = 'candidate' OR state = 'failed';
CREATE INDEX photo_reserved ON photo (run_id) WHERE run_id IS NOT NULL;
-- lists and counts
CREATE INDEX photo_label ON photo (label_id, state);
CREATE INDEX photo_classifier ON photo (classifier_id, state);
CREATE INDEX photo_tally ON photo (label_id, state, reason, source, licence, bytes);
CREATE INDEX photo_copy ON photo (label_id, state) WHERE duplicate_of IS NOT NULL;
CREATE INDEX photo_author ON photo (label_id, source, author, state) WHERE author IS NOT NULL;
CREATE INDEX photo_author_all ON photo (classifier_id, source, author) WHERE author IS NOT NULL;
CREATE INDEX photo_removed ON photo (classifier_id, removed_at) WHERE removed_at IS NOT NULL AND erased_at IS NULL;
-- what belongs together
CREATE INDEX photo_series ON photo (classifier_id, source, series) WHERE series IS NOT NULL;
CREATE INDEX photo_group ON photo (group_id) WHERE group_id IS NOT NULL;
-- what a person may paste
CREATE INDEX photo_file ON photo (sha256, classifier_id) WHERE sha256 IS NOT NULL;
CREATE INDEX photo_url ON photo (classifier_id, url);
CREATE INDEX photo_page ON photo (classifier_id, page_url);

CREATE TABLE decision (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	kind TEXT NOT NULL,
	decided_by TEXT NOT NULL,
	decided_at INTEGER NOT NULL,
	detail TEXT NOT NULL,
	photos INTEGER NOT NULL,
	undone_by INTEGER REFERENCES decision
) STRICT;
CREATE INDEX decision_classifier ON decision (classifier_id);

-- How each photo of a decision was before it, for undoing. No foreign key: the trail outlives the photos.
CREATE TABLE decision_photo (
	decision_id INTEGER NOT NULL REFERENCES decision,
	photo_id INTEGER NOT NULL,
	label_id INTEGER NOT NULL,
	state TEXT NOT NULL,
	reason TEXT,
	kept INTEGER NOT NULL,
	removed_at INTEGER,
	PRIMARY KEY (decision_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_photo_photo ON decision_photo (photo_id, decision_id);

-- What must never be fetched again: a photo by its id, its file and its looks, or all photos of an author.
CREATE TABLE tombstone (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	decision_id INTEGER NOT NULL REFERENCES decision,
	source TEXT NOT NULL,
	source_id TEXT,
	sha256 TEXT,
	author TEXT,
	CHECK ((source_id IS NULL) != (author IS NULL))
) STRICT;
CREATE INDEX tombstone_decision ON tombstone (decision_id);
CREATE INDEX tombstone_source ON tombstone (classifier_id, source, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX tombstone_file ON tombstone (classifier_id, sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX tombstone_author ON tombstone (classifier_id, source, author) WHERE author IS NOT NULL;

-- Perceptual hashes in the order they came: what is searched in memory follows this table by its sequence.
CREATE TABLE fingerprint (
	sequence INTEGER PRIMARY KEY AUTOINCREMENT,
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	photo_id INTEGER REFERENCES photo ON DELETE CASCADE,
	tombstone_id INTEGER REFERENCES tombstone ON DELETE CASCADE,
	high INTEGER NOT NULL,
	low INTEGER NOT NULL,
	CHECK ((photo_id IS NULL) != (tombstone_id IS NULL))
) STRICT;
CREATE INDEX fingerprint_classifier ON fingerprint (classifier_id);
CREATE INDEX fingerprint_photo ON fingerprint (photo_id);
CREATE INDEX fingerprint_tombstone ON fingerprint (tombstone_id);

CREATE TABLE search_cursor (
	label_id INTEGER NOT NULL REFERENCES label,
	source TEXT NOT NULL,
	query TEXT NOT NULL,
	next TEXT,
	exhausted_at INTEGER,
	moved_at INTEGER NOT NULL,
	PRIMARY KEY (label_id, source, query),
	CHECK ((next IS NULL) = (exhausted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE host_cool_down (
	host TEXT PRIMARY KEY,
	until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Requests and bytes of an hour (\`2026-11-24T08\`) or day (\`2026-11-24\`) of UTC.
CREATE TABLE host_usage (
	host TEXT NOT NULL,
	period TEXT NOT NULL,
	requests INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	PRIMARY KEY (host, period)
) STRICT, WITHOUT ROWID;
`;
