/** What learning keeps: who changed what, what the dataset doctor found, and what an answer would teach. */
export const learn = `
-- Who changed what. \`detail\` is a JSON object of plain facts.
CREATE TABLE audit (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	action TEXT NOT NULL,
	done_by TEXT NOT NULL,
	done_at INTEGER NOT NULL,
	detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_classifier ON audit (classifier_id, id);

-- What the latest training found wrong, photo by photo.
CREATE TABLE finding (
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
	issue TEXT NOT NULL,
	-- 0 to 1, the worst 1
	score REAL NOT NULL,
	-- no foreign key: the label may be gone by the time someone looks
	suggested_label_id INTEGER,
	-- the training left the photo out because of it
	excluded INTEGER NOT NULL DEFAULT 0,
	found_at INTEGER NOT NULL,
	PRIMARY KEY (photo_id, issue)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_classifier ON finding (classifier_id);

-- How much an answer about this photo would teach: active learning.
CREATE TABLE lesson_value (
	photo_id INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
	classifier_id INTEGER NOT NULL REFERENCES classifier,
	value REAL NOT NULL
) STRICT;
CREATE INDEX lesson_value_classifier ON lesson_value (classifier_id, value);
`;
