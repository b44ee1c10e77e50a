import { z } from 'zod';
import { LICENCES, SOURCES } from '../candidate.ts';
import type { TallyRow } from '../stats.ts';
import { QUARANTINES, REJECTIONS } from './reasons.ts';
import type { Scope } from './scope.ts';

const STATES = [
	'candidate',
	'downloading',
	'failed',
	'rejected',
	'accepted',
	'quarantined',
	'removed',
] as const;

const ROW = z
	.object({
		label_id: z.number(),
		state: z.enum(STATES),
		reason: z.enum([...REJECTIONS, ...QUARANTINES]).nullable(),
		source: z.enum(SOURCES),
		licence: z.enum(LICENCES),
		count: z.number(),
		bytes: z.number().nullable(),
	})
	.transform(
		(row): TallyRow => ({
			labelId: row.label_id,
			state: row.state,
			...(row.reason !== null && { reason: row.reason }),
			source: row.source,
			licence: row.licence,
			count: row.count,
			bytes: row.bytes ?? 0,
		}),
	);

const COPIES_ROW = z.object({ label_id: z.number(), count: z.number() });

export interface Tally {
	readonly rows: readonly TallyRow[];
	/** Accepted photos that are copies of another, by label. */
	readonly copies: ReadonlyMap<number, number>;
}

/** Counts every row of a classifier, from two indexes that hold all it takes. */
export function tally(scope: Scope): Tally {
	const labels = 'label_id IN (SELECT id FROM label WHERE classifier_id = ? AND removed_at IS NULL)';
	const rows = scope.all(
		ROW,
		`SELECT label_id, state, reason, source, licence, count(*) AS count, sum(bytes) AS bytes
		 FROM photo INDEXED BY photo_tally WHERE ${labels} GROUP BY label_id, state, reason, source, licence`,
		scope.id,
	);
	const copies = scope.all(
		COPIES_ROW,
		`SELECT label_id, count(*) AS count FROM photo
		 WHERE ${labels} AND state = 'accepted' AND duplicate_of IS NOT NULL GROUP BY label_id`,
		scope.id,
	);
	return { rows, copies: new Map(copies.map(({ label_id, count }) => [label_id, count])) };
}
