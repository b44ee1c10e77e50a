import type { ColumnTypes } from '../../../store/differences.ts';

/** Counts that are kept, where counting took a tenth of a second, and indexes for what is drawn and reviewed. */
export const keepCounts = ({ integer, text, byId, keyed, triggers }: ColumnTypes) => `
-- How many photos of a label agree in all of this, whatever became of them; the database itself keeps it.
CREATE TABLE tally (
	label_id ${integer} NOT NULL REFERENCES label ON DELETE CASCADE,
	state ${text} NOT NULL,
	-- empty where there is none
	reason ${text} NOT NULL,
	source ${text} NOT NULL,
	licence ${text} NOT NULL,
	count ${integer} NOT NULL,
	bytes ${integer} NOT NULL,
	-- of another photo of the label
	copies ${integer} NOT NULL,
	PRIMARY KEY (label_id, state, reason, source, licence)
)${keyed};
INSERT INTO tally SELECT label_id, state, coalesce(reason, ''), source, licence, count(*), sum(coalesce(bytes, 0)),
	sum(CASE WHEN duplicate_of IS NULL THEN 0 ELSE 1 END)
	FROM photo GROUP BY label_id, state, coalesce(reason, ''), source, licence;
${triggers('photo', 'label_id, state, reason, source, licence, bytes, duplicate_of', {
	gained: countRow('new', '+'),
	lost: countRow('old', '-'),
})}
DROP INDEX photo_tally;
-- A SHA-256 is as good as a number drawn for each photo.
CREATE INDEX photo_sample ON photo (label_id, sha256) WHERE state = 'accepted';
CREATE INDEX photo_review ON photo (classifier_id, reason${byId}) WHERE state = 'quarantined' AND kept = 0;
DROP INDEX lesson_value_classifier;
CREATE INDEX lesson_value_best ON lesson_value (classifier_id, value DESC, photo_id);
`;

function countRow(row: 'new' | 'old', sign: '+' | '-'): string {
	return `INSERT INTO tally VALUES (${row}.label_id, ${row}.state, coalesce(${row}.reason, ''), ${row}.source, ${row}.licence,
	${sign}1, ${sign}coalesce(${row}.bytes, 0), ${sign}(CASE WHEN ${row}.duplicate_of IS NULL THEN 0 ELSE 1 END))
	ON CONFLICT (label_id, state, reason, source, licence) DO UPDATE SET count = tally.count + excluded.count,
	bytes = tally.bytes + excluded.bytes, copies = tally.copies + excluded.copies`;
}
