import type { ColumnTypes } from '../../../store/differences.ts';

/** What learning keeps: who changed what, what the dataset doctor found, and what an answer would teach. */
export const learn = ({ id, integer, real, text, strict, keyed }: ColumnTypes) => `
-- Who changed what. \`detail\` is a JSON object of plain facts.
CREATE TABLE audit (
	id ${id},
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	action ${text} NOT NULL,
	done_by ${text} NOT NULL,
	done_at ${integer} NOT NULL,
	detail ${text} NOT NULL
)${strict};
CREATE INDEX audit_classifier ON audit (classifier_id, id);

-- What the latest training found wrong, photo by photo.
CREATE TABLE finding (
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	photo_id ${integer} NOT NULL REFERENCES photo ON DELETE CASCADE,
	issue ${text} NOT NULL,
	-- 0 to 1, the worst 1
	score ${real} NOT NULL,
	-- no foreign key: the label may be gone by the time someone looks
	suggested_label_id ${integer},
	-- the training left the photo out because of it
	excluded ${integer} NOT NULL DEFAULT 0,
	found_at ${integer} NOT NULL,
	PRIMARY KEY (photo_id, issue)
)${keyed};
CREATE INDEX finding_classifier ON finding (classifier_id);

-- How much an answer about this photo would teach: active learning.
CREATE TABLE lesson_value (
	photo_id ${integer} PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
	classifier_id ${integer} NOT NULL REFERENCES classifier,
	value ${real} NOT NULL
)${strict};
CREATE INDEX lesson_value_classifier ON lesson_value (classifier_id, value);
`;
