import type { Compilable, Generated, InsertObject, Kysely, QueryResult, Selectable } from 'kysely';
import { isPostgres } from '../../store/differences.ts';
import type { Licence, SourceName } from '../candidate.ts';
import type { PhotoIssue } from '../doctor/issue.ts';
import type { AuditAction, AuditDetail } from './audit-entry.ts';
import type { DecisionKind } from './decision.ts';
import type { DisplayNames } from './label.ts';
import type { Quarantine, Rejection } from './reasons.ts';
import type { Run, RunCount } from './run.ts';

/**
 * The tables of the catalogue, as the migrations make them; what the columns mean is said there. Rows are believed:
 * only this folder writes them, and the database keeps what can be kept (types, states, references). Times are
 * milliseconds since 1970, flags 0 or 1.
 */
export type Tables = {
	classifier: { id: Generated<number>; name: string; own_since: number | null };
	label: {
		id: Generated<number>;
		classifier_id: number;
		name: string;
		aliases: JsonText<readonly string[]>;
		display_names: JsonText<DisplayNames>;
		search_terms: JsonText<readonly string[]>;
		exclusions: JsonText<readonly string[]>;
		taxon_id: number | null;
		taxon_name: string | null;
		created_at: number;
		removed_at: number | null;
	};
	label_name: { classifier_id: number; folded: string; label_id: number };
	run: {
		id: Generated<number>;
		classifier_id: number;
		started_by: string;
		started_at: number;
		finished_at: number | null;
		state: Run['state'];
		host: string;
		process_id: number;
		process_token: string;
		seen_at: number;
	};
	run_count: {
		run_id: number;
		label_id: number;
		source: SourceName;
		outcome: RunCount['outcome'];
		reason: Rejection | Quarantine | '';
		count: number;
		bytes: number;
	};
	photo: PhotoTable;
	decision: {
		id: Generated<number>;
		classifier_id: number;
		kind: DecisionKind;
		decided_by: string;
		decided_at: number;
		detail: string;
		photos: number;
		undone_by: number | null;
	};
	decision_photo: Pick<PhotoTable, 'label_id' | 'state' | 'reason' | 'removed_at'> & {
		decision_id: number;
		photo_id: number;
		kept: number;
	};
	tombstone: {
		id: Generated<number>;
		classifier_id: number;
		decision_id: number;
		source: SourceName;
		source_id: string | null;
		sha256: string | null;
		author: string | null;
	};
	fingerprint: {
		sequence: Generated<number>;
		classifier_id: number;
		photo_id: number | null;
		tombstone_id: number | null;
		high: number;
		low: number;
	};
	search_cursor: {
		label_id: number;
		source: SourceName;
		query: string;
		next: string | null;
		exhausted_at: number | null;
		moved_at: number;
	};
	host_cool_down: { host: string; until: number };
	host_usage: { host: string; period: string; requests: number; bytes: number };
	audit: {
		id: Generated<number>;
		classifier_id: number;
		action: AuditAction;
		done_by: string;
		done_at: number;
		detail: JsonText<AuditDetail>;
	};
	finding: {
		classifier_id: number;
		photo_id: number;
		issue: PhotoIssue;
		score: number;
		suggested_label_id: number | null;
		excluded: number;
		found_at: number;
	};
	/** Kept by the database, by every row of `photo`. */
	tally: {
		label_id: number;
		state: PhotoTable['state'];
		reason: Rejection | Quarantine | '';
		source: SourceName;
		licence: Licence;
		count: number;
		bytes: number;
		copies: number;
	};
	lesson_value: { photo_id: number; classifier_id: number; value: number };
	catalogue_version: { version: number };
};

/** What a source says of a photo. */
export type CandidateColumns = {
	source: SourceName;
	source_id: string;
	series: string | null;
	url: string;
	page_url: string;
	title: string | null;
	author: string | null;
	author_url: string | null;
	licence: Licence;
	licence_version: string | null;
	licence_url: string | null;
	attribution: string | null;
	offered_width: number | null;
	offered_height: number | null;
};

type PhotoTable = CandidateColumns & {
	id: Generated<number>;
	classifier_id: number;
	label_id: number;
	state: 'candidate' | 'downloading' | 'failed' | 'rejected' | 'accepted' | 'quarantined' | 'removed';
	reason: Rejection | Quarantine | null;
	kept: Generated<number>;
	discovered_at: number;
	run_id: number | null;
	tries: Generated<number>;
	retry_at: number | null;
	fetched_at: number | null;
	sha256: string | null;
	perceptual_hash: string | null;
	width: number | null;
	height: number | null;
	bytes: number | null;
	original_width: number | null;
	original_height: number | null;
	nsfw_score: number | null;
	group_id: number | null;
	duplicate_of: number | null;
	removed_at: number | null;
	erased_at: number | null;
};

/** What reads and writes the rows: the database, or a transaction in it. */
export type Rows = Kysely<Tables>;

export type RowOf<Table extends keyof Tables> = Selectable<Tables[Table]>;

/** A column that holds the JSON of a value. */
export type JsonText<Value> = string & { readonly json?: Value };

export function toJson<Value>(value: Value): JsonText<Value> {
	return JSON.stringify(value);
}

export function fromJson<Value>(text: JsonText<Value>): Value {
	return JSON.parse(text);
}

type Numbered = 'label' | 'photo' | 'run' | 'decision' | 'tombstone';

/** Enters a row; its id. */
export async function insertRow<Table extends Numbered>(
	rows: Rows,
	table: Table,
	row: InsertObject<Tables, Table>,
): Promise<number> {
	return idOf(await rows.executeQuery(insertionOf(rows, table, row)));
}

/** Enters a row, for `idOf` to tell its id. */
export function insertionOf<Table extends Numbered>(
	rows: Rows,
	table: Table,
	row: InsertObject<Tables, Table>,
): Compilable<{ id: number }> {
	const insertion = rows.insertInto(table).values(row);
	if (isPostgres(rows)) return insertion.returning('id') as Compilable<{ id: number }>;
	// Not by RETURNING, for which SQLite looks through the tables that could refer to the new row.
	return insertion as Compilable<never>;
}

export function idOf({ rows: [row], insertId }: QueryResult<{ id: number }>): number {
	return row?.id ?? Number(insertId);
}
