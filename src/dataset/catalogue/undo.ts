import { z } from 'zod';
import type { Decision } from './decision-log.ts';
import type { Scope } from './scope.ts';

const BEFORE_ROW = z.object({
	photo_id: z.number(),
	label_id: z.number(),
	state: z.string(),
	reason: z.string().nullable(),
	kept: z.number(),
	removed_at: z.number().nullable(),
});

/** Decisions that are about photos, so that it is known how these were before. */
const UNDOABLE: readonly Decision['kind'][] = ['keep', 'remove', 'relabel'];

/**
 * Whether a decision can be taken back: all its photos are there with their files, no later decision stands on it, and
 * no other photo has taken the place of one of them.
 */
export function isUndoable(scope: Scope, { id, kind, undoneBy }: Decision): boolean {
	if (!UNDOABLE.includes(kind) || undoneBy !== undefined) return false;
	const row = scope.get(
		z.object({ gone: z.number(), touched: z.number(), taken: z.number() }),
		`SELECT
			EXISTS (SELECT 1 FROM decision_photo LEFT JOIN photo ON photo.id = photo_id
			        WHERE decision_id = ?1 AND (photo.id IS NULL OR erased_at IS NOT NULL)) AS gone,
			EXISTS (SELECT 1 FROM decision_photo AS mine JOIN decision_photo AS later USING (photo_id)
			        JOIN decision ON decision.id = later.decision_id
			        WHERE mine.decision_id = ?1 AND later.decision_id > ?1 AND undone_by IS NULL) AS touched,
			EXISTS (SELECT 1 FROM decision_photo AS mine JOIN photo ON photo.id = mine.photo_id
			        JOIN photo AS other ON other.label_id = mine.label_id AND other.source = photo.source
			          AND other.source_id = photo.source_id AND other.id != photo.id
			        WHERE mine.decision_id = ?1) AS taken`,
		id,
	);
	return row?.gone === 0 && row.touched === 0 && row.taken === 0;
}

/** Makes the photos of a decision what they were before it; inside a transaction. Returns how many. */
export function restoreBefore(scope: Scope, decisionId: number): number {
	const before = scope.all(BEFORE_ROW, 'SELECT * FROM decision_photo WHERE decision_id = ?', decisionId);
	for (const row of before) {
		scope.connection.run(
			'UPDATE photo SET label_id = ?, state = ?, reason = ?, kept = ?, removed_at = ? WHERE id = ?',
			row.label_id,
			row.state,
			row.reason,
			row.kept,
			row.removed_at,
			row.photo_id,
		);
	}
	return before.length;
}
