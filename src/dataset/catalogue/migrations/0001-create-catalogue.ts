import type { ColumnTypes } from '../../../store/differences.ts';

/**
 * Times are milliseconds since 1970 (UTC), lists are JSON, a perceptual hash is 16 hexadecimal digits.
 *
 * A photo is one row from the moment a source offers it: its state, its provenance and, once it was downloaded, its
 * file. So a change of state is a change of one row, and what was ever offered is never offered twice.
 */
export const createCatalogue = ({ id, integer, real, text, byId, strict, keyed }: ColumnTypes) => `
CREATE TABLE classifier (
	id ${id},
	name ${text} NOT NULL UNIQUE
)${strict};

CREATE TABLE label (
	id ${id},
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	name ${text} NOT NULL,
	aliases ${text} NOT NULL,
	search_terms ${text} NOT NULL,
	exclusions ${text} NOT NULL,
	taxon_id ${integer},
	taxon_name ${text},
	created_at ${integer} NOT NULL,
	removed_at ${integer},
	CHECK ((taxon_id IS NULL) = (taxon_name IS NULL))
)${strict};
CREATE INDEX label_classifier ON label (classifier_id);

-- Names and aliases, folded: what makes them one namespace within a classifier.
CREATE TABLE label_name (
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	folded ${text} NOT NULL,
	label_id ${integer} NOT NULL REFERENCES label,
	PRIMARY KEY (classifier_id, folded)
)${keyed};
CREATE INDEX label_name_label ON label_name (label_id);

CREATE TABLE run (
	id ${id},
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	started_by ${text} NOT NULL,
	started_at ${integer} NOT NULL,
	finished_at ${integer},
	state ${text} NOT NULL CHECK (state IN ('running', 'finished', 'cancelled', 'failed', 'lost')),
	host ${text} NOT NULL,
	process_id ${integer} NOT NULL,
	process_token ${text} NOT NULL,
	seen_at ${integer} NOT NULL
)${strict};
CREATE INDEX run_classifier ON run (classifier_id);
CREATE INDEX run_running ON run (id) WHERE state = 'running';

CREATE TABLE run_count (
	run_id ${integer} NOT NULL REFERENCES run,
	label_id ${integer} NOT NULL REFERENCES label,
	source ${text} NOT NULL,
	outcome ${text} NOT NULL,
	reason ${text} NOT NULL,
	count ${integer} NOT NULL,
	bytes ${integer} NOT NULL,
	PRIMARY KEY (run_id, label_id, source, outcome, reason)
)${keyed};

CREATE TABLE photo (
	id ${id},
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	label_id ${integer} NOT NULL REFERENCES label,
	state ${text} NOT NULL
		CHECK (state IN ('candidate', 'downloading', 'failed', 'rejected', 'accepted', 'quarantined', 'removed')),
	-- of a rejection or quarantine
	reason ${text},
	-- a person looked at it and says its label is right
	kept ${integer} NOT NULL DEFAULT 0,
	discovered_at ${integer} NOT NULL,

	source ${text} NOT NULL,
	source_id ${text} NOT NULL,
	series ${text},
	url ${text} NOT NULL,
	page_url ${text} NOT NULL,
	title ${text},
	author ${text},
	author_url ${text},
	licence ${text} NOT NULL,
	licence_version ${text},
	licence_url ${text},
	attribution ${text},
	offered_width ${integer},
	offered_height ${integer},

	-- of the reservation
	run_id ${integer} REFERENCES run,
	tries ${integer} NOT NULL DEFAULT 0,
	retry_at ${integer},

	-- of the file
	fetched_at ${integer},
	sha256 ${text},
	perceptual_hash ${text},
	width ${integer},
	height ${integer},
	bytes ${integer},
	original_width ${integer},
	original_height ${integer},
	nsfw_score ${real},
	group_id ${integer},
	duplicate_of ${integer},
	removed_at ${integer},
	erased_at ${integer},

	CHECK ((state = 'downloading') = (run_id IS NOT NULL)),
	CHECK ((state = 'failed') = (retry_at IS NOT NULL)),
	CHECK ((state IN ('rejected', 'quarantined')) = (reason IS NOT NULL)),
	CHECK ((state = 'removed') = (removed_at IS NOT NULL)),
	CHECK (state NOT IN ('accepted', 'quarantined', 'removed') OR (
		fetched_at IS NOT NULL AND sha256 IS NOT NULL AND perceptual_hash IS NOT NULL AND width IS NOT NULL
		AND height IS NOT NULL AND bytes IS NOT NULL AND original_width IS NOT NULL AND original_height IS NOT NULL
		AND group_id IS NOT NULL))
)${strict};
-- nothing is entered twice
CREATE UNIQUE INDEX photo_offer ON photo (label_id, source, source_id);
-- what other labels know of an offer
CREATE INDEX photo_source ON photo (classifier_id, source, source_id);
-- what is next
-- (SQLite sees that one state of an OR is enough, but not of an IN)
CREATE INDEX photo_waiting ON photo (label_id, state, source, retry_at${byId}) WHERE state = 'candidate' OR state = 'failed';
CREATE INDEX photo_reserved ON photo (run_id) WHERE run_id IS NOT NULL;
-- lists and counts
CREATE INDEX photo_label ON photo (label_id, state${byId});
CREATE INDEX photo_classifier ON photo (classifier_id, state${byId});
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
	id ${id},
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	kind ${text} NOT NULL,
	decided_by ${text} NOT NULL,
	decided_at ${integer} NOT NULL,
	detail ${text} NOT NULL,
	photos ${integer} NOT NULL,
	undone_by ${integer} REFERENCES decision
)${strict};
CREATE INDEX decision_classifier ON decision (classifier_id);

-- How each photo of a decision was before it, for undoing. No foreign key: the trail outlives the photos.
CREATE TABLE decision_photo (
	decision_id ${integer} NOT NULL REFERENCES decision,
	photo_id ${integer} NOT NULL,
	label_id ${integer} NOT NULL,
	state ${text} NOT NULL,
	reason ${text},
	kept ${integer} NOT NULL,
	removed_at ${integer},
	PRIMARY KEY (decision_id, photo_id)
)${keyed};
CREATE INDEX decision_photo_photo ON decision_photo (photo_id, decision_id);

-- What must never be fetched again: a photo by its id, its file and its looks, or all photos of an author.
CREATE TABLE tombstone (
	id ${id},
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	decision_id ${integer} NOT NULL REFERENCES decision,
	source ${text} NOT NULL,
	source_id ${text},
	sha256 ${text},
	author ${text},
	CHECK ((source_id IS NULL) != (author IS NULL))
)${strict};
CREATE INDEX tombstone_decision ON tombstone (decision_id);
CREATE INDEX tombstone_source ON tombstone (classifier_id, source, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX tombstone_file ON tombstone (classifier_id, sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX tombstone_author ON tombstone (classifier_id, source, author) WHERE author IS NOT NULL;

-- Perceptual hashes in the order they came: what is searched in memory follows this table by its sequence.
CREATE TABLE fingerprint (
	sequence ${id},
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	photo_id ${integer} REFERENCES photo ON DELETE CASCADE,
	tombstone_id ${integer} REFERENCES tombstone ON DELETE CASCADE,
	high ${integer} NOT NULL,
	low ${integer} NOT NULL,
	CHECK ((photo_id IS NULL) != (tombstone_id IS NULL))
)${strict};
CREATE INDEX fingerprint_classifier ON fingerprint (classifier_id);
CREATE INDEX fingerprint_photo ON fingerprint (photo_id);
CREATE INDEX fingerprint_tombstone ON fingerprint (tombstone_id);

CREATE TABLE search_cursor (
	label_id ${integer} NOT NULL REFERENCES label,
	source ${text} NOT NULL,
	query ${text} NOT NULL,
	next ${text},
	exhausted_at ${integer},
	moved_at ${integer} NOT NULL,
	PRIMARY KEY (label_id, source, query),
	CHECK ((next IS NULL) = (exhausted_at IS NOT NULL))
)${keyed};

CREATE TABLE host_cool_down (
	host ${text} PRIMARY KEY,
	until ${integer} NOT NULL
)${keyed};

-- Requests and bytes of an hour (\`2026-11-24T08\`) or day (\`2026-11-24\`) of UTC.
CREATE TABLE host_usage (
	host ${text} NOT NULL,
	period ${text} NOT NULL,
	requests ${integer} NOT NULL,
	bytes ${integer} NOT NULL,
	PRIMARY KEY (host, period)
)${keyed};
`;
